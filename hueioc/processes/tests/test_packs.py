"""What the packs of processes must hold: those shipped do, and what does not fit is told in sentences; the drawing."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from hypothesis import given, strategies
from hypothesis import settings as hypothesis_settings
from msgspec import structs

from hueioc.config.cli import processes_draw
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.people.queries import standing
from hueioc.processes import pack, queries
from hueioc.processes.rules.filling import Around, filled
from hueioc.processes.rules.routing import FlowBroken, fits, onward, walk
from hueioc.processes.tests.packs import changed, own_packs, prepared
from hueioc.processes.tests.people import account, again, browser, started
from hueioc.processes.views.papers import filled_in
from hueioc.workflow.pack import Condition, Onward
from hueioc.workflow.queries import catalogue
from tests.cast import WARD

pytestmark = pytest.mark.once
# What must be told of each change: (process, old text, new text, words of the sentence).
BROKEN = [
    ("leave", "at_least = 6", "at_least = 20", "example 2 goes request → head to done"),
    ("room", 'to = "technology"', 'to = "nowhere"', "leads to nowhere, which is no step after it"),
    ("vehicle", 'back = ["request"]', 'back = ["after"]', "goes back to after, which is no step before it"),
    ("purchase", 'of = ["quantity", "price"]', 'of = ["quantity", "item"]', "total cannot be computed from item"),
    ("payment", '{ to = "pay" }', '{ to = "pay", when = [{ field = "amount", at_least = 1 }] }', "must hold always"),
    ("training", "role:finance_department", "role:court", "the role court, which no unit has today"),
    ("overtime", 'code = "on_day"', 'code = "number"', "the name of a value that is always there"),
    ("seal-use", 'subject = "title"', 'subject = "copies"', "its subject copies is no field of text"),
    ("duty-roster", "{first_day} –", "{first_dya} –", "speaks of {first_dya}, which is no field"),
    ("inspection", 'is = "serious"', 'is = "grave"', "an answer of violation that is not to choose from"),
    ("it-incident", 'en = "IT incident"', 'de = "Vorfall"', "it lacks its text in en"),
    ("archive-loan", 'group = "proc_documents"', 'group = "proc_moon"', "its group proc_moon is no group"),
    ("contract-staff", 'by = "starter"', 'by = "unit"', "must be taken by whoever starts it"),
    ("data-sharing", 'unit = "field:owner_unit"', 'unit = "field:data"', "which is no field of a unit"),
    ("disaster-plan", 'outcome = "declined", when', 'outcome = "gone", when', "must name a known outcome"),
    ("work-schedule", 'code = "work-schedule"', 'code = "schedule"', "its code differs from its folder"),
]


def test_what_does_not_fit_is_told_in_a_sentence_that_names_the_process(tmp_path: Path) -> None:
    assert pack.check(Path(settings.PACKS) / "cities" / settings.CITY) == []
    root = own_packs(tmp_path)
    for process, old, new, _words in BROKEN:
        changed(root, process, (old, new))
    changed(root, "work-process", ('verb = "reroute"', 'verb = "juggle"'))
    told = pack.check(root / "cities" / settings.CITY)
    for process, _old, _new, words in BROKEN:
        assert [one for one in told if one.startswith(f"Process {process}:") and words in one], (process, words, told)
    assert "Process work-process: flows need the verb reroute." in told


def test_the_packs_the_issue_names_are_there_and_none_claims_to_be_confirmed() -> None:
    found = {flow.code: flow for flow in queries.flows()}
    wanted = "leave vehicle room purchase incoming-document outgoing-document business-trip equipment-repair"
    assert found.keys() >= {*wanted.split(), "citizen-reception", "inspection", "community-team-plan"}
    assert {flow.status for flow in found.values()} == {"example"}
    assert sum(bool(flow.document) for flow in found.values()) >= 10


def test_every_process_is_drawn_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for flow in queries.flows():
        drawing = ElementTree.fromstring(queries.drawing_of(flow))
        steps = [one for one in drawing.iter() if one.get("class") == "f-step"]
        assert len(steps) == len(flow.step), flow.code
        assert "style" not in {one.tag.rpartition("}")[2] for one in drawing.iter()}, "a page allows no styles inside"
    out = tmp_path / "leave.svg"
    arguments = processes_draw.argparse.Namespace(name="leave", svg=str(out), language="en", coming=False)
    assert processes_draw.run(arguments) == 0
    assert "light dark" in out.read_text(encoding="utf-8")
    arguments.name = "moonwalk"
    assert processes_draw.run(arguments) == 2
    assert "no work process named moonwalk" in capsys.readouterr().err


def _around() -> Around:
    return Around(date(2026, 3, 2), catalogue().calendar, frozenset({"ward-19753"}))


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    strategies.dictionaries(
        strategies.sampled_from(["item", "quantity", "price", "purpose", "source_of_money", "total"]),
        strategies.one_of(strategies.text(), strategies.integers(), strategies.booleans(), strategies.none()),
    )
)
def test_whatever_is_typed_is_refused_in_sentences_or_leads_on(typed: dict[str, Any]) -> None:
    flow = queries.flow_named("purchase")
    try:
        values = filled(flow, flow.step[0], typed, {}, _around())
    except Invalid as refusal:
        told = refusal.fields.keys()
        assert told <= {"item", "quantity", "price", "purpose", "source_of_money"}
    else:
        assert values["total"] == values["quantity"] * values["price"]  # type: ignore[operator]
        assert onward(flow.step[0], values).to == "head"


def test_days_are_counted_by_the_calendar_and_bounds_are_told_where_they_can_be_mended() -> None:
    flow = queries.flow_named("leave")
    rest = {"kind": "annual", "substitute": "Bạn", "first_day": "2026-03-06", "last_day": "2026-03-09"}
    assert filled(flow, flow.step[0], rest, {}, _around())["days"] == 2, "a weekend lies between"
    for last, field in (("2026-03-05", "last_day"), ("2026-12-31", "last_day"), ("9999-01-01", "last_day")):
        with pytest.raises(Invalid) as wrong:
            filled(flow, flow.step[0], rest | {"last_day": last}, {}, _around())
        assert set(wrong.value.fields) == {field}
    stale = filled(flow, flow.step[0], rest | {"decision": "agree"}, {"decision": "decline"}, _around())
    assert stale["decision"] == "decline", "a step fills in its own fields only"


def test_conditions_take_values_as_what_they_are() -> None:
    assert fits(Condition(field="a", is_=True), {"a": True})
    assert not fits(Condition(field="a", is_=True), {"a": 1})
    assert not fits(Condition(field="a", at_least=0), {"a": True})
    assert not fits(Condition(field="a", less_than=5), {})
    assert fits(Condition(field="a", at_least=5, less_than=6), {"a": 5})
    leave = queries.flow_named("leave")
    circle = structs.replace(leave, step=[structs.replace(leave.step[0], next=[Onward(to="request")])])
    with pytest.raises(FlowBroken, match="twice"):
        walk(circle, {})
    with pytest.raises(FlowBroken, match="nowhere"):
        onward(structs.replace(leave.step[0], next=[]), {})


def test_what_is_not_known_yet_stays_a_line_to_write_on() -> None:
    assert filled_in("Số {number}, {a.__class__} {b}", {"number": "7", "b": "{number}"}) == "Số 7, …… {number}"


def test_an_edition_for_a_later_day_is_tried_before_and_takes_effect_on_its_day(
    city: None, tmp_path: Path, settings: Any
) -> None:
    settings.PACKS = own_packs(tmp_path)
    home, today = settings.PACKS / "cities" / settings.CITY, clock.today()
    prepared(settings.PACKS, "vehicle", today + timedelta(days=20), ("working_hours = 8", "working_hours = 2"))
    changed(settings.PACKS, "vehicle", ('{ to = "assign" },\n]\n\n', '{ to = "head" },\n]\n\n'), name="coming.toml")
    # Its examples are those of the old edition: the first one has no decision of a head.
    assert [one for one in pack.check(home) if "coming.toml: example 1 cannot be played" in one]
    trip = {"on_day": today + timedelta(days=40), "route": "Phú Bài", "seats": 4, "outside": False, "purpose": "Họp"}
    lan = account("Lan", ("officer", WARD))
    first = started(standing(lan), "vehicle", **trip)
    page = browser(lan).get("/processes/of/vehicle/").content.decode()
    assert "Trưởng đơn vị duyệt: 8 giờ làm việc → 2 giờ làm việc" in page
    typed = trip | {"on_day": trip["on_day"].isoformat(), "outside": "no", "decision": "agree", "car": "75A", "km": "9"}  # type: ignore[attr-defined]
    ways = [browser(lan).post(f"/processes/of/vehicle/{query}", typed).content for query in ("", "?edition=coming")]
    tried = [way.decode().partition('id="tried"')[2].partition("</ol>")[0].count("<li>") for way in ways]
    assert tried == [3, 4]
    with clock.at(clock.now() + timedelta(days=21)):
        second = started(standing(lan), "vehicle", **trip)
        assert (again(first).edition.number, again(second).edition.number) == (1, 2)
        assert (first.step, second.step) == ("assign", "head")
        assert queries.coming_flow("vehicle") is None
