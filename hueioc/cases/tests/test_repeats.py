"""The same thing again: found by words, place and topic, confirmed by the centre, counted against the old closing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from hueioc.cases.commands import (
    Sorting,
    accept_case,
    add_photo,
    close_case,
    link_cases,
    open_case,
    refuse_case,
    resolve_case,
    triage_case,
    unlink_cases,
)
from hueioc.cases.events import CaseOpened
from hueioc.cases.models import Case
from hueioc.cases.queries import earlier_answers
from hueioc.indicators.models import DayCount
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_after
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.workflow.queries import parts_of
from tests.cast import CATEGORY, IN_WARD, WARD, Cast, report
from tests.pictures import jpeg

A_METRE = 1 / 111_195


@pytest.fixture
def closed(cast: Cast, answered: Case) -> Case:
    return close_case(answered.code, cast.clock)


def again(cast: Cast, **changes: Any) -> Case:
    return open_case(report(**changes), cast.neighbour)


@pytest.mark.parametrize(
    ("words", "is_repeat"),
    [
        ("Đổ rác tái diễn ở góc chợ", True),
        ("TÁI DIỄN: xe đậu trên vỉa hè", True),
        ("tai dien nhieu lan", True),
        ("Cống nghẹt (lần 2)", True),
        ("Phản ánh lần thứ 7", True),
        ("phan anh lan thu ba", True),
        ("Lần 12 rồi", True),
        ("Hố ga ở làn 2 của cầu", False),
        ("Lần đầu tôi thấy", False),
        ("lần 1", False),
        ("Cần lan can 2 bên cầu", False),
    ],
)
def test_words_that_say_it_comes_back_set_a_mark(cast: Cast, words: str, is_repeat: bool) -> None:
    assert again(cast, description=words).is_repeat is is_repeat


def test_an_answered_report_of_the_same_topic_nearby_is_proposed(cast: Cast, closed: Case) -> None:
    new = again(cast, lat=IN_WARD[0] + 60 * A_METRE)
    assert [one.case.code for one in earlier_answers(new)] == [closed.code]


@pytest.mark.parametrize("why", ["far", "late", "another topic", "open", "refused"])
def test_what_is_no_repeat_is_not_proposed(cast: Cast, opened: Case, why: str) -> None:
    if why == "refused":
        refuse_case(opened.code, cast.operator, reason="unclear", text="Không rõ nội dung.")
    elif why != "open":
        triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
        accept_case(opened.code, cast.officer)
        resolve_case(opened.code, cast.officer, outcome="answered", text="Đã giải thích.")
    at = clock.now() + timedelta(days=70 if why == "late" else 1)
    changes: dict[str, Any] = {"far": {"lat": IN_WARD[0] + 150 * A_METRE}, "another topic": {"category": "noise"}}
    with clock.at(at):
        assert earlier_answers(again(cast, **changes.get(why, {}))) == []


def test_the_officer_at_the_centre_sees_the_proposal_and_nobody_else(cast: Cast, closed: Case) -> None:
    new = again(cast)
    for who, sees in {"operator": True, "leader": False, "neighbour": False}.items():
        client = Client()
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/reports/{new.code}/", headers={"Accept-Language": "en"}).content.decode()
        assert ("Perhaps the same thing again" in page) is sees, who


def test_a_confirmed_repeat_takes_the_old_report_up_again_and_both_follow_it(cast: Cast, closed: Case) -> None:
    new = again(cast, description="Cống lại nghẹt, lần 2")
    link_cases(new.code, cast.operator, kind="repeats", other=closed.code)
    old, merged = Case.objects.get(code=closed.code), Case.objects.get(code=new.code)
    assert (old.phase, old.reopened, old.outcome, old.unit) == ("assigned", 1, "", WARD)
    assert (old.first_due_at, old.due_at) == (closed.first_due_at, closed.due_at)
    assert [part.state for part in parts_of(old.ref)] == ["done", "offered"]
    assert (merged.phase, merged.outcome) == ("closed", "duplicate")


def test_it_counts_against_the_old_closing(cast: Cast, closed: Case) -> None:
    catch_up()

    def sums() -> tuple[int, int]:
        return sum(row.ended for row in DayCount.objects.filter(level="all")), sum(
            row.reopened for row in DayCount.objects.filter(level="all")
        )

    assert sums() == (1, 0)
    link_cases(again(cast).code, cast.operator, kind="repeats", other=closed.code)
    catch_up()
    assert sums() == (0, 1)


def test_a_new_answer_needs_a_new_picture(cast: Cast, in_work: Case) -> None:
    add_photo(in_work.code, cast.officer, jpeg(64, 48), kind="evidence")
    resolve_case(in_work.code, cast.officer, outcome="fixed", text="Đã thông cống.")
    link_cases(again(cast).code, cast.operator, kind="repeats", other=in_work.code)
    accept_case(in_work.code, cast.officer)
    with translation.override("en"), pytest.raises(Invalid, match="needs a picture"):
        resolve_case(in_work.code, cast.officer, outcome="fixed", text="Đã thông cống lại.")
    add_photo(in_work.code, cast.officer, jpeg(80, 60), kind="evidence")
    assert resolve_case(in_work.code, cast.officer, outcome="fixed", text="Đã thông.").phase == "resolved"


def test_a_repeat_of_an_open_report_is_a_relation_only(cast: Cast, in_work: Case) -> None:
    new = again(cast)
    link_cases(new.code, cast.operator, kind="repeats", other=in_work.code)
    assert Case.objects.get(code=new.code).phase == "received"
    assert Case.objects.get(code=in_work.code).reopened == 0


def test_undoing_brings_the_new_report_back_and_leaves_the_old_one_taken_up(cast: Cast, closed: Case) -> None:
    new = again(cast)
    link_cases(new.code, cast.operator, kind="repeats", other=closed.code)
    unlink_cases(new.code, cast.operator, kind="repeats", other=closed.code)
    assert Case.objects.get(code=new.code).phase == "received"
    assert Case.objects.get(code=closed.code).phase == "assigned"


def test_only_the_centre_confirms(cast: Cast, closed: Case) -> None:
    new = again(cast)
    triage_case(new.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    for who in (cast.officer, cast.neighbour, cast.leader):
        with pytest.raises(NotAllowed):
            link_cases(new.code, who, kind="repeats", other=closed.code)
    for who in (cast.stranger, cast.owner, cast.nobody):
        with pytest.raises(NotFound):
            link_cases(new.code, who, kind="repeats", other=closed.code)
    assert Case.objects.get(code=closed.code).phase == "closed"


def test_the_fact_of_opening_says_that_it_claims_to_be_a_repeat(cast: Cast) -> None:
    new = again(cast, description="tái diễn")
    seal()
    [fact] = [fact for fact in facts_after(0, 50, (CaseOpened,)) if fact.subject == new.ref]
    assert isinstance(fact.event, CaseOpened)
    assert fact.event.is_repeat
