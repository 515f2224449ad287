"""The city's own work becomes a log by itself, whatever kind of work it is."""

from datetime import date, timedelta

import pytest

from hueioc.cases import commands as give
from hueioc.journal.runner import catch_up, rebuild
from hueioc.lib import clock
from hueioc.mining.models import Step, StepName, Trace
from hueioc.mining.queries.own import kinds_of_work, own_log, units_of_work
from hueioc.mining.rules.eventlog import EventLog
from hueioc.workflow.queries import city_world
from tests.cast import CATEGORY, OTHER_WARD, WARD, Cast, report

pytestmark = pytest.mark.django_db


def _day() -> date:
    return city_world().day(clock.now())


def _log(*, with_notes: bool = False) -> EventLog:
    found = own_log("case", None, _day(), with_notes=with_notes).log
    assert found is not None
    return found


def answered(cast: Cast, hours: int = 5) -> str:
    """A report that travelled all the way, an hour a step at first and some hours at the end."""
    began = clock.now() - timedelta(days=3)
    with clock.at(began):
        code = give.open_case(report(), cast.owner).code
    with clock.at(began + timedelta(hours=1)):
        give.triage_case(code, cast.operator, give.Sorting(category=CATEGORY, lead=WARD))
    with clock.at(began + timedelta(hours=2)):
        give.accept_case(code, cast.officer)
    with clock.at(began + timedelta(hours=2 + hours)):
        give.resolve_case(code, cast.officer, outcome="answered", text="Đã giải thích.")
    return code


def test_the_steps_of_a_report_are_its_facts_with_their_phase_and_unit(cast: Cast) -> None:
    code = answered(cast)
    catch_up()
    log = _log()
    assert log.case.names == (f"case:{code}",)
    assert [log.activity.names[number] for number in log.activity.codes] == [
        "opened",
        "moved:received",
        "handed:offered",
        "moved:assigned",
        "handed:accepted",
        "moved:in_work",
        "moved:resolved",
    ]
    assert WARD in log.resource.names
    assert [int(minutes) for minutes in set(log.offset)] == [420]
    assert (kinds_of_work(), units_of_work()) == (["case"], [WARD])


def test_notes_are_left_out_unless_asked_for(cast: Cast) -> None:
    code = answered(cast)
    give.note_case(code, cast.operator, text="Đã gọi.")
    catch_up()
    names = [_log(with_notes=notes).activity.names for notes in (False, True)]
    assert "noted:note" not in names[0]
    assert "noted:note" in names[1]


def test_waiting_for_somebody_is_a_step_of_its_own(cast: Cast) -> None:
    code = give.open_case(report(), cast.owner).code
    give.triage_case(code, cast.operator, give.Sorting(category=CATEGORY, lead=WARD))
    give.accept_case(code, cast.officer)
    give.ask_citizen(code, cast.officer, text="Số mấy?")
    catch_up()
    assert "moved:in_work:citizen" in _log().activity.names


def test_a_log_is_narrowed_by_days_and_by_unit(cast: Cast) -> None:
    answered(cast)
    give.open_case(report(), cast.neighbour)
    catch_up()
    today = _day()

    def cases(since: date | None = None, until: date = today, unit: str = "") -> int:
        found = own_log("case", since, until, unit).log
        return found.cases if found else 0

    assert (cases(), cases(since=today), cases(until=today - timedelta(days=1))) == (2, 1, 1)
    assert (cases(unit=WARD), cases(unit=OTHER_WARD), cases(until=today - timedelta(days=9))) == (1, 0, 0)


def test_a_rebuild_gives_the_same_rows_however_the_facts_were_cut(cast: Cast) -> None:
    for _ in range(3):
        answered(cast)
        catch_up()
    before = [list(model.objects.order_by("pk").values_list()) for model in (Trace, StepName, Step)]
    rebuild("mining")
    assert [list(model.objects.order_by("pk").values_list()) for model in (Trace, StepName, Step)] == before
    assert Step.objects.count() == 21
