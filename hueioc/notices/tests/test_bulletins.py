"""Delivery with proof: who is told, in which order, how fast, what became of it, and who may see that."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hueioc.connectors.simulating import shown
from hueioc.journal.commands import seal
from hueioc.journal.runner import catch_up, rebuild
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.notices.commands import (
    bulletins,
    confirm_read,
    drop_place,
    forget,
    mark_read,
    send_bulletins,
    spread_bulletins,
    warn_place,
)
from hueioc.notices.models import Delivery, Dispatch, WarnedPlace
from hueioc.notices.proof import my_bulletins, proof
from hueioc.notices.queries import kept_about
from hueioc.notices.rules import Outcome, Pace, lane_number
from hueioc.notices.rules.lanes import next_try
from hueioc.people.commands import note_phone
from hueioc.people.models import Account
from hueioc.people.rules import Actor
from hueioc.warnings import commands as give
from hueioc.warnings.tests.drafts import CIRCLE, ROAD, released, soon, submitted
from hueioc.warnings.tests.test_two_persons import browser
from tests.cast import IN_WARD, OTHER_WARD, WARD, Cast


@pytest.fixture(autouse=True)
def fresh_pace() -> None:
    """Every test begins with full buckets."""
    bulletins._pace.clear()


def _warned(actor: Actor, *ways: str, area: str = WARD, **more: Any) -> WarnedPlace:
    return warn_place(actor, label="Nhà", area=area, channels=ways or ("app",), agrees=True, **more)


def _reach(cast: Cast, who: str, *, email: str = "", phone: str = "") -> None:
    account = cast.accounts[who]
    Account.objects.filter(pk=account.pk).update(email=email or None)
    if phone:
        note_phone(Account.objects.get(pk=account.pk), phone, verified=True)


def _told() -> None:
    seal()
    catch_up()
    spread_bulletins()


def _states() -> dict[tuple[str, str], tuple[str, str, str]]:
    return {(one.recipient, one.channel): (one.state, one.reason, one.via) for one in Delivery.objects.all()}


def test_those_with_a_place_in_the_area_are_told_once_by_the_ways_they_chose(cast: Cast) -> None:
    _reach(cast, "owner", email="owner@example.org", phone="+84905000001")
    _reach(cast, "neighbour", phone="+84905000009")
    _warned(cast.owner, "app", "email", "sms", "zalo", "push")
    _warned(cast.owner, "app", hazards=["warn_flood"])
    _warned(cast.neighbour, "sms", "email")
    _warned(cast.head, "app", area=OTHER_WARD)
    _warned(cast.stranger, "app", hazards=["warn_heat"])
    alert = released(cast)
    _told()
    assert spread_bulletins() == 0
    assert send_bulletins() == 7
    assert send_bulletins() == 0
    owner, neighbour = cast.owner.ref, cast.neighbour.ref
    assert _states() == {
        (owner, "app"): ("delivered", "", "app"),
        (owner, "email"): ("sent", "", "email"),
        (owner, "sms"): ("delivered", "", "simulator"),
        (owner, "zalo"): ("delivered", "", "simulator"),
        (owner, "push"): ("failed", "no_address", ""),
        (neighbour, "sms"): ("failed", "no_such_number", "simulator"),
        (neighbour, "email"): ("failed", "no_address", ""),
    }
    letter = mail.outbox[0]
    assert "sông Hương" in letter.subject
    assert "/n/" in str(letter.body)
    assert shown("sms")[0]["to"].endswith("09")
    found = proof(Dispatch.objects.get().pk, cast.operator)
    assert (found.whole.total, found.simulated) == (7, 3)
    assert [(one.name, one.total) for one in found.by_way][:2] == [("app", 1), ("email", 2)]
    assert ("sms", "no_such_number", 1) in found.reasons
    assert [one.place.label for one in my_bulletins(cast.owner) if one.place] == ["Nhà"]
    assert Dispatch.objects.get().subject == alert.ref


def test_a_drawn_area_tells_whoever_stands_in_it_and_a_ward_without_a_point(cast: Cast) -> None:
    _warned(cast.owner, point=Point(*IN_WARD))
    _warned(cast.neighbour, point=Point(16.4790, 107.6330))
    _warned(cast.head)
    released(cast, place=CIRCLE, hazard=ROAD, level=0, given={"road": "Đập Đá", "depth": "0,5"})
    _told()
    assert {one for one, _way in _states()} == {cast.owner.ref, cast.head.ref}


def test_an_exercise_is_marked_in_every_letter_and_a_draft_is_told_to_nobody(cast: Cast) -> None:
    _reach(cast, "owner", email="owner@example.org")
    _warned(cast.owner, "email")
    submitted(cast)
    _told()
    assert (Dispatch.objects.count(), send_bulletins()) == (0, 0)
    released(cast, is_exercise=True)
    _told()
    send_bulletins()
    assert mail.outbox[0].subject.startswith("DIỄN TẬP: ")


def test_rescue_goes_first_and_no_way_is_faster_than_it_may_be(cast: Cast) -> None:
    for who in (cast.owner, cast.neighbour, cast.head):
        _warned(who)
    released(cast)
    _told()
    urgent = Dispatch.objects.get()
    urgent.pk, urgent.subject, urgent.lane, urgent.spread_at, urgent.spread_upto = None, "warning:x", 0, None, 0
    urgent.save()
    spread_bulletins()
    bulletins._pace.append(Pace({"app": 12.0}))
    assert send_bulletins() == 3
    assert set(Delivery.objects.filter(state="delivered").values_list("lane", flat=True)) == {lane_number("rescue")}
    with clock.at(soon(0.1)):
        assert send_bulletins() == 3
    assert [lane_number(name) for name in ("rescue", "bulletin", "news", "?")] == [0, 1, 2, 2]


def test_a_carrier_that_is_away_is_tried_again_and_given_up_with_its_reason(cast: Cast, monkeypatch: Any) -> None:
    _reach(cast, "owner", phone="+84905000001")
    _warned(cast.owner, "sms")
    released(cast, expires_at=soon(10))
    _told()
    monkeypatch.setattr(bulletins, "carrier_of", lambda way: lambda letters: [Outcome("again", "carrier_away")])
    assert send_bulletins() == 1
    assert _states()[cast.owner.ref, "sms"] == ("waiting", "carrier_away", "")
    assert send_bulletins() == 0
    for hours in (1, 2, 3, 4, 5, 6):
        with clock.at(soon(hours)):
            send_bulletins()
    row = Delivery.objects.get()
    assert (row.state, row.reason, row.tries) == ("failed", "carrier_away", 7)
    now = clock.now()
    assert [next_try(now, n) for n in (1, 7)] == [now + timedelta(minutes=1), None]


def test_what_comes_too_late_is_not_sent_and_a_sender_that_died_gives_its_letters_back(cast: Cast) -> None:
    _warned(cast.owner)
    _warned(cast.neighbour)
    released(cast, expires_at=soon(1))
    _told()
    assert len(bulletins._claim("app", 1)) == 1
    assert len(bulletins._claim("app", 10)) == 1
    assert bulletins._claim("app", 10) == []
    with clock.at(soon(0.2)):
        assert len(bulletins._claim("app", 10)) == 2
    with clock.at(soon(2)):
        assert send_bulletins() == 2
    assert {state for state, _reason, _via in _states().values()} == {"void"}


def test_read_is_said_by_a_person_and_counted_once(cast: Cast) -> None:
    _warned(cast.owner)
    _warned(cast.neighbour)
    alert = released(cast)
    _told()
    send_bulletins()
    row = Delivery.objects.get(recipient=cast.owner.ref)
    page = Client().get(f"/n/{row.token}/")
    assert "Nhà" in page.content.decode()
    assert Delivery.objects.get(pk=row.pk).read_at is None
    assert Client().post(f"/n/{row.token}/")["Location"] == f"/warnings/{alert.code}/"
    assert confirm_read(row.token) == f"/warnings/{alert.code}/"
    assert (confirm_read("nothing"), Client().get("/n/nothing/").status_code) == ("", 404)
    mark_read(cast.neighbour)
    found = proof(Dispatch.objects.get().pk, cast.officer)
    assert (found.whole.by_state["read"], found.whole.total) == (2, 2)


def test_a_place_needs_consent_a_name_a_ward_and_a_way_and_is_its_owners(cast: Cast) -> None:
    good: dict[str, Any] = {"label": "Nhà", "area": WARD, "channels": ["app"], "agrees": True}
    for wrong in ({"agrees": False}, {"label": " "}, {"area": "ward-0"}, {"channels": ["pigeon"]}):
        with pytest.raises(Invalid):
            warn_place(cast.owner, **good | wrong)
    with pytest.raises(NotAllowed):
        warn_place(cast.nobody, **good)
    place = warn_place(cast.owner, **good | {"area": "", "point": Point(*IN_WARD)})
    assert (place.area, place.consent) == (WARD, "places-2026-1")
    with pytest.raises(NotFound):
        drop_place(cast.neighbour, place.pk)
    assert kept_about(cast.owner)["places"][0]["label"] == "Nhà"
    released(cast)
    _told()
    forget(cast.owner)
    assert (WarnedPlace.objects.count(), Delivery.objects.get().recipient[:5]) == (0, "gone:")
    send_bulletins()
    assert Delivery.objects.get().reason == "nobody"


def test_pages_and_figures_of_delivery_are_for_staff_and_places_for_oneself(cast: Cast) -> None:
    _warned(cast.owner)
    alert = released(cast)
    _told()
    send_bulletins()
    key = Dispatch.objects.get().pk
    doors = ["/notices/deliveries/", f"/notices/deliveries/{key}/", f"/notices/deliveries/{key}/spoken/"]
    doors += ["/api/v1/deliveries", f"/api/v1/deliveries/{key}", "/simulators/sms/", "/simulators/zalo/"]
    allowed = {
        who: {path for path in doors if browser(cast, who).get(path).status_code == 200}
        for who in ("owner", "stranger", "operator", "nobody")
    }
    simulators = {path for path in doors if "simulators" in path}
    assert allowed == {"owner": set(), "stranger": set(doors) - simulators, "operator": set(doors), "nobody": set()}
    answer = browser(cast, "operator").get(f"/api/v1/deliveries/{key}").json()
    assert (answer["subject"], answer["whole"]["by_state"]["delivered"]) == (alert.ref, 1)
    assert cast.owner.ref not in str(answer)
    form = {"label": "Trường", "area": WARD, "channels": ["app"], "agrees": "on", "hazards": ["warn_flood"]}
    mine = browser(cast, "neighbour")
    assert mine.post("/notices/places/", form | {"agrees": ""}).status_code == 400
    assert mine.post("/notices/places/", form).status_code == 302
    page = mine.get("/notices/places/").content.decode()
    assert "Trường" in page
    assert browser(cast, "owner").get("/notices/places/").content.decode().count("Trường") == 0
    other = WarnedPlace.objects.get(label="Trường").pk
    assert browser(cast, "owner").post(f"/notices/places/{other}/drop/").status_code == 404
    assert mine.post(f"/notices/places/{other}/drop/").status_code == 302


def test_a_rebuild_of_notices_sends_nothing_twice(cast: Cast) -> None:
    _warned(cast.owner)
    first = released(cast)
    _told()
    send_bulletins()
    give.record_happening(first.code, cast.operator, finding="as_warned", text="Đúng.")
    seal()
    rebuild("notices")
    assert (Dispatch.objects.count(), spread_bulletins(), Delivery.objects.count()) == (1, 0, 1)
