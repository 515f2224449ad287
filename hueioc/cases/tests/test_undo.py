"""Every action of the desk is taken back as a whole, unless somebody has gone on with the report since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hueioc.cases.commands import (
    Order,
    Sorting,
    accept_case,
    ask_citizen,
    forget_old_steps,
    give_many,
    hand_over_case,
    link_cases,
    note_case,
    open_case,
    open_for_caller,
    publish_case,
    refuse_case,
    triage_case,
    undo_step,
    unlink_cases,
)
from hueioc.cases.models import Case, Message, Step
from hueioc.cases.queries import last_step
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_of
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotFound
from hueioc.workflow.queries import links_of, parts_of, pauses_of
from tests.cast import CATEGORY, OTHER_WARD, WARD, Cast, report

Fresh = Callable[[Case], Case]
STATE: tuple[str, ...] = (
    "phase",
    "outcome",
    "wait_reason",
    "unit",
    "service",
    "urgency",
    "due_at",
    "first_due_at",
    "clock_started_at",
)
STATE += ("reason", "closed_at", "resolved_at", "needs_coordinator", "is_public", "public_text", "keeper")


def look(case: Case) -> dict[str, Any]:
    """What must be the same again: the state, live parts, what was said, links that hold, clocks that stand."""
    stored = Case.objects.get(pk=case.pk)
    return {
        **{name: getattr(stored, name) for name in STATE},
        "parts": sorted((p.unit, p.role, p.state, p.answer_due_at, p.due_at) for p in parts_of(case.ref) if p.is_live),
        "said": list(Message.objects.filter(case=case).values_list("id", "text")),
        "links": [(row.kind, row.source, row.target) for row in links_of(case.ref)],
        "stands": [p.wait_reason for p in pauses_of(case.ref) if p.ended_at is None],
    }


def undo(cast: Cast) -> None:
    step = last_step(cast.operator)
    assert step is not None
    undo_step(step.code, cast.operator)


ACTIONS: dict[str, Callable[[Cast, Case, Case], object]] = {
    "triage": lambda c, case, other: triage_case(
        case.code, c.operator, Sorting(category="light_fault", urgency="urgent", lead=WARD, supports=[OTHER_WARD])
    ),
    "hand_over": lambda c, case, other: hand_over_case(case.code, c.operator, WARD),
    "refuse": lambda c, case, other: refuse_case(case.code, c.operator, reason="unclear", text="Chưa rõ"),
    "note": lambda c, case, other: note_case(case.code, c.operator, text="Đã gọi"),
    "ask": lambda c, case, other: ask_citizen(case.code, c.operator, text="Số nhà mấy?"),
    "publish": lambda c, case, other: publish_case(case.code, c.operator, public_text="Nước tràn."),
    "merge": lambda c, case, other: link_cases(case.code, c.operator, kind="duplicate_of", other=other.code),
    "answer": lambda c, case, other: give_many(
        [Order(case.code, "resolve", {"outcome": "answered", "text": "Đã giải thích."})], c.operator
    ),
    "category": lambda c, case, other: give_many(
        [Order(case.code, "categorise", {"category": "light_fault", "urgency": "urgent"})], c.operator
    ),
    "claim": lambda c, case, other: give_many([Order(case.code, "claim")], c.operator),
    "tell": lambda c, case, other: give_many([Order(case.code, "tell_citizen", {"text": "Cảm ơn."})], c.operator),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_undone_completely(cast: Cast, opened: Case, name: str) -> None:
    other = open_case(report(description="Ngập"), cast.neighbour)
    before = look(opened)
    ACTIONS[name](cast, opened, other)
    assert look(opened) != before
    undo(cast)
    assert look(opened) == before
    assert Case.objects.get(pk=opened.pk).version > opened.version


def test_a_second_hand_over_is_undone_to_the_first_unit(cast: Cast, offered: Case) -> None:
    before = look(offered)
    hand_over_case(offered.code, cast.operator, OTHER_WARD)
    undo(cast)
    assert look(offered) == before


def test_actions_are_undone_one_after_the_other(cast: Cast, opened: Case) -> None:
    start = look(opened)
    triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    sorted_once = look(opened)
    note_case(opened.code, cast.operator, text="Đã gọi")
    undo(cast)
    assert look(opened) == sorted_once
    undo(cast)
    assert look(opened) == start


def test_a_merge_that_was_taken_apart_can_be_made_whole_again(cast: Cast, opened: Case) -> None:
    other = open_case(report(description="Ngập"), cast.neighbour)
    link_cases(opened.code, cast.operator, kind="duplicate_of", other=other.code)
    merged = look(opened)
    unlink_cases(opened.code, cast.operator, kind="duplicate_of", other=other.code)
    undo(cast)
    assert look(opened) == merged


def test_the_journal_tells_the_undo_and_forgets_nothing(cast: Cast, opened: Case) -> None:
    triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    seal()
    before = [fact.id for fact in facts_of(opened.ref)]
    undo(cast)
    seal()
    after = facts_of(opened.ref)
    assert [fact.id for fact in after][: len(before)] == before
    told: Any = after[-1].event
    assert (told.verb, told.phase, told.reason) == ("undo", "received", "undone")


def test_what_the_unit_accepted_is_no_longer_undone(cast: Cast, offered: Case, fresh: Fresh) -> None:
    step = last_step(cast.operator)
    assert step is not None
    accept_case(offered.code, cast.officer)
    with pytest.raises(Conflict):
        undo_step(step.code, cast.operator)
    assert fresh(offered).phase == "in_work"


def test_an_action_is_undone_once_and_by_who_gave_it(cast: Cast, opened: Case) -> None:
    note_case(opened.code, cast.operator, text="Đã gọi")
    step = Step.objects.latest("id")
    for other in (cast.coordinator, cast.officer, cast.stranger, cast.owner, cast.nobody):
        with pytest.raises(NotFound):
            undo_step(step.code, other)
    undo_step(step.code, cast.operator)
    with pytest.raises(Conflict):
        undo_step(step.code, cast.operator)


def test_forty_reports_have_one_undo(cast: Cast) -> None:
    cases = [open_case(report(), cast.owner) for _ in range(40)]
    before = [look(case) for case in cases]
    sorting = Sorting(category=CATEGORY, lead=WARD)
    done = give_many([Order(case.code, "triage", {"sorting": sorting}) for case in cases], cast.operator)
    assert (len(done.cases), done.refused) == (40, {})
    assert Case.objects.filter(phase="assigned").count() == 40
    undone = undo_step(done.step, cast.operator)
    assert (len(undone.restored), undone.kept) == (40, [])
    assert [look(case) for case in cases] == before


def test_a_long_run_in_pieces_still_has_one_undo(cast: Cast) -> None:
    cases = [open_case(report(), cast.owner) for _ in range(6)]
    first = give_many([Order(case.code, "claim") for case in cases[:3]], cast.operator)
    second = give_many([Order(case.code, "claim") for case in cases[3:]], cast.operator, step=first.step)
    assert second.step == first.step
    assert len(undo_step(first.step, cast.operator).restored) == 6


def test_an_undo_of_many_leaves_what_somebody_touched_and_says_which(cast: Cast, fresh: Fresh) -> None:
    cases = [open_case(report(), cast.owner) for _ in range(3)]
    sorting = Sorting(category=CATEGORY, lead=WARD)
    done = give_many([Order(case.code, "triage", {"sorting": sorting}) for case in cases], cast.operator)
    accept_case(cases[1].code, cast.officer)
    undone = undo_step(done.step, cast.operator)
    assert undone.kept == [cases[1].code]
    assert [fresh(case).phase for case in cases] == ["received", "in_work", "received"]


def test_a_preview_changes_nothing_and_says_what_would_be_refused(cast: Cast, opened: Case, offered: Case) -> None:
    other = open_case(report(), cast.owner)
    before = look(other)
    orders = [Order(code, "refuse", {"reason": "unclear"}) for code in (other.code, offered.code, "26-0000-0000")]
    seen = give_many(orders, cast.operator, preview=True)
    assert [case.code for case in seen.cases] == [other.code]
    assert set(seen.refused) == {offered.code, "26-0000-0000"}
    assert look(other) == before
    assert seen.step == ""


def test_orders_of_others_than_the_centre_are_refused_one_by_one(cast: Cast, opened: Case) -> None:
    for person in (cast.stranger, cast.owner, cast.nobody):
        done = give_many([Order(opened.code, "refuse", {"reason": "unclear"})], person)
        assert not done.cases
        assert set(done.refused) == {opened.code}


def test_what_can_no_longer_be_taken_back_is_forgotten_with_its_old_values(cast: Cast, opened: Case) -> None:
    note_case(opened.code, cast.operator, text="Đã gọi")
    assert forget_old_steps() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert forget_old_steps() == 1
    assert last_step(cast.operator) is None


def test_a_report_written_down_by_mistake_is_withdrawn_by_one_undo(cast: Cast) -> None:
    case = open_for_caller(report(channel="phone"), cast.operator)
    step = last_step(cast.operator)
    assert step is not None
    with pytest.raises(NotFound):
        undo_step(step.code, cast.coordinator)
    undo(cast)
    case.refresh_from_db()
    assert (case.phase, case.outcome) == ("closed", "withdrawn")


def test_a_call_that_somebody_went_on_with_stays(cast: Cast) -> None:
    case = open_for_caller(report(channel="phone"), cast.operator)
    step = last_step(cast.operator)
    assert step is not None
    note_case(case.code, cast.coordinator, text="Đã gọi lại")
    with pytest.raises(Conflict):
        undo_step(step.code, cast.operator)


def test_one_undo_takes_back_a_repeat_and_the_report_it_took_up_again(cast: Cast, answered: Case) -> None:
    again = open_case(report(description="Lại nghẹt"), cast.neighbour)
    before = look(answered), look(again)
    link_cases(again.code, cast.operator, kind="repeats", other=answered.code)
    assert look(answered) != before[0]
    undo(cast)
    assert (look(answered), look(again)) == before
