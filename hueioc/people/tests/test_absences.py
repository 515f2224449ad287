"""Absences: the substitute holds the roles of work on the days named, under their own name, and nobody else does."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hueioc.cases.commands import Sorting, open_case, resolve_case, triage_case
from hueioc.cases.models import Case
from hueioc.cases.queries import case_view, owed_cases
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_of
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.notices.models import Notice
from hueioc.people.commands import end_absence, grant_role, note_absence
from hueioc.people.models import Absence, Account
from hueioc.people.queries import absences_of, standing, substitutes_for
from hueioc.people.rules import Actor, rule
from tests.cast import CATEGORY, WARD, Cast, report

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today() -> date:
    return clock.today()


def now_as(cast: Cast, name: str, *, on: date | None = None) -> Actor:
    """Who somebody of the cast is on a day."""
    return standing(Account.objects.get(code=cast.accounts[name].code), on=on)


def away(cast: Cast, who: str = "head", substitute: str = "officer", days: int = 3) -> int:
    """Somebody is away from today."""
    ref = getattr(cast, substitute).ref
    since, until = today(), today() + days * DAY
    return note_absence(getattr(cast, who).ref, actor=getattr(cast, who), substitute=ref, since=since, until=until)


def test_a_substitute_holds_the_roles_on_these_days_and_not_a_day_longer(cast: Cast) -> None:
    away(cast)
    assert now_as(cast, "officer").has("unit_head", WARD)
    assert now_as(cast, "officer").refs == {cast.officer.ref, cast.head.ref}
    assert now_as(cast, "officer", on=today() + 3 * DAY).has("unit_head", WARD)
    for day in (today() - DAY, today() + 4 * DAY):
        assert not now_as(cast, "officer", on=day).has("unit_head")
        assert now_as(cast, "officer", on=day).refs == {cast.officer.ref}
    assert now_as(cast, "head").has("unit_head", WARD), "who is away may look in"
    assert not now_as(cast, "stranger").has("unit_head")


def test_whoever_is_back_takes_the_roles_back_at_once_and_both_steps_are_facts(cast: Cast) -> None:
    key = away(cast)
    end_absence(key, actor=cast.head)
    assert not now_as(cast, "officer").has("unit_head")
    with pytest.raises(NotFound):
        end_absence(key, actor=cast.head)
    seal()
    kinds = [fact.kind for fact in facts_of(cast.head.ref)]
    assert kinds[-2:] == ["people.absence_noted", "people.absence_ended"]


def test_only_the_person_the_head_and_an_administrator_note_and_end_an_absence(cast: Cast) -> None:
    days = {"since": today(), "until": today() + DAY}
    for actor in (cast.stranger, cast.neighbour, cast.coordinator, cast.nobody):
        with pytest.raises(NotAllowed):
            note_absence(cast.officer.ref, actor=actor, substitute=cast.head.ref, **days)
    for actor in (cast.officer, cast.head, cast.admin):
        key = note_absence(cast.officer.ref, actor=actor, substitute=cast.head.ref, **days)
        for other in (cast.stranger, cast.neighbour):
            with pytest.raises(NotAllowed):
                end_absence(key, actor=other)
            assert not [one for one in absences_of(other) if one.id == key]
        end_absence(key, actor=actor)


def test_only_a_colleague_stands_in_and_only_for_roles_of_work(cast: Cast) -> None:
    grant_role(cast.accounts["head"], "admin", actor=rule("test"))
    assert cast.officer.ref in substitutes_for(cast.head.ref, today())
    assert cast.stranger.ref not in substitutes_for(cast.head.ref, today())
    for other in (cast.stranger.ref, cast.owner.ref, cast.head.ref):
        with pytest.raises(Invalid):
            note_absence(cast.head.ref, actor=cast.head, substitute=other, since=today(), until=today())
    away(cast)
    assert not now_as(cast, "officer").has("admin"), "the keys of the house are not handed on"


def test_nobody_hands_on_what_they_hold_as_a_substitute(cast: Cast) -> None:
    grant_role(cast.accounts["stranger"], "officer", unit=WARD, actor=rule("test"))
    away(cast)
    away(cast, who="officer", substitute="stranger")
    assert now_as(cast, "stranger").refs == {cast.stranger.ref, cast.officer.ref}
    assert not now_as(cast, "stranger").has("unit_head")


def test_days_that_cannot_be_are_refused_with_nothing_kept(cast: Cast) -> None:
    ref, now = cast.officer.ref, today()
    wrong = [(now + DAY, now), (now - 9 * DAY, now - DAY), (now, now + 366 * DAY)]
    for since, until in wrong:
        with pytest.raises(Invalid):
            note_absence(cast.head.ref, actor=cast.head, substitute=ref, since=since, until=until)
    away(cast)
    with pytest.raises(Conflict):
        away(cast, days=1)
    with pytest.raises(Conflict):
        away(cast, who="officer", substitute="head", days=1)
    assert Absence.objects.count() == 1


def test_a_substitute_finds_the_work_in_the_inbox_does_it_and_is_told_of_it(cast: Cast, in_work: Case) -> None:
    grant_role(cast.accounts["stranger"], "unit_head", unit="dept-finance", actor=rule("test"))
    grant_role(cast.accounts["head"], "unit_head", unit="dept-finance", actor=rule("test"))
    with pytest.raises(NotFound):
        case_view(in_work.code, now_as(cast, "stranger"))
    away(cast, substitute="stranger")
    substitute = now_as(cast, "stranger")
    assert [part.subject for part, _case in owed_cases(substitute, 9)] == [in_work.ref]
    assert "resolve" in case_view(in_work.code, substitute).can
    resolve_case(in_work.code, substitute, outcome="answered", text="Xong.")
    seal()
    assert facts_of(in_work.ref)[-1].actor == cast.stranger.ref
    other = triage_case(open_case(report(), cast.owner).code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    catch_up()
    told = Notice.objects.filter(subject=other.ref, topic="offered").values_list("recipient", flat=True)
    assert cast.stranger.ref in told


def test_a_role_and_an_absence_begin_at_midnight_of_the_city(cast: Cast) -> None:
    begins = today() + 10 * DAY
    note_absence(cast.head.ref, actor=cast.head, substitute=cast.officer.ref, since=begins, until=begins + DAY)
    midnight = datetime.combine(begins, time(), tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    for minutes, held in ((-1, False), (1, True)):
        with clock.at(midnight + timedelta(minutes=minutes)):
            assert now_as(cast, "officer").has("unit_head", WARD) is held
