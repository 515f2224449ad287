"""Rules with a clock: each acts at its hour, once, and its plan alone changes nothing."""

from collections.abc import Callable
from datetime import timedelta

from hueioc.cases.commands import ask_citizen, resolve_case
from hueioc.cases.models import Case
from hueioc.journal.models import Fact
from hueioc.lib import clock
from hueioc.playbooks.clock import Playbook, strike
from hueioc.playbooks.registry import playbooks
from hueioc.workflow.queries import parts_of
from tests.cast import Cast

Fresh = Callable[[Case], Case]


def told(case: Case, verb: str) -> int:
    return Fact.objects.filter(subject=case.ref, kind="case.noted", data__contains=f'"verb":"{verb}"').count()


def _of_reports() -> list[Playbook]:
    """Playbooks about work that somebody brought; periods of returns open by the calendar, whatever a test does."""
    return [one for one in playbooks() if not one.name.startswith("return-")]


def test_a_plan_changes_nothing(offered: Case, fresh: Fresh) -> None:
    before = Fact.objects.count()
    with clock.at(clock.now() + timedelta(days=100)):
        planned = [step for playbook in playbooks() for step in playbook.plan(clock.now())]
    assert planned
    assert Fact.objects.count() == before


def test_nothing_is_due_on_a_fresh_report(offered: Case) -> None:
    assert strike(_of_reports()) == 0


def test_a_unit_is_warned_once_and_its_overdue_work_told_once(in_work: Case, fresh: Fresh) -> None:
    due = fresh(in_work).due_at
    assert due is not None
    for _ in range(2):
        with clock.at(due - timedelta(hours=1)):
            strike(_of_reports())
        with clock.at(due + timedelta(hours=1)):
            strike(_of_reports())
    assert (told(in_work, "due_soon"), told(in_work, "overdue")) == (1, 1)


def test_an_offer_left_in_silence_counts_as_accepted(offered: Case, fresh: Fresh) -> None:
    answer_due = parts_of(offered.ref)[0].answer_due_at
    assert answer_due is not None
    with clock.at(answer_due + timedelta(minutes=1)):
        assert strike(_of_reports()) == 1
    assert fresh(offered).phase == "in_work"


def test_a_question_without_answer_stops_waiting(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    ask_citizen(in_work.code, cast.officer, text="Số nhà mấy ạ?")
    assert fresh(in_work).due_at is None
    with clock.at(clock.now() + timedelta(days=30)):
        strike(_of_reports())
    assert fresh(in_work).wait_reason == ""
    assert fresh(in_work).due_at is not None


def test_an_unopposed_answer_is_closed(answered: Case, fresh: Fresh) -> None:
    until = fresh(answered).objection_until
    assert until is not None
    with clock.at(until - timedelta(minutes=1)):
        strike(_of_reports())
    assert fresh(answered).phase == "resolved"
    with clock.at(until + timedelta(minutes=1)):
        strike(_of_reports())
    assert (fresh(answered).phase, fresh(answered).outcome) == ("closed", "answered")


def test_a_promise_comes_back_on_the_day_after(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    day = clock.today() + timedelta(days=20)
    resolve_case(in_work.code, cast.officer, outcome="planned", text="Sẽ làm.", planned_until=day)
    with clock.at(clock.now() + timedelta(days=19)):
        strike(_of_reports())
    assert fresh(in_work).phase == "resolved"
    with clock.at(clock.now() + timedelta(days=22)):
        strike(_of_reports())
    assert (fresh(in_work).phase, fresh(in_work).reopened) == ("assigned", 1)
