"""Early warning of the city's own work: from its history to a page on which each person sees their own."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings

from hueioc.cases import commands as give
from hueioc.config.cli.__main__ import main
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.portal.background import is_time_to_learn
from hueioc.portal.tests.test_dashboard import browser, page
from hueioc.portal.warning.lesson import lesson_of, lesson_path
from hueioc.portal.warning.listing import seen_by, warned
from tests.cast import CATEGORY, OTHER_WARD, WARD, Cast, report

pytestmark = pytest.mark.django_db
MANY = 300


@pytest.fixture
def clean_models() -> Iterator[None]:
    yield
    for kind in settings.WORK_PAGES:
        lesson_path(kind).unlink(missing_ok=True)


@pytest.fixture
def history(cast: Cast, clean_models: None) -> None:
    """Reports of months: those that WARD has and has not accepted by the evening are mostly late."""
    chance, now = random.Random(4), clock.now()
    for number in range(MANY):
        began = now - timedelta(days=120) + timedelta(hours=9 * number)
        slow = chance.random() < 0.4
        with clock.at(began):
            case = give.open_case(report(), cast.owner)
        with clock.at(began + timedelta(minutes=30)):
            case = give.triage_case(case.code, cast.operator, give.Sorting(category=CATEGORY, lead=WARD))
        assert case.due_at
        whole = case.due_at - began
        if not slow:
            with clock.at(began + whole / 10):
                give.accept_case(case.code, cast.officer)
        late = chance.random() < (0.85 if slow else 0.1)
        end = began + whole * (1.2 if late else 0.97)
        if end > now:
            continue
        with clock.at(end):
            if slow:
                give.accept_case(case.code, cast.officer)
            give.resolve_case(case.code, cast.officer, outcome="answered", text="Đã giải thích.")
    catch_up()


def test_open_work_is_listed_with_its_probability_for_those_who_may_see_it(cast: Cast, history: None) -> None:
    with clock.at(clock.now()):
        began = clock.now() - timedelta(days=2)
        with clock.at(began):
            case = give.open_case(report(), cast.owner)
            give.triage_case(case.code, cast.operator, give.Sorting(category=CATEGORY, lead=WARD))
        catch_up()
        assert is_time_to_learn()
        assert main(["learn", "--only", "warnings"]) == 0
        assert not is_time_to_learn()
        lesson = lesson_of("case")
        assert lesson is not None
        assert lesson.model is not None
        assert lesson.model.judged.auc > 0.7
        [one] = [one for one in warned("case", lesson).endangered if one.code == case.code]
        assert one.foretold.probability > one.foretold.base
        for who, sees in (("leader", True), ("operator", True), ("officer", True), ("stranger", False)):
            actor = getattr(cast, who)
            assert bool(seen_by(actor, "case", [one], 10)) is sees, who
        text = page(cast, "leader", "/warning/?kind=case")
        assert case.code in text
        assert "not yet: Accepted by the unit" in text or "nothing happened for long" in text
        assert case.code in page(cast, "officer", f"/warning/?kind=case&unit={WARD}")
        assert case.code not in page(cast, "leader", f"/warning/?kind=case&unit={OTHER_WARD}")


def test_without_history_there_is_a_sentence_and_no_number(cast: Cast, clean_models: None) -> None:
    assert "Nothing has been learned yet" in page(cast, "leader", "/warning/")
    assert main(["learn", "--only", "warnings"]) == 0
    assert "No number is given" in page(cast, "leader", "/warning/?kind=dossier")


def test_the_page_is_for_staff(cast: Cast) -> None:
    assert browser(cast, "owner").get("/warning/").status_code == 403
    assert browser(cast, "neighbour").get("/warning/").status_code == 403


@pytest.mark.parametrize("query", ["kind=nothing", f"unit={'x' * 65}", "unit=%00"])
def test_a_bad_address_gets_a_sentence(cast: Cast, query: str) -> None:
    assert browser(cast, "leader").get(f"/warning/?{query}").status_code == 400


def test_a_lesson_that_cannot_be_read_is_none(clean_models: None) -> None:
    lesson_path("case").parent.mkdir(parents=True, exist_ok=True)
    lesson_path("case").write_text('{"kind": 3}')
    assert lesson_of("case") is None
