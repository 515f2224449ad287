"""The finder of personal data: every example of the pack is found, every counter-example is left alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.cases.pack import read_redaction
from hueioc.cases.queries import personal_data_in
from hueioc.cases.rules.redaction import redacted
from hueioc.config.city import installed_city

PATTERNS = read_redaction(installed_city()).pattern


@pytest.mark.parametrize("pattern", PATTERNS, ids=[p.code for p in PATTERNS])
def test_examples_are_found_and_counter_examples_are_not(pattern: object) -> None:
    regex = re.compile(pattern.regex, re.IGNORECASE if pattern.ignore_case else 0)  # type: ignore[attr-defined]
    for example in pattern.examples:  # type: ignore[attr-defined]
        assert regex.search(example), example
        assert personal_data_in(example), example
    for example in pattern.not_examples:  # type: ignore[attr-defined]
        assert not regex.search(example), example


def test_a_proposal_hides_the_words_and_keeps_the_rest() -> None:
    text = "Nhà ông Nguyễn Văn Thử, gọi 0900 000 002, xe 75A-123.45 đậu bít kiệt"
    shown = redacted(text, personal_data_in(text))
    for words in ("Thử", "0900", "75A"):
        assert words not in shown
    assert shown.endswith("đậu bít kiệt")


def test_ordinary_reports_need_no_redaction() -> None:
    for text in ("Ổ gà to quá, tối mưa k thấy té xe 2 người rồi", "Loa kéo gây ồn sau 22 giờ ở đường Lê Lợi"):
        assert personal_data_in(text) == []


@given(st.text(max_size=300))
def test_any_text_can_be_searched_and_shown(text: str) -> None:
    finds = personal_data_in(text)
    assert all(text[find.start : find.end] == find.words for find in finds)
    assert len(redacted(text, finds)) >= len(text) - sum(len(find.words) for find in finds)
