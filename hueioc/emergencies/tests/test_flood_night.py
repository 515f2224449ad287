"""Flood night: one switch with a reason, what officers say of places, and a light page that everybody reads."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

import hueioc
from hueioc.emergencies.commands import begin_flood_night, end_condition, end_flood_night, note_condition
from hueioc.emergencies.events import ModeSwitched
from hueioc.emergencies.models import Condition, Mode
from hueioc.emergencies.pack import check
from hueioc.emergencies.queries import flood_night, standing_now
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_of
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.people.rules import Actor, machine, rule
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MOST_BYTES = 40_000
WARD_AREA = "ward-19777"


def client_of(cast: Cast, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def said(actor: Actor, **changed: Any) -> Condition:
    told: dict[str, Any] = {"what": "flooded_road", "area": WARD_AREA, "place": "Đường Lê Lợi, gần cầu", "depth_cm": 60}
    return note_condition(actor, **(told | changed))


def test_a_leader_or_a_coordinator_switches_with_a_reason_and_nobody_else(cast: Cast) -> None:
    for nobody in (cast.owner, cast.stranger, cast.officer, cast.head, machine("x"), rule("x")):
        for command in (begin_flood_night, end_flood_night):
            with pytest.raises(NotAllowed):
                command(nobody, reason="Nước lên nhanh")
    for empty in ("", "  ", "\x00", "x" * 501):
        with pytest.raises(Invalid):
            begin_flood_night(cast.coordinator, reason=empty)
    assert flood_night() is None
    with pytest.raises(Conflict):
        end_flood_night(cast.coordinator, reason="Nước rút")
    mode = begin_flood_night(cast.coordinator, reason="Kim Long vượt báo động III")
    with pytest.raises(Conflict):
        begin_flood_night(cast.coordinator, reason="Lần nữa")
    assert Mode.objects.count() == 1
    assert end_flood_night(cast.coordinator, reason="Nước rút").end_reason == "Nước rút"
    assert flood_night() is None
    seal()
    facts = [fact.event for fact in facts_of(mode.ref)]
    assert facts == [ModeSwitched(is_on=True), ModeSwitched(is_on=False)], "words stay with the row"


def test_officers_say_how_a_place_stands_and_their_unit_or_the_centre_ends_it(cast: Cast) -> None:
    for nobody in (cast.owner, cast.nobody, machine("x"), rule("x")):
        with pytest.raises(NotAllowed):
            said(nobody)
    row = said(cast.officer)
    assert [(one.row.place, one.row.depth_cm) for one in standing_now()] == [("Đường Lê Lợi, gần cầu", 60)]
    with pytest.raises(NotAllowed):
        end_condition(row.code, cast.stranger)
    end_condition(row.code, cast.head)
    with pytest.raises(Conflict):
        end_condition(row.code, cast.head)
    end_condition(said(cast.officer).code, cast.operator)
    assert standing_now() == []
    assert said(cast.officer, what="power_cut").depth_cm is None, "a power cut has no depth"
    with pytest.raises(NotFound):
        end_condition("nothing\x00", cast.head)


@pytest.mark.parametrize(
    "wrong",
    [{"what": "war"}, {"area": "nowhere"}, {"place": " "}, {"place": "\x07"}, {"depth_cm": -1}, {"depth_cm": 601}],
)
def test_what_cannot_be_said_is_refused_beside_its_field(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        said(cast.officer, **wrong)
    assert set(refused.value.fields) == set(wrong)
    assert Condition.objects.count() == 0


def test_everybody_reads_the_situation_light_and_without_scripts(cast: Cast, client: Client) -> None:
    for n in range(70):
        said(cast.officer, place=f"Kiệt {n} đường Lê Lợi", depth_cm=n)
    begin_flood_night(cast.coordinator, reason="Kim Long vượt báo động III")
    for language in ("vi", "en", "de", "ar"):
        answer = client.get("/now", headers={"accept-language": language})
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "<script type=" not in text
        assert "fonts/" not in text
        assert "Kiệt 69 đường Lê Lợi" in text
        sheet = Path(hueioc.__file__).with_name("ui").joinpath("static/ui/built/citizen.css").read_bytes()
        assert len(gzip.compress(answer.content)) + len(gzip.compress(sheet)) <= MOST_BYTES
    told = client.get("/now.json").json()
    assert told["flood_night_since"]
    assert len(told["conditions"]) == 70
    assert "said_by" not in told["conditions"][0]


def test_flood_night_changes_the_home_of_everybody_and_ends(cast: Cast) -> None:
    citizen = Client(headers={"accept-language": "en"})
    assert "Latest public reports" in citizen.get("/").content.decode()
    begin_flood_night(cast.coordinator, reason="Nước lên")
    page = citizen.get("/").content.decode()
    assert "Latest public reports" not in page
    assert 'href="/now"' in page
    assert 'class="m plain"' in page
    assert client_of(cast, "operator").get("/").headers["location"] == "/rescues/"
    assert client_of(cast, "leader").get("/").headers["location"] == "/now"
    end_flood_night(cast.coordinator, reason="Nước rút")
    assert "Latest public reports" in citizen.get("/").content.decode()
    assert client_of(cast, "operator").get("/").headers["location"] == "/desk/"


def test_the_page_shows_the_switch_to_those_who_may_press_it(cast: Cast) -> None:
    assert Client().get("/emergency/").status_code in {302, 403}
    officer, coordinator = client_of(cast, "officer"), client_of(cast, "coordinator")
    assert "emergency/switch" not in officer.get("/emergency/").content.decode()
    assert officer.post("/emergency/switch/", {"to": "on", "reason": "x"}).status_code == 400
    assert flood_night() is None
    assert coordinator.post("/emergency/switch/", {"to": "on", "reason": ""}).status_code == 400
    assert coordinator.post("/emergency/switch/", {"to": "on", "reason": "Nước lên"}).status_code == 302
    assert flood_night() is not None
    told = {"what": "closed_school", "area": WARD_AREA, "place": "Trường Hai Bà Trưng"}
    assert officer.post("/emergency/say/", told).status_code == 302
    assert "Trường Hai Bà Trưng" in Client().get("/now").content.decode()
    assert officer.post(f"/emergency/end/{Condition.objects.get().code}/").status_code == 302
    assert "Trường Hai Bà Trưng" not in Client().get("/now").content.decode()


def test_the_pack_of_the_city_says_everything_in_every_language() -> None:
    assert check(configured.PACKS / "cities" / configured.CITY) == []
