"""The encoding behind the proof: one row has one form, and two rows never share it."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.journal.rules import PROOF_COLUMNS, START_OF_CHAIN, coarse, encoded, link, links, microseconds, moment
from hueioc.lib.geo import Point

cell = st.one_of(
    st.none(),
    st.integers(min_value=-(2**63), max_value=2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
)
rows = st.lists(cell, min_size=len(PROOF_COLUMNS), max_size=len(PROOF_COLUMNS))


@given(rows)
def test_the_encoding_can_be_read_back_by_any_json_reader(row: list[str | int | float | None]) -> None:
    assert json.loads(encoded(row)) == row


@given(rows, rows)
def test_two_different_rows_have_two_encodings(
    one: list[str | int | float | None], other: list[str | int | float | None]
) -> None:
    same_types = [type(a) for a in one] == [type(b) for b in other]
    assert (encoded(one) == encoded(other)) == (same_types and repr(one) == repr(other))


@given(rows, st.integers(min_value=1, max_value=2**40), st.data())
def test_one_flipped_bit_in_a_row_changes_the_link(
    row: list[str | int | float | None], seq: int, data: st.DataObject
) -> None:
    body = bytearray(encoded(row))
    bit = data.draw(st.integers(min_value=0, max_value=len(body) * 8 - 1))
    body[bit // 8] ^= 1 << bit % 8
    outside = hashlib.sha256(bytes(32) + seq.to_bytes(8, "big") + bytes(body)).hexdigest()
    assert link(START_OF_CHAIN, seq, row) != outside


def test_the_link_is_the_published_formula() -> None:
    expected = hashlib.sha256(bytes(32) + (7).to_bytes(8, "big") + b'[1,null,"\xc4\x91",0.5]').hexdigest()
    assert link(START_OF_CHAIN, 7, [1, None, "đ", 0.5]) == expected


@pytest.mark.parametrize("strange", [float("inf"), float("nan"), b"abcd", bytearray(b"x")])
def test_what_no_honest_row_holds_is_not_mistaken_for_something_else(strange: object) -> None:
    assert encoded([strange]) not in {encoded([None]), encoded(["YWJjZA=="]), encoded(["eA=="])}  # type: ignore[list-item]


@given(rows, st.sampled_from(["internal", "restricted"]))
def test_a_fact_that_is_not_public_leaves_the_public_chain_alone(
    row: list[str | int | float | None], visibility: str
) -> None:
    row[PROOF_COLUMNS.index("visibility")] = visibility
    chain, public_chain = links(START_OF_CHAIN, START_OF_CHAIN, 1, row)
    assert chain != START_OF_CHAIN
    assert public_chain == START_OF_CHAIN


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_public_chain_does_not_depend_on_who_acted(one: str, other: str) -> None:
    def public_chain(actor: str) -> str:
        row: list[str | int | float | None] = ["x"] * len(PROOF_COLUMNS)
        row[PROOF_COLUMNS.index("visibility")] = "public"
        row[PROOF_COLUMNS.index("actor")] = actor
        return links(START_OF_CHAIN, START_OF_CHAIN, 1, row)[1]

    assert public_chain(one.encode(errors="ignore").decode()) == public_chain(other.encode(errors="ignore").decode())


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))
def test_moments_survive_as_microseconds(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    assert moment(microseconds(at)) == at


@given(st.floats(min_value=-90, max_value=90), st.floats(min_value=-180, max_value=180))
def test_a_point_is_stored_with_four_decimals_and_no_negative_zero(lat: float, lon: float) -> None:
    stored = coarse(Point(lat, lon))
    assert all(
        value == round(value, 4) and not repr(value).startswith("-0.0e") and repr(value) != "-0.0"
        for value in stored
        if value is not None
    )
