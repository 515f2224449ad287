"""One purchase from the ward to the department and back: a branch by its sum, a return, and a new pack on the way."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_of
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.mining.follow import activity_of
from hueioc.people.queries import account_by_code
from hueioc.processes import commands as give
from hueioc.processes import queries
from hueioc.processes.models import Instance
from hueioc.processes.tests.packs import added, changed, own_packs
from hueioc.processes.tests.people import FINANCE, again, browser, person, started
from hueioc.workflow.queries import city_world, parts_of
from tests.cast import WARD

# A Monday morning in the city.
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
BUY = {"item": "Máy phát điện", "quantity": 2, "price": 15_000_000, "purpose": "Mùa bão", "source_of_money": "regular"}


def _owes(actor: Any) -> list[str]:
    return [line.code for line in queries.owed_lines(actor, 20)]


def test_a_purchase_branches_goes_back_and_keeps_its_edition_while_the_pack_changes(
    city: None, tmp_path: Path, settings: Any
) -> None:
    lan = person("Trần Thị Lan", ("officer", WARD))
    hung = person("Lê Văn Hùng", ("unit_head", WARD))
    mai = person("Phạm Thị Mai", ("officer", FINANCE))
    with clock.at(MONDAY):
        first = started(lan, "purchase", **BUY)
        assert (first.step, first.by, first.unit) == ("head", "unit_head", WARD)
        assert first.values["total"] == 30_000_000
        assert (_owes(hung), _owes(lan), _owes(mai)) == ([first.code], [], [])
        # By the branch: from 20 million the finance department examines.
        give.advance_process(first.code, hung, values={"decision": "agree"})
    one = again(first)
    assert (one.step, one.unit, _owes(mai)) == ("finance", FINANCE, [first.code])
    assert one.official_number == "1/TTr-Phường Vỹ Dạ"
    assert one.step_due_at == datetime(2026, 11, 27, 10, tzinfo=UTC)  # three working days on; the 24th is a day off

    give.send_back(first.code, mai, to="request", reason="incomplete", note="Thiếu báo giá.")
    one = again(first)
    assert (one.step, one.holder, one.returns, _owes(lan), _owes(mai)) == ("request", lan.ref, 1, [first.code], [])
    with pytest.raises(NotAllowed):
        give.advance_process(first.code, mai, values=BUY)

    # Meanwhile the pack changes: the head is asked no more, and finance examines from 10 million on.
    settings.PACKS = own_packs(tmp_path)
    changed(settings.PACKS, "purchase", ("at_least = 20_000_000", "at_least = 10_000_000"), ("Nghiệm thu", "Nhận hàng"))
    second = started(lan, "purchase", **BUY | {"quantity": 1})
    assert (one.edition.number, again(second).edition.number) == (1, 2)
    assert (queries.is_old(one), queries.is_old(again(second))) == (True, False)
    # Half the goods: 15 million is below the limit this one began with, and above that of the new pack.
    give.advance_process(first.code, lan, values=BUY | {"quantity": 1})
    give.advance_process(first.code, hung, values={"decision": "agree"})
    give.advance_process(second.code, hung, values={"decision": "agree"})
    assert (again(first).step, again(second).step) == ("buy", "finance")
    assert again(first).official_number == "1/TTr-Phường Vỹ Dạ"
    assert again(second).official_number == "2/TTr-Phường Vỹ Dạ"
    assert queries.step_name(queries.definition_of(again(first)), "receive") == "Nghiệm thu"
    assert queries.step_name(queries.definition_of(again(second)), "receive") == "Nhận hàng"

    give.advance_process(first.code, hung, values={"supplier": "Cửa hàng Thử"})
    give.advance_process(first.code, lan, values={"received": True})
    one = again(first)
    assert (one.phase, one.outcome, one.step, _owes(lan)) == ("closed", "done", "", [])
    _tells_the_way(one)


def _tells_the_way(one: Instance) -> None:
    """What the journal holds of it: every step, the way back, the end, and no word of the form."""
    seal()
    told = facts_of(one.ref)
    assert [fact.kind for fact in told].count("process.closed") == 1
    assert [getattr(fact.event, "step", "") for fact in told].count("sent_back") == 1
    assert "Máy phát điện" not in str(told)
    # The miner reads the steps of the flow, the way back too.
    steps = [activity_of(fact) for fact in told if activity_of(fact).startswith("step:")]
    assert [one.rpartition(":")[2] for one in steps] == ["head", "finance", "request", "head", "buy", "receive"]
    assert not [part for part in parts_of(one.ref) if part.is_live]


def test_a_new_process_is_a_change_of_the_packs_only(city: None, tmp_path: Path, settings: Any) -> None:
    before = {flow.code for flow in queries.flows()}
    assert len(before) >= 30
    settings.PACKS = own_packs(tmp_path)
    added(settings.PACKS, "boat", like="vehicle")
    assert {flow.code for flow in queries.flows()} - before == {"boat"}
    officer = person("Nguyễn Văn Thử", ("officer", WARD))
    trip = {
        "on_day": city_world().day(clock.now()),
        "route": "Phú Mậu – Hương Toàn",
        "seats": 3,
        "outside": False,
        "purpose": "Cứu trợ",
    }
    made = started(officer, "boat", **trip)
    assert made.step == "assign"
    assert queries.owed_lines(officer, 9)[0].title == "Đăng ký xe công: Phú Mậu – Hương Toàn"


def test_a_process_that_is_switched_off_is_carried_to_its_end(city: None, tmp_path: Path, settings: Any) -> None:
    lan, hung = person("Lan", ("officer", WARD)), person("Hùng", ("unit_head", WARD))
    first, second = (started(lan, "purchase", **BUY | {"quantity": 1}) for _time in range(2))
    settings.PACKS = own_packs(tmp_path)
    home = settings.PACKS / "cities" / settings.CITY / "city.toml"
    home.write_text(home.read_text(encoding="utf-8").replace('"purchase", ', ""), encoding="utf-8")
    with pytest.raises(NotFound):
        started(lan, "purchase", **BUY)
    give.send_back(first.code, hung, to="request", reason="incomplete", note="Thiếu báo giá.")
    give.advance_process(first.code, lan, values=BUY | {"quantity": 1})
    give.advance_process(first.code, hung, values={"decision": "decline"})
    page = browser(account_by_code(lan.account))
    for address in ("/processes/?tab=mine", "/inbox/", f"/processes/{first.code}/", f"/processes/{second.code}/"):
        assert page.get(address).status_code == 200, address
    assert page.get(f"/processes/{second.code}/do/withdraw/").status_code == 200
    assert again(first).outcome == "declined"


def test_withdrawing_stopping_and_what_does_not_fit(city: None) -> None:
    lan, hung = person("Lan", ("officer", WARD)), person("Hùng", ("unit_head", WARD))
    with pytest.raises(Invalid) as wrong:
        started(lan, "purchase", **BUY | {"quantity": 0, "source_of_money": "gift", "item": ""})
    assert set(wrong.value.fields) == {"quantity", "source_of_money", "item"}
    one = started(lan, "purchase", **BUY)
    with pytest.raises(Invalid):
        give.send_back(one.code, hung, to="receive", reason="wording")
    with pytest.raises(Conflict):
        give.advance_process(one.code, hung, values={"decision": "agree"}, version=99)
    give.send_back(one.code, hung, to="request", reason="wording")
    give.withdraw_process(one.code, lan)
    assert (again(one).outcome, again(one).phase, _owes(lan)) == ("withdrawn", "closed", [])
    two = started(lan, "purchase", **BUY)
    give.stop_process(two.code, hung, reason="started_twice")
    assert again(two).outcome == "stopped"
    with pytest.raises(NotFound):
        give.withdraw_process("26-0000-0000", lan)
