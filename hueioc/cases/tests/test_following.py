"""Me too: joining the report of somebody else, leaving it, and never learning more than one may."""

import pytest
from django.test import Client

from hueioc.cases.commands import join_case, leave_case, open_case, publish_case, withdraw_case
from hueioc.cases.models import Case, Follower
from hueioc.cases.queries import followers_of_many, following, joinable_near, joined_cases
from hueioc.cases.tests.test_pages import browser
from hueioc.journal.queries import facts_of
from hueioc.journal.runner import catch_up
from hueioc.lib.geo import Point
from hueioc.lib.refusals import Conflict, Invalid, NotFound
from tests.cast import IN_WARD, Cast, report

HERE = Point(*IN_WARD)


def test_a_neighbour_joins_once_and_leaves_again(cast: Cast, opened: Case) -> None:
    person = cast.neighbour.ref
    assert join_case(opened.code, cast.neighbour, person=person) == 1
    assert join_case(opened.code, cast.neighbour, person=person) == 1
    assert following(opened, person).is_joined
    assert followers_of_many([opened.code]) == {opened.code: [person]}
    assert leave_case(opened.code, cast.neighbour, person=person) == 0
    assert joined_cases(person) == []
    assert join_case(opened.code, cast.neighbour, person=person) == 1
    catch_up()
    verbs = [getattr(fact.event, "verb", "") for fact in facts_of(opened.ref)]
    assert verbs.count("joined") == 2
    assert verbs.count("left") == 1


def test_the_fact_counts_and_names_nobody(cast: Cast, opened: Case) -> None:
    join_case(opened.code, cast.nobody, person="browser:SECRETCODE")
    catch_up()
    [fact] = [fact for fact in facts_of(opened.ref) if getattr(fact.event, "verb", "") == "joined"]
    assert getattr(fact.event, "count", 0) == 1
    assert "SECRETCODE" not in repr(fact)


def test_nobody_joins_for_somebody_else(cast: Cast, opened: Case) -> None:
    for person in (cast.neighbour.ref, "", "someone"):
        with pytest.raises(Invalid):
            join_case(opened.code, cast.stranger, person=person)
    with pytest.raises(NotFound):
        leave_case(opened.code, cast.stranger, person=cast.stranger.ref)
    assert Follower.objects.count() == 0


def test_the_owner_cannot_join_and_what_has_ended_cannot_be_joined(cast: Cast, opened: Case) -> None:
    with pytest.raises(Conflict):
        join_case(opened.code, cast.owner, person=cast.owner.ref)
    withdraw_case(opened.code, cast.owner)
    with pytest.raises(Conflict):
        join_case(opened.code, cast.neighbour, person=cast.neighbour.ref)


def test_a_sensitive_report_is_not_even_known_to_exist(cast: Cast) -> None:
    case = open_case(report(), cast.owner)
    Case.objects.filter(pk=case.pk).update(is_sensitive=True)
    assert joinable_near(HERE) == []
    with pytest.raises(NotFound):
        join_case(case.code, cast.neighbour, person=cast.neighbour.ref)


def test_near_reports_tell_no_words_before_they_are_public(cast: Cast, opened: Case) -> None:
    [found] = joinable_near(HERE, [opened.service])
    assert (found.code, found.text, found.people) == (opened.code, "", 1)
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt.")
    join_case(opened.code, cast.neighbour, person=cast.neighbour.ref)
    [found] = joinable_near(HERE, person=cast.neighbour.ref)
    assert (found.text, found.people, found.is_joined) == ("Cống nghẹt.", 2, True)
    assert joinable_near(HERE, ["light_fault"]) == []
    assert joinable_near(Point(16.49, 107.60)) == []


def test_a_visitor_joins_with_one_press_and_still_cannot_read_the_report(cast: Cast, opened: Case) -> None:
    visitor = Client()
    assert visitor.get(f"/reports/{opened.code}/join/").status_code == 405
    answer = visitor.post(f"/reports/{opened.code}/join/", follow=True)
    assert opened.description not in answer.content.decode()
    assert visitor.get(f"/reports/{opened.code}/").status_code == 404
    assert Follower.objects.filter(left_at=None).count() == 1
    assert Client().post(f"/reports/{opened.code}/leave/").status_code == 404
    assert visitor.post(f"/reports/{opened.code}/leave/").status_code == 302
    assert Follower.objects.filter(left_at=None).count() == 0
    assert browser(cast, "owner").post(f"/reports/{opened.code}/join/").status_code == 409
