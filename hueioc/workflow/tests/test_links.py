"""Links between pieces of work, with undo."""

import pytest

from hueioc.cases.commands import link_cases, open_case, unlink_cases
from hueioc.cases.models import Case
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.workflow.queries import links_of
from tests.cast import Cast, report


@pytest.fixture
def other(cast: Cast) -> Case:
    return open_case(report(description="Ngập quá, nước vào nhà"), cast.neighbour)


def test_a_duplicate_is_closed_and_undo_brings_it_back(cast: Cast, opened: Case, other: Case) -> None:
    link_cases(opened.code, cast.operator, kind="duplicate_of", other=other.code)
    closed = Case.objects.get(code=opened.code)
    assert (closed.phase, closed.outcome) == ("closed", "duplicate")
    unlink_cases(opened.code, cast.operator, kind="duplicate_of", other=other.code)
    back = Case.objects.get(code=opened.code)
    assert (back.phase, back.outcome) == ("received", "")
    assert links_of(back.ref) == []


def test_no_link_to_itself_nor_twice_nor_in_a_ring(cast: Cast, opened: Case, other: Case) -> None:
    with pytest.raises(Invalid):
        link_cases(opened.code, cast.operator, kind="part_of", other=opened.code)
    link_cases(opened.code, cast.operator, kind="part_of", other=other.code)
    with pytest.raises(Conflict):
        link_cases(opened.code, cast.operator, kind="part_of", other=other.code)
    link_cases(opened.code, cast.operator, kind="duplicate_of", other=other.code)
    with pytest.raises(Conflict):
        link_cases(other.code, cast.operator, kind="duplicate_of", other=opened.code)


@pytest.mark.parametrize("who", ["owner", "officer", "stranger", "nobody"])
def test_only_the_centre_links(cast: Cast, opened: Case, other: Case, who: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        link_cases(opened.code, getattr(cast, who), kind="part_of", other=other.code)
