"""Words as the indexes keep them, and how like two texts are."""

import pytest

from hueioc.lib.words import fts5_of, likeness, pairs_of, tsquery_of, words_of

pytestmark = pytest.mark.once


def test_signs_are_no_part_of_a_word_and_nothing_typed_becomes_an_operator() -> None:
    assert words_of("Nghị định 118/2025/NĐ-CP") == ["nghi", "dinh", "118", "2025", "nd", "cp"]
    assert words_of("a_b 'c' \"d\" & | ! ( ) : * -") == ["a", "b", "c", "d"]
    assert words_of("") == []
    assert fts5_of(["vy", "da"]) == '"vy" "da"*'
    assert tsquery_of(["vy", "da"]) == "vy & da:*"


def test_likeness_is_the_share_of_pairs_and_the_last_word_may_be_half_typed() -> None:
    assert pairs_of("Chứng thực bản sao") == [("chung", "thuc"), ("thuc", "ban"), ("ban", "sao")]
    assert likeness("chung thuc ban s", "Chứng thực bản sao") == 1.0
    assert likeness("chứng thực hợp đồng", "Chứng thực bản sao") == pytest.approx(1 / 3)
    assert likeness("bản đồ sao", "Chứng thực bản sao") == 0.0
    assert likeness("chu", "Chứng thực") == 1.0
    assert likeness("", "Chứng thực") == 0.0
