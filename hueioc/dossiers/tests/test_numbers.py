"""Dossier numbers: all three written forms are read, what is written is read back, and everything else is refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.dossiers.rules.numbers import LONGEST, DossierNumber, is_agency, next_number, read_number
from hueioc.lib.refusals import Invalid

pytestmark = pytest.mark.once
_DIGITS = st.text("0123456789", min_size=1, max_size=3)


@st.composite
def numbers(draw: st.DrawFn) -> DossierNumber:
    """Any number that may be printed anywhere."""
    groups = "".join(f".{group}" for group in draw(st.lists(_DIGITS, max_size=3)))
    agency = draw(st.sampled_from(["", "000.00.16."])) + draw(st.sampled_from("GH")) + "57" + groups
    digits = draw(st.integers(4, 7))
    day = draw(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
    return DossierNumber(agency, day, draw(st.integers(0, 10**digits - 1)), draw(st.sampled_from([6, 8])), digits)


@pytest.mark.parametrize(
    ("typed", "agency", "day", "sequence"),
    [
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92637),
        ("H57.12-261127-0001", "H57.12", date(2026, 11, 27), 1),
        ("000.00.16.H57-210826-0001", "000.00.16.H57", date(2021, 8, 26), 1),
        (" h57.12 – 261127 – 0001 ", "H57.12", date(2026, 11, 27), 1),
        ("H57.12_261127_0001", "H57.12", date(2026, 11, 27), 1),
    ],
)
def test_the_three_forms_are_read(typed: str, agency: str, day: date, sequence: int) -> None:
    found = read_number(typed)
    assert (found.agency, found.day, found.sequence) == (agency, day, sequence)


@pytest.mark.parametrize(
    "typed",
    ["", "X57-261127-0001", "H57-261327-0001", "H57-261127-001", "H57-261127-00000001", "H57.1.2.3.4-261127-0001"]
    + ["H57-2611270-0001", "26-7K3M-9Q2T", "H57-261127-0001'; --", "٣57-261127-0001", "H57-261127-0001\x00"],
)
def test_everything_else_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_number(typed)
    assert str(refusal.value.fields["number"])


@given(numbers())
def test_what_is_written_is_read_back(number: DossierNumber) -> None:
    assert read_number(str(number)) == number
    assert len(str(number)) <= LONGEST
    assert is_agency(number.agency)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    with suppress(Invalid):
        assert read_number(str(read_number(text))) == read_number(text)


def test_the_sequence_grows_a_digit_and_ends_at_ten_million() -> None:
    day = date(2026, 11, 27)
    assert str(next_number("H57", day, 9998, day_digits=6, sequence_digits=4)) == "H57-261127-9999"
    assert str(next_number("H57", day, 9999, day_digits=8, sequence_digits=4)) == "H57-20261127-10000"
    with pytest.raises(Invalid):
        next_number("H57", day, 9_999_999, day_digits=6, sequence_digits=4)
