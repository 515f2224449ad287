"""The hand-over between centre and units, with its two clocks."""

from collections.abc import Callable

import pytest

from hueioc.cases.commands import (
    Sorting,
    accept_case,
    finish_own_part,
    hand_over_case,
    lapse_offer,
    return_case,
    triage_case,
)
from hueioc.cases.models import Case
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.workflow.queries import parts_of
from tests.cast import CATEGORY, OTHER_WARD, WARD, Cast

Fresh = Callable[[Case], Case]


def test_triage_starts_the_clock_to_the_citizen(cast: Cast, opened: Case) -> None:
    case = triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    assert case.phase == "assigned"
    assert case.unit == WARD
    assert case.first_due_at == case.due_at is not None


def test_an_accepted_offer_puts_the_report_in_work(cast: Cast, offered: Case) -> None:
    case = accept_case(offered.code, cast.officer)
    part = parts_of(case.ref)[0]
    assert (case.phase, part.state) == ("in_work", "accepted")
    assert part.due_at is not None


def test_a_returned_case_keeps_the_citizens_deadline(cast: Cast, offered: Case, fresh: Fresh) -> None:
    promised = fresh(offered).due_at
    case = return_case(offered.code, cast.officer, reason="not_our_asset")
    assert (case.phase, case.unit) == ("received", "")
    assert case.due_at == promised


def test_two_returns_put_it_on_the_coordinators_desk(cast: Cast, offered: Case, fresh: Fresh) -> None:
    return_case(offered.code, cast.officer, reason="not_our_asset")
    assert not fresh(offered).needs_coordinator
    hand_over_case(offered.code, cast.operator, OTHER_WARD)
    return_case(offered.code, cast.stranger, reason="not_our_area")
    assert fresh(offered).needs_coordinator


def test_silence_counts_as_acceptance_and_calls_the_coordinator(cast: Cast, offered: Case, fresh: Fresh) -> None:
    lapse_offer(offered.code, cast.clock, unit=WARD)
    case = fresh(offered)
    assert (case.phase, case.needs_coordinator) == ("in_work", True)
    assert parts_of(case.ref)[0].reason == "silence"


def test_nobody_but_a_clock_declares_silence(cast: Cast, offered: Case) -> None:
    with pytest.raises(NotAllowed):
        lapse_offer(offered.code, cast.coordinator, unit=WARD)


@pytest.mark.parametrize("who", ["owner", "stranger", "neighbour", "operator"])
def test_only_an_officer_of_the_unit_accepts(cast: Cast, offered: Case, who: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        accept_case(offered.code, getattr(cast, who))


def test_an_offer_is_accepted_once(cast: Cast, in_work: Case) -> None:
    with pytest.raises(Conflict):
        accept_case(in_work.code, cast.officer)


def test_joint_work_has_one_lead_and_several_parts(cast: Cast, opened: Case, fresh: Fresh) -> None:
    triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD, supports=[OTHER_WARD, "hepco"]))
    accept_case(opened.code, cast.stranger)
    assert fresh(opened).phase == "assigned", "a supporting unit's acceptance does not start the lead's work"
    accept_case(opened.code, cast.officer)
    finish_own_part(opened.code, cast.stranger, text="Đã xử lý phần của phường.")
    states = {part.unit: (part.role, part.state) for part in parts_of(fresh(opened).ref)}
    assert states == {WARD: ("lead", "accepted"), OTHER_WARD: ("support", "done"), "hepco": ("support", "offered")}


def test_handing_over_again_takes_back_the_first_offer(cast: Cast, offered: Case) -> None:
    hand_over_case(offered.code, cast.operator, OTHER_WARD)
    states = [(part.unit, part.state) for part in parts_of(offered.ref)]
    assert states == [(WARD, "withdrawn"), (OTHER_WARD, "offered")]
    with pytest.raises(NotFound):
        accept_case(offered.code, cast.officer)


def test_a_changed_report_is_not_overwritten(cast: Cast, opened: Case, fresh: Fresh) -> None:
    seen = fresh(opened).version
    triage_case(opened.code, cast.operator, Sorting(category=CATEGORY), version=seen)
    with pytest.raises(Conflict):
        triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD), version=seen)
