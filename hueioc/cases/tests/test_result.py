"""Answering, rating, objecting, closing: a promise is not a closing, and the end is told with its punctuality."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import translation
from PIL import Image

from hueioc.cases.commands import (
    accept_case,
    add_photo,
    close_case,
    extend_case,
    object_to_result,
    pause_case,
    rate_case,
    reopen_case,
    resolve_case,
    resume_case,
    withdraw_case,
)
from hueioc.cases.models import Case
from hueioc.cases.queries import promises_over, results_unopposed
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_of
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.workflow.queries import extensions_of
from tests.cast import Cast
from tests.pictures import jpeg

Fresh = Callable[[Case], Case]


def test_fixed_needs_a_picture_of_the_result(cast: Cast, in_work: Case) -> None:
    with pytest.raises(Invalid) as refused:
        resolve_case(in_work.code, cast.officer, outcome="fixed", text="Đã thông cống.")
    assert "photo" in refused.value.fields
    add_photo(in_work.code, cast.officer, jpeg(), kind="evidence")
    assert resolve_case(in_work.code, cast.officer, outcome="fixed", text="Đã thông cống.").phase == "resolved"


def taken(moment: str, width: int) -> bytes:
    """A picture that says when it was taken, in the city's hour."""
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9011] = moment, "+07:00"
    return jpeg(width, 60, exif=exif)


def test_a_picture_taken_before_the_report_proves_nothing(cast: Cast, in_work: Case) -> None:
    add_photo(in_work.code, cast.officer, taken("2020:01:02 08:00:00", 80), kind="evidence")
    with translation.override("en"), pytest.raises(Invalid, match="taken before the report"):
        resolve_case(in_work.code, cast.officer, outcome="fixed", text="Đã thông cống.")
    later = (in_work.opened_at + timedelta(hours=9)).strftime("%Y:%m:%d %H:%M:%S")
    add_photo(in_work.code, cast.officer, taken(later, 90), kind="evidence")
    assert resolve_case(in_work.code, cast.officer, outcome="fixed", text="Đã thông cống.").phase == "resolved"


def test_a_promise_needs_a_day_and_is_not_closed_before_it(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    with pytest.raises(Invalid):
        resolve_case(in_work.code, cast.officer, outcome="planned", text="Sẽ làm.")
    day = clock.today() + timedelta(days=40)
    resolve_case(in_work.code, cast.officer, outcome="planned", text="Sẽ làm.", planned_until=day)
    with pytest.raises(Conflict):
        close_case(in_work.code, cast.clock)
    with clock.at(clock.now() + timedelta(days=41)):
        assert promises_over(clock.now()) == [in_work.code]
        assert results_unopposed(clock.now()) == []


def test_the_reporter_objects_and_the_same_unit_goes_on(cast: Cast, answered: Case, fresh: Fresh) -> None:
    object_to_result(answered.code, cast.owner, text="Vẫn ngập như cũ.")
    case = fresh(answered)
    assert (case.phase, case.outcome, case.reopened) == ("in_work", "", 1)
    assert case.unit == answered.unit


@pytest.mark.parametrize("who", ["stranger", "neighbour", "officer", "operator", "nobody"])
def test_only_the_reporter_rates_and_objects(cast: Cast, answered: Case, who: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        rate_case(answered.code, getattr(cast, who), score=5)
    with pytest.raises((NotAllowed, NotFound)):
        object_to_result(answered.code, getattr(cast, who), text="Chưa xong.")


def test_a_result_is_rated_once_from_one_to_five(cast: Cast, answered: Case, fresh: Fresh) -> None:
    with pytest.raises(Invalid):
        rate_case(answered.code, cast.owner, score=6)
    rate_case(answered.code, cast.owner, score=4, text="Nhanh.")
    assert fresh(answered).score == 4
    with pytest.raises(Conflict):
        rate_case(answered.code, cast.owner, score=1)


def test_the_objection_window_ends(cast: Cast, answered: Case) -> None:
    with clock.at(clock.now() + timedelta(days=30)):
        with pytest.raises(Conflict):
            object_to_result(answered.code, cast.owner, text="Muộn rồi.")
        assert results_unopposed(clock.now()) == [answered.code]
        assert close_case(answered.code, cast.clock).phase == "closed"


def test_the_closing_fact_says_whether_it_was_on_time(cast: Cast, in_work: Case) -> None:
    with clock.at(clock.now() + timedelta(days=60)):
        resolve_case(in_work.code, cast.officer, outcome="answered", text="Đã giải thích.")
    with clock.at(clock.now() + timedelta(days=90)):
        close_case(in_work.code, cast.clock)
    seal()
    closed = [fact for fact in facts_of(in_work.ref) if fact.kind == "case.closed"]
    assert [getattr(fact.event, "is_on_time", None) for fact in closed] == [False]


def test_an_extension_is_a_row_and_the_first_promise_stays(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    first = fresh(in_work).due_at
    extend_case(in_work.code, cast.coordinator, reason="weather", working_days=3)
    case = fresh(in_work)
    assert case.first_due_at == first
    assert case.due_at is not None
    assert first is not None
    assert case.due_at > first
    assert [(row.reason, row.old_due_at) for row in extensions_of(case.ref)] == [("weather", first)]


def test_an_officer_cannot_extend_alone(cast: Cast, in_work: Case) -> None:
    with pytest.raises(NotAllowed):
        extend_case(in_work.code, cast.officer, reason="weather", working_days=3)


def test_a_third_extension_is_refused(cast: Cast, in_work: Case) -> None:
    for _ in range(2):
        extend_case(in_work.code, cast.coordinator, reason="weather", working_days=1)
    with pytest.raises(Conflict):
        extend_case(in_work.code, cast.coordinator, reason="weather", working_days=1)


def test_only_a_legal_pause_stops_the_citizens_clock(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    promised = fresh(in_work).due_at
    pause_case(in_work.code, cast.officer, reason="supplier")
    assert fresh(in_work).due_at == promised
    resume_case(in_work.code, cast.officer)
    pause_case(in_work.code, cast.officer, reason="legal_procedure", legal_basis="Điều 5", note="Chờ quyết định")
    assert fresh(in_work).due_at is None
    with clock.at(clock.now() + timedelta(days=20)):
        resume_case(in_work.code, cast.officer)
    later = fresh(in_work).due_at
    assert later is not None
    assert promised is not None
    assert later > promised


def test_a_withdrawn_report_is_over(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    withdraw_case(in_work.code, cast.owner)
    assert (fresh(in_work).phase, fresh(in_work).outcome) == ("closed", "withdrawn")
    with pytest.raises((Conflict, NotFound)):
        accept_case(in_work.code, cast.officer)


def test_the_centre_reopens_with_a_reason(cast: Cast, answered: Case, fresh: Fresh) -> None:
    with pytest.raises(Invalid):
        reopen_case(answered.code, cast.operator, reason="because")
    reopen_case(answered.code, cast.operator, reason="came_back")
    assert (fresh(answered).phase, fresh(answered).reopened) == ("assigned", 1)
