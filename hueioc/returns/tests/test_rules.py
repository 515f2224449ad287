"""Numbers, formulas, periods, sums and drafts, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.lib.numerals import CONTINENTAL, ENGLISH, NotANumber, Signs, canonical, plain, read_number, written
from hueioc.returns.pack import FormulaError, read_formula
from hueioc.returns.queries import form_of
from hueioc.returns.rules.merging import Cell, Change, merged
from hueioc.returns.rules.pasting import pasted
from hueioc.returns.rules.periods import after, before, period_at, period_called, period_of

_NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(number=_NUMBERS, signs=st.sampled_from([ENGLISH, CONTINENTAL]))
def test_a_number_is_read_as_it_was_written(number: Decimal, signs: Signs) -> None:
    kept = canonical(number)
    assert read_number(written(kept, signs), signs) == number
    assert read_number(plain(kept, signs), signs) == number


@pytest.mark.parametrize(
    ("text", "signs", "number"),
    [
        ("1.234,5", CONTINENTAL, "1234.5"),
        ("1,234.5", ENGLISH, "1234.5"),
        ("1.234", CONTINENTAL, "1234"),
        ("1.234", ENGLISH, "1.234"),
        (" 12 345,50", CONTINENTAL, "12345.5"),
        ("−3", ENGLISH, "-3"),
    ],
)
def test_separators_are_those_of_the_language(text: str, signs: Signs, number: str) -> None:
    assert canonical(read_number(text, signs)) == number


@pytest.mark.parametrize("text", ["1.5", "1.23.456", "1,2,3", "mười", "", "1e5", "12345678901234567", "١٢"])
def test_what_could_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text, CONTINENTAL)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="ab1 +-*/()<=.", max_size=25))
def test_whatever_stands_in_a_formula_it_is_read_or_refused(text: str) -> None:
    try:
        found = read_formula(text)
    except FormulaError:
        return
    found.value({"a": Decimal(3), "b": Decimal(0)})


def test_a_formula_is_computed_as_at_school_and_unknown_where_something_is_missing() -> None:
    values = {"a": Decimal(6), "b": Decimal(4), "c": None, "previous.a": Decimal(2)}
    assert read_formula("a + b * 2 - (a - 1) / 5").value(values) == 13
    assert read_formula("a - b - 1").value(values) == 1
    assert read_formula("a <= previous.a * 3").holds(values) is True
    assert read_formula("a + c").value(values) is None
    assert read_formula("a / (b - 4)").value(values) is None


def test_periods_end_where_the_law_says() -> None:
    assert period_of(date(2026, 10, 15), "month", 14).code == "2026-M11"
    assert period_of(date(2026, 12, 15), "year", 14) == period_at(2027, 1, "year", 14)
    assert period_at(2026, 1, "half", 14)[1:] == (date(2025, 12, 15), date(2026, 6, 14))
    assert period_at(2026, 2, "month")[2] == date(2026, 2, 28)
    for code in ("2026-M1", "2026-Q4", "2026-H1", "2026-Y1"):
        for closes in (0, 14, 31):
            period = period_called(code, closes)
            assert before(after(period, closes), closes) == period
            assert (after(period, closes).first - period.last).days == 1
    for code in ("2026-M13", "2026-H3", "2026-W1", "2026-M0", "M1", "2026-Y2"):
        with pytest.raises(ValueError, match="no period"):
            period_called(code)


def test_nobody_overwrites_silently_what_a_colleague_typed() -> None:
    draft = {"a": Cell("1", "account:A", "t1"), "b": Cell("", "", "")}
    after_it, clashes = merged(draft, {"a": Change("2", ""), "b": Change("5", "")}, by="account:B", at="t2")
    assert after_it == {"a": Cell("1", "account:A", "t1"), "b": Cell("5", "account:B", "t2")}
    assert [(one.field, one.standing.text, one.typed) for one in clashes] == [("a", "1", "2")]
    same, clashes = merged(draft, {"a": Change("1", "")}, by="account:B", at="t2")
    assert (same, clashes) == (draft, [])
    assert merged(draft, {"a": Change("2", "1")}, by="account:B", at="t2")[0]["a"].text == "2"


def test_what_is_pasted_finds_its_lines() -> None:
    form = form_of("population")
    assert pasted(form, "21\n10\n3\n", CONTINENTAL) == ({"births": "21", "girls": "10", "third_child": "3"}, [])
    found, faults = pasted(form, "So sinh trong ky\t(người)\t1.021\npopulation\t\t20,112\nabc\t1", CONTINENTAL)
    assert found == {"births": "1021", "population": "20.112"}
    assert len(faults) == 1
    assert len(pasted(form, "1\n" * 50, CONTINENTAL)[1]) == 1
