"""A night from the first call to the last family: taken, merged, given to a team, reached, safe, told, erased."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from hueioc.journal.commands import seal
from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.notices.models import Notice
from hueioc.people.models import Contact, VaultAccess
from hueioc.people.rules import rule
from hueioc.rescues import commands as give
from hueioc.rescues import queries as ask
from hueioc.rescues.models import Damage, Handout, Mark, Match, Rescue, Safe, Search, Shelter
from hueioc.rescues.tests.people import ADDRESS, PHONE, again, behind, browser, called, new, team
from hueioc.workflow.models import Link
from tests.cast import OTHER_WARD, WARD, Cast

CLOCK = rule("rescue")
pytestmark = pytest.mark.django_db


def test_two_taps_without_scripts_and_the_same_form_twice_is_one_call(cast: Cast) -> None:
    page = Client().get("/rescue/").content.decode()
    assert 'name="lat"' in page
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    form = {"key": key[1], "lat": "16.4778", "lon": "107.6080", "accuracy": "12"}
    first, second = Client().post("/rescue/", form), Client().post("/rescue/", form)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    [call] = Rescue.objects.all()
    assert (call.home_unit, call.channel, call.phase) == (WARD, "app", "received")
    status = Client().get(first["Location"]).content.decode()
    assert call.code in status
    outbox = Client().post("/rescue/", {"key": "b", "phone": PHONE}, headers={"accept": "application/json"})
    assert outbox.status_code == 201
    assert outbox.json()["receipt"].startswith("/s/")
    nothing = Client().post("/rescue/", {"key": "c"}, headers={"accept": "application/json"})
    assert nothing.status_code == 400
    assert nothing.json()["faults"]


def test_a_call_is_merged_by_itself_and_both_links_go_on(cast: Cast) -> None:
    first = called()
    second = called(phones=("0987000111",), name="tran thi thu", address="12 kiet 5 song lua", people=5, elderly=1)
    other = called(phones=("0987000222",), name="Lê Văn Khác", address="200 Hoa Sữa", lat=16.4601, lon=107.5702)
    give.sort_new_rescues(CLOCK)
    lead, merged = again(first), again(second)
    assert (merged.lead, merged.phase, merged.outcome, lead.told) == (first.code, "closed", "duplicate", 2)
    assert not again(other).lead
    assert {part[0] for part in lead.score_parts} >= {"depth.chest", "people", "person.elderly"}
    view = ask.family_view(second.secret)
    assert (view.own.code, view.call.code) == (second.code, first.code)
    assert Link.objects.get().undone_at is None
    Client().post(f"/s/{second.secret}/do/safe/")
    Client().post(f"/s/{second.secret}/do/withdraw/")
    assert again(first).phase == "received", "whoever made the other call does not end this one"
    seal()
    assert any(second.code in one.words for one in ask.timeline(again(first)))
    give.unmerge_rescue(second.code, cast.coordinator)
    lead, merged = again(first), again(second)
    assert (merged.lead, merged.phase, lead.told) == ("", "received", 1)
    assert Link.objects.get().undone_at is not None, "the row stays"
    assert ask.rescue_view(first.code, cast.coordinator).likely == [], "who was parted is not proposed again"
    give.merge_rescues(second.code, cast.coordinator, into=other.code)
    give.merge_rescues(other.code, cast.coordinator, into=first.code)
    assert (again(second).lead, again(first).told) == (first.code, 3), "who followed goes along"
    give.unmerge_rescue(other.code, cast.coordinator)
    assert (again(second).lead, again(first).told, again(other).told) == (other.code, 1, 2)


def test_from_the_board_to_safety(cast: Cast) -> None:
    call, boat = called(), team(cast)
    twin = called(phones=("0987000999",))
    give.keep_shelter(cast.coordinator, name="Trường A", unit=WARD, places=10)
    shelter = Shelter.objects.get()
    truck = team(cast, "Đội xe", OTHER_WARD, kind="truck")
    give.sort_new_rescues(CLOCK)
    coordinator = browser(cast, "coordinator")
    board = coordinator.get("/rescues/").content.decode()
    links = re.findall(r'href="(/rescues/[^/"?]+/)"', board)
    assert f"/rescues/{call.code}/" in links
    page = coordinator.get(f"/rescues/{call.code}/").content.decode()
    assert page.index(boat.name) < page.index(truck.name), "the truck cannot work in this depth"
    # The keyboard alone: the first form of the page holds the button that has the focus, and Enter sends it.
    first_form = page[page.index("<form", page.index('class="row wrap deeds"')) :]
    assert re.search(rf'name="team" value="{boat.code}"><button[^>]*autofocus', first_form)
    coordinator.post(f"/rescues/{call.code}/do/assign/", {"team": boat.code})
    assert (again(call).phase, again(call).team) == ("assigned", boat)
    key, crew = behind(boat, cast)
    phone = Client()
    trip = phone.get(f"/team/{key}/").content.decode()
    assert call.code in trip
    assert PHONE not in trip
    phone.post(f"/team/{key}/do/start/", {"code": call.code})
    phone.post(f"/team/{key}/do/start/", {"code": call.code})
    assert again(call).progress == "on_the_way"
    assert "reached" not in ask.status_words(again(call))
    assert PHONE in phone.get(f"/team/{key}/{call.code}/").content.decode()
    assert set(VaultAccess.objects.values_list("actor", flat=True)) == {boat.ref}, "a look of the team is logged"
    phone.post(f"/team/{key}/do/reach/", {"code": call.code})
    phone.post(f"/team/{key}/do/position/", {"lat": "16.48", "lon": "107.61"}, headers={"accept": "application/json"})
    ended = phone.post(f"/team/{key}/{call.code}/", {"outcome": "safe", "shelter": shelter.code})
    assert ended.status_code == 302
    done, boat_now = again(call), ask.team_behind(key)[0]
    assert (done.phase, done.outcome, done.shelter) == ("closed", "safe", shelter)
    assert (boat_now.state, boat_now.lat, Shelter.objects.get().left) == ("back", 16.48, 6)
    seal()
    catch_up()
    topics = set(Notice.objects.filter(channel="direct", subject=call.ref).values_list("topic", flat=True))
    assert {"received", "told", "closed"} <= topics, "the family is told by SMS"
    other = set(Notice.objects.filter(channel="direct", subject=twin.ref).values_list("topic", flat=True))
    assert {"received", "merged", "told"} <= other, "and whoever called for them too"
    assert Notice.objects.filter(recipient=cast.officer.ref, topic="offered").exists()
    facts = json.dumps(list(Fact.objects.values_list("data", "lat", "lon", "actor", "subject")))
    for private in (PHONE, "Trần", ADDRESS, "16.4778", "107.608"):
        assert private not in facts


def test_several_calls_are_one_trip(cast: Cast) -> None:
    boat = team(cast, seats=6)
    one, two = called(), called(phones=("0987000111",), name="A B", address="3 Hoa Sữa", lat=16.47, people=2)
    answer = browser(cast, "operator").post("/rescues/assign/", {"codes": [one.code, two.code], "team": boat.code})
    assert answer.status_code == 302
    [crew] = ask.crews()
    assert [call.code for call in crew.calls] == [one.code, two.code]
    assert (crew.load, crew.left) == (6, 0)
    _key, actor = behind(boat, cast)
    other = called(phones=(), address="9 Ao Sen", lat=16.45)
    with pytest.raises((NotAllowed, NotFound)):
        give.start_rescue(other.code, actor)
    with pytest.raises(Conflict):
        give.assign_rescues([one.code], cast.operator, team=boat.code)
    with pytest.raises(Conflict):
        give.set_team_state(actor, state="out")
    give.unassign_rescue(one.code, cast.coordinator)
    assert (again(one).phase, again(one).unit) == ("received", WARD)
    [_own, fit] = [(crew.team.name, fit) for crew, fit in ask.fits_for(again(one))][0]
    assert fit.fits, "two are aboard, and four fit beside them"


def test_a_priority_explains_itself_and_a_person_overrides_it(cast: Cast, settings: object) -> None:
    call, calm = called(), called(depth="ankle", children=0, people=1, phones=(), address="77 Lò Vôi", lat=16.44)
    assert again(call).rank > again(calm).rank
    with pytest.raises(Invalid):
        give.override_priority(calm.code, cast.operator, level="first")
    give.override_priority(calm.code, cast.operator, level="first", reason="Có sản phụ, gia đình vừa gọi lại")
    found = ask.board(cast.operator)
    assert [one.code for one in found.calls] == [calm.code, call.code]
    with clock.at(clock.now() + timedelta(hours=2)):
        assert give.rescore_rescues(CLOCK) == 2
    parts = {part[0]: part[1] for part in again(call).score_parts}
    assert parts["age"] == 12
    assert again(call).version == 1, "time that passes is nobody's change"
    assert any("120" in words for words, _points in ask.explained(again(call)))
    settings.WATER_DOOR = "hueioc.rescues.tests.test_rules.rising"  # type: ignore[attr-defined]
    with clock.at(clock.now() + timedelta(hours=3)):
        give.rescore_rescues(CLOCK)
    assert {"rise", "above_3"} <= {part[0] for part in again(call).score_parts}
    give.override_priority(calm.code, cast.operator, level="")
    assert again(calm).rank == again(calm).score


def test_families_say_safe_look_for_each_other_and_decide(cast: Cast) -> None:
    call, boat = called(), team(cast)
    give.assign_rescues([call.code], cast.operator, team=boat.code)
    form = {"sought_phone": "+84 912 345 678", "name": "Lan", "phone": "0935111222", "relation": "Lan, em gái ở xa"}
    told = Client().post("/rescue/search/", form)
    search = Client().get(told["Location"]).content.decode()
    assert ADDRESS not in search
    assert "circle-check" not in search.partition("<main")[2].partition("</main")[0]
    link = f"/s/{call.secret}/"
    assert "Lan, em gái ở xa" in Client().get(link).content.decode()
    match = Match.objects.get()
    stranger = called(phones=("0987000333",), name="", address="1 Bờ Kè", lat=16.44)
    Client().post(f"/s/{stranger.secret}/do/answer/", {"match": match.pk, "may": "yes"})
    assert Match.objects.get().state == "asked", "only who was found decides"
    Client().post(f"{link}do/answer/", {"match": match.pk, "may": "yes"})
    assert len(ask.search_view(Search.objects.get().secret).found) == 1
    Client().post(f"{link}do/answer/", {"match": match.pk, "may": "no"})
    assert ask.search_view(Search.objects.get().secret).found == []
    Client().post(f"{link}do/safe/")
    assert (again(call).outcome, ask.crews()[0].team.state) == ("safe", "back")
    safe = Client().post("/rescue/safe/", {"name": "Ông Tư", "phone": "0935 999 888", "note": "Ở nhà con"})
    assert Client().get(safe["Location"]).status_code == 200
    Client().post(told["Location"])
    assert Search.objects.get().erased_at is not None
    assert Safe.objects.count() == 1


def test_goods_go_once_and_damage_is_counted(cast: Cast) -> None:
    officer = browser(cast, "officer")
    form = {"name": "Hộ A", "phone": PHONE, "goods": "noodles", "amount": "30", "unit": WARD}
    assert officer.post("/rescues/relief/", form).status_code == 302
    assert officer.post("/rescues/relief/", {**form, "phone": "84 912345678"}).status_code == 409
    assert officer.post("/rescues/relief/", {**form, "reason": "Nhà đông người"}).status_code == 302
    assert Handout.objects.count() == 2
    damage = {"ward": "area-19777", "damage_house_damaged": "1", "phone": PHONE}
    page = Client().get("/damage/").content.decode()
    ward = re.search(r'<option value="([^"]+)">Vỹ Dạ', page)
    assert ward
    for place in range(3):
        sent = Client().post("/damage/", {**damage, "ward": ward[1], "key": str(place)})
        assert sent.status_code == 200
    assert Client().post("/damage/", {"ward": ward[1]}).status_code == 400
    assert f"{ward[1]},house_damaged,3,3" in Client().get("/damage/figures.csv").content.decode()
    Damage.objects.latest("id").delete()
    assert "house_damaged" not in Client().get("/damage/figures.csv").content.decode(), "two households are not told"


def test_personal_data_go_by_rule_and_the_count_stays(cast: Cast) -> None:
    call, running = called(), called(phones=("0987000111",), name="A B", address="3 Hoa Sữa", lat=16.47)
    give.look_for(
        cast.nobody, sought_name="", sought_phone=PHONE, name="Lan", phone="0935111222", relation="Lan, em gái"
    )
    give.hand_out(cast.officer, unit=WARD, goods="rice", amount=5, name="Hộ A", phone=PHONE)
    give.finish_rescue(call.code, cast.coordinator, outcome="safe")
    assert give.erase_expired(CLOCK) == 0
    with pytest.raises(NotAllowed):
        give.erase_expired(cast.coordinator)
    with clock.at(clock.now() + timedelta(days=61)):
        assert give.erase_expired(CLOCK) >= 3
        assert give.erase_expired(CLOCK) == 0
    gone, left = again(call), again(running)
    assert (gone.text, gone.address, gone.lat, gone.contacts, gone.children, gone.people) == ("", "", None, [], 0, 4)
    assert left.text
    assert left.contacts
    assert not Mark.objects.filter(subject=call.ref).exists()
    assert Contact.objects.exclude(sealed=None).count() == 1
    assert gone.outcome == "safe"
    assert Client().get(f"/s/{call.secret}/").status_code == 200, "the link says what became of it"
    with clock.at(clock.now() + timedelta(days=366)):
        give.erase_expired(CLOCK)
    assert Contact.objects.exclude(sealed=None).count() == 0
    assert new().people == 4
