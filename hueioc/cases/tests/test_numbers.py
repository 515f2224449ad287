"""Numbers of reports: drawn by chance, and still never given twice."""

from collections.abc import Iterator

import pytest

from hueioc.cases.commands import open_case, open_cases, opening
from hueioc.cases.models import Case
from hueioc.lib.codes import dated_code
from tests.cast import Cast, report


def test_a_number_that_is_taken_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_case(report(), cast.owner).code
    twice, free = dated_code(2026), [dated_code(2026) for _ in range(3)]
    drawn: Iterator[str] = iter([first, twice, twice, *free])
    monkeypatch.setattr(opening, "dated_code", lambda year: next(drawn))
    codes = [case.code for case in open_cases([report(), report(), report()], cast.owner)]
    assert codes == free
    assert Case.objects.count() == 4
