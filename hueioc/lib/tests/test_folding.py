"""Folding: the quick way gives what the definition gives, for every script."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from hueioc.lib.text import fold


def by_definition(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare.casefold()).strip()


@given(st.text() | st.text("aăâeêoôơuưyđĐÀẢẬ \u0300\u0323\u034f\u0627\u064b"))
def test_the_quick_way_takes_out_what_the_definition_takes_out(text: str) -> None:
    assert fold(text) == by_definition(text)


def test_vietnamese_is_found_without_its_marks() -> None:
    assert fold("  Vỹ Dạ,\tĐường Nguyễn  Sinh Cung ") == "vy da, duong nguyen sinh cung"
