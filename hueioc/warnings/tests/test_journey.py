"""A warning from its draft to the archive, as everybody sees it: pages, feed, views, what follows, its end."""

from datetime import timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from lxml import etree

from hueioc.journal.commands import seal
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.live.feed import read_lines
from hueioc.maps.models import Pin
from hueioc.opendata.models import PublicRow
from hueioc.people.rules import machine, rule
from hueioc.places.rules import Sketch
from hueioc.playbooks.clock import strike
from hueioc.playbooks.warnings import PLAYBOOKS
from hueioc.warnings import commands as give
from hueioc.warnings.models import Alert, Received
from hueioc.warnings.queries import home_alerts, owed_lines, people_in, score, wards
from hueioc.warnings.rules.cap_reading import read_alert
from hueioc.warnings.rules.drafting import Place, read_points
from hueioc.warnings.tests.drafts import CIRCLE, GIVEN, LINE, POLYGON, drafted, new, released, soon, submitted
from hueioc.warnings.tests.samples import ours, shared
from hueioc.warnings.tests.test_two_persons import browser, send_cap
from tests.cast import WARD, Cast

SHARED = shared()
CROSSED = ((16.4, 107.5), (16.5, 107.6), (16.5, 107.5), (16.4, 107.6))
LIMITS = {"most_bytes": 1_000_000, "most_points": 20_000}
ATOM = "{http://www.w3.org/2005/Atom}"


def _cap(alert: Alert) -> Any:
    answer = Client().get(f"/alerts/{alert.identifier}.cap")
    assert answer["Content-Type"].startswith("application/cap+xml")
    if SHARED:
        etree.XMLSchema(etree.parse(str(SHARED / "CAP-v1.2.xsd"))).assertValid(etree.fromstring(answer.content))
    return read_alert(answer.content, **LIMITS)


def test_a_release_is_read_by_everybody_and_valid_as_cap(cast: Cast) -> None:
    empty = Client().get("/alerts/cap.atom")
    alert = released(cast)
    feed = Client().get("/alerts/cap.atom")
    entries = fromstring(feed.content).findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id", "").rpartition("/")[2] for one in entries] == [f"{alert.identifier}.cap"]
    assert Client().get("/alerts/cap.atom", HTTP_IF_NONE_MATCH=feed["ETag"]).status_code == 304
    assert Client().get("/alerts/cap.atom", HTTP_IF_NONE_MATCH=empty["ETag"]).status_code == 200
    message = _cap(alert)
    assert (message.status, message.message_type, message.sent.utcoffset()) == ("Actual", "Alert", timedelta(hours=7))
    vi, en = message.infos
    assert (vi.language, en.language, vi.severity, vi.urgency) == ("vi-VN", "en", "Moderate", "Immediate")
    assert [tuple(one) for one in vi.areas[0].geocodes] == [("VN-GSO", WARD[-5:])]
    assert [tuple(one) for one in vi.parameters] == [("VN-riskLevel", "2")]
    assert "sông Hương" in vi.headline
    assert "trên báo động II 0,50 m" in vi.description
    assert "Hương river at Kim Long: 0.50 m above alarm II" in en.description
    for language, word in (("vi", "Cảnh báo"), ("en", "Warning"), ("de", "Warnung"), ("ar", "تحذير")):
        for path in (f"/warnings/{alert.code}/", "/warnings/", f"/warnings/{alert.code}/sheet/", "/warnings/archive/"):
            page = Client(headers={"accept-language": language}).get(path)
            assert page.status_code == 200, (language, path)
        assert word in Client(headers={"accept-language": language}).get("/warnings/").content.decode(), language
    assert len(Client().get("/warnings/").content) < 40_000
    assert Client().get("/api/v1/warnings").json()["warnings"][0]["units"] == [WARD]
    assert [one.path for one in home_alerts()] == [f"/warnings/{alert.code}/"]


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (CIRCLE, "circles"),
        (Place(kind="polygon", sketch=POLYGON), "polygons"),
        (Place(kind="reach", sketch=LINE), "polygons"),
    ],
)
def test_a_drawn_area_is_sent_as_drawn_and_names_what_it_touches(cast: Cast, place: Place, kind: str) -> None:
    alert = released(cast, place=place)
    area = _cap(alert).infos[0].areas[0]
    assert getattr(area, kind)
    assert (area.geocodes, len(alert.area_units) > 1) == ((), True)
    assert alert.lat is not None


def test_an_exercise_is_marked_everywhere_and_counted_nowhere(cast: Cast) -> None:
    alert = released(cast, is_exercise=True)
    seal()
    catch_up()
    message = _cap(alert)
    assert (message.status, message.infos[0].headline[:10]) == ("Exercise", "DIỄN TẬP: ")
    assert message.note == f"Exercise {alert.code}"
    assert alert.ref == f"exercise:{alert.code}"
    for path in (f"/warnings/{alert.code}/", "/warnings/"):
        assert "EXERCISE" in Client(headers={"accept-language": "en"}).get(path).content.decode().upper()
    assert (home_alerts(), score(clock.today().year).total) == ([], 0)
    assert not Pin.objects.exists(), "a pin does not say that it is an exercise"
    assert set(PublicRow.objects.values_list("kind", flat=True)) == {"exercise"}
    staff = browser(cast, "leader")
    assert staff.get("/statistics.json?kind=warning").status_code == 200
    for path in ("/wall/", "/dashboard/", "/map/", "/mining/?period=all", "/statistics/", "/", "/inbox/"):
        assert alert.code not in staff.get(path, follow=True).content.decode(), path
    assert ",Exercise," in b"".join(Client().get("/warnings/archive.csv")).decode()


def test_views_take_a_warning_without_an_edit(cast: Cast) -> None:
    alert = released(cast)
    seal()
    catch_up()
    pin = Pin.objects.get(ref=alert.ref)
    assert (pin.kind, pin.is_public, pin.is_open, pin.service) == ("warning", True, True, "warn_flood")
    row = PublicRow.objects.get(ref=alert.ref)
    assert (row.is_public, row.phase, row.due_at) == (True, "in_work", None)
    lines = [line for line in read_lines(0) if alert.code.encode() in line.encoded]
    assert [(one.kind, one.visibility) for one in lines] == [
        ("warning.opened", "internal"),
        ("warning.moved", "internal"),
        ("warning.noted", "internal"),
        ("warning.moved", "public"),
        ("warning.noted", "internal"),
        ("warning.noted", "public"),
    ]
    assert "chờ người thứ hai" in browser(cast, "coordinator").get("/notices/").content.decode()
    assert "Người thứ hai đã quyết định" in browser(cast, "operator").get("/notices/").content.decode()
    staff = browser(cast, "leader")
    assert "/warnings/archive.csv" in Client().get("/open-data/").content.decode()
    table = b"".join(Client().get("/warnings/archive.csv")).decode().splitlines()
    assert (len(table), table[1].split(",")[:3]) == (2, [alert.code, alert.identifier, "Actual"])
    assert staff.get("/inbox/").status_code == 200
    assert staff.get("/wall/").status_code == 200


def test_an_update_a_cancellation_and_an_all_clear_are_linked_and_take_two_persons(cast: Cast) -> None:
    first = released(cast)
    update = give.draft_following(first.code, cast.operator, new(message="update", level=3))
    with pytest.raises(Conflict):
        give.draft_following(first.code, cast.operator, new(message="cancel"))
    give.submit_warning(update.code, cast.operator)
    with pytest.raises(NotAllowed):
        give.release_warning(update.code, cast.operator)
    update = give.release_warning(update.code, cast.coordinator)
    assert Alert.objects.get(pk=first.pk).outcome == "superseded"
    message = _cap(update)
    assert (message.message_type, [one.split(",")[1] for one in message.references]) == ("Update", [first.identifier])
    clear = give.draft_following(update.code, cast.operator, new(message="all_clear", level=3))
    give.submit_warning(clear.code, cast.operator)
    clear = give.release_warning(clear.code, cast.leader)
    message = _cap(clear)
    over = message.infos[0]
    assert (over.responses, over.urgency, over.severity, over.parameters) == (("AllClear",), "Past", "Minor", ())
    assert home_alerts()[0].css == "risk-0"
    assert [one.split(",")[1] for one in message.references] == [first.identifier, update.identifier]
    assert Alert.objects.get(pk=update.pk).outcome == "all_clear"
    cancel = give.draft_following(clear.code, cast.operator, new(message="cancel", level=3))
    give.submit_warning(cancel.code, cast.operator)
    assert _cap(give.release_warning(cancel.code, cast.leader)).message_type == "Cancel"


def test_the_clock_ends_what_is_over_and_officers_say_what_happened(cast: Cast, settings: Any) -> None:
    alert = released(cast, expires_at=soon(1))
    assert strike(PLAYBOOKS) == 0
    with clock.at(soon(2)):
        assert Client().get("/api/v1/warnings").json() == {"warnings": []}
        assert strike(PLAYBOOKS) == 1
        ended = Alert.objects.get(pk=alert.pk)
        assert (ended.phase, ended.outcome, ended.is_public) == ("closed", "expired", True)
        give.record_happening(alert.code, cast.operator, finding="weaker", text="Đỉnh 2,31 m.", measured="2,31 m")
    settings.MEASURED_DOOR = "hueioc.warnings.tests.drafts.measured"
    assert "2,31 m (16)" in Client().get(f"/warnings/{alert.code}/").content.decode()
    page = Client(headers={"accept-language": "en"}).get("/warnings/archive/").content.decode()
    assert "Weaker than warned" in page
    assert score(clock.today().year).by_finding == {"weaker": 1}


def test_a_draft_with_gaps_or_impossible_times_goes_nowhere(cast: Cast) -> None:
    gap = drafted(cast, given={})
    with pytest.raises(Invalid) as refused:
        give.submit_warning(gap.code, cast.operator)
    assert {"headline_vi", "description_en"} <= set(refused.value.fields)
    wrong: list[dict[str, Any]] = [
        {"expires_at": soon(-1)},
        {"expires_at": soon(100)},
        {"onset_at": soon(5), "expires_at": soon(4)},
        {"level": 0},
        {"hazard": "drainage"},
        {"place": Place(kind="units", units=("ward-0",))},
        {"place": Place(kind="polygon", sketch=Sketch("polygon", ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0))))},
        {"place": Place(kind="polygon", sketch=Sketch("polygon", CROSSED))},
        {"certainty": "Sure"},
        {"responses": ("Run",)},
    ]
    for change in wrong:
        with pytest.raises(Invalid):
            drafted(cast, **change)
    with pytest.raises(Invalid):
        read_points("16.4;107.5")
    waiting = submitted(cast, onset_at=soon(0.1), expires_at=soon(1))
    with clock.at(soon(2)), pytest.raises(Invalid):
        give.release_warning(waiting.code, cast.coordinator)


def test_a_rule_drafts_once_for_one_cause_and_officers_see_it_in_their_inbox(cast: Cast) -> None:
    made = [give.draft_warning(new(source="alarm:26-KL", key="alarm:26-KL:3"), rule("alarm")) for _ in range(2)]
    assert made[0].pk == made[1].pk
    assert (made[0].source, made[0].drafted_by, made[0].channel) == ("alarm:26-KL", "rule:alarm", "rule")
    give.submit_warning(made[0].code, cast.operator)
    assert [one.ref for one in owed_lines(cast.coordinator, 10)] == [made[0].ref]
    assert owed_lines(cast.stranger, 10) == []


def test_a_received_message_waits_for_an_officer_and_becomes_a_draft(cast: Cast, settings: Any) -> None:
    settings.CAP_KEYS = ["secret"]
    assert {send_cap(ours(), key).status_code for key in ("", "x")} == {403}
    admin = browser(cast, "admin")
    assert admin.post("/api/v1/alerts/cap", ours(), content_type="application/cap+xml").status_code == 403
    refused = send_cap(ours(sent="2026-11-30T08:00:00Z"), "secret")
    assert (refused.status_code, refused.json()["fields"]) == (400, {"cap": "zone"})
    for size in (1_100_000, 3_000_000):
        assert send_cap(b"<alert>" + b" " * size, "secret").json()["fields"] == {"cap": "too_large"}
    assert [send_cap(ours(), "secret").status_code for _ in range(2)] == [201, 200]
    row = Received.objects.get()
    assert (row.headline, row.received_by) == ("Mưa lớn & gió mạnh", "machine:cap")
    assert browser(cast, "stranger").get(f"/warnings/received/{row.code}/").status_code == 403
    assert "Mưa lớn &amp; gió mạnh" in browser(cast, "operator").get(f"/warnings/received/{row.code}/").content.decode()
    with pytest.raises(NotAllowed):
        give.draft_from_received(row.code, cast.officer, new())
    draft = give.draft_from_received(row.code, cast.operator, new(received=row.code))
    assert not draft.is_released
    with pytest.raises(Conflict):
        give.note_received(row.code, cast.operator)
    with pytest.raises(NotAllowed):
        give.receive_alert(ours(identifier="other"), cast.officer)
    assert give.receive_alert(ours(identifier="other"), machine("cap"))[1]


def test_pages_of_staff_draft_change_and_release(cast: Cast) -> None:
    operator, coordinator = browser(cast, "operator"), browser(cast, "coordinator")
    assert browser(cast, "neighbour").get("/warnings/desk/").status_code == 403
    assert operator.get("/warnings/desk/new/").status_code == 200
    form = {
        "level": "2",
        "onset_at": soon(7).strftime("%Y-%m-%dT%H:%M"),
        "area_kind": "units",
        "units": [WARD],
        **{f"given_{name}": value for name, value in GIVEN.items()},
    }
    path = "/warnings/desk/new/?hazard=warn_flood"
    assert operator.get(path).status_code == 200
    assert operator.post(path, {**form, "area_kind": "circle", "points": "16.4"}).status_code == 400
    where = operator.post(path, form)["Location"]
    code = where.split("/")[2]
    assert operator.get(where).status_code == 200
    assert operator.get(f"{where}change/").status_code == 200
    assert operator.post(f"{where}do/submit/").status_code == 302
    assert coordinator.get(f"{where}release/").status_code == 200
    back = coordinator.post(f"{where}do/send_back/", {"reason": "wording", "note": "Ghi rõ thôn."})
    assert back.status_code == 302
    assert "Ghi rõ thôn." in operator.get(where).content.decode()
    assert operator.post(f"{where}change/", {**form, "level": "3"}).status_code == 302
    operator.post(f"{where}do/submit/")
    assert coordinator.post(f"{where}do/release/", {"version": "1"}).status_code == 409
    assert coordinator.post(f"{where}do/release/").status_code == 302
    for message in ("update", "cancel", "all_clear"):
        assert coordinator.get(f"{where}follow/{message}/").status_code == 200
    ending = {name: form[name] for name in ("area_kind", "units")} | {"onset_at": form["onset_at"]}
    assert coordinator.post(f"{where}follow/all_clear/", ending).status_code == 302
    assert operator.get("/warnings/desk/?tab=force").content.decode().count(code) >= 1
    assert operator.post(f"{where}do/record/", {"finding": "as_warned", "text": "Đúng."}).status_code == 302


def test_people_are_counted_only_where_figures_are_published(city: None) -> None:
    day = clock.today()
    assert people_in([WARD], day) == (None, "", None, 1)
    everywhere = people_in([one.code for one in wards(day)], day)
    assert (everywhere.number, everywhere.missing) == (1_432_986, 0)
