"""Every kind of bottleneck has a sentence with its own numbers, in both languages."""

import pytest
from django.utils import translation

from hueioc.mining.queries.words import KINDS, activity_words, because, span
from hueioc.mining.rules.bottlenecks import Bottleneck
from hueioc.mining.rules.graph import Spread
from hueioc.mining.rules.kinds import Evidence, Kind

pytestmark = pytest.mark.once
DAY = 86_400.0
SEEN = Evidence(
    steps=500, median_s=5 * DAY, p10_s=2 * DAY, p90_s=9 * DAY, slow_share=0.66, open_share=0.07, run_days=0.5, runs=40,
    a_run_day=12, queue_rank=0.61, bounced_share=0.31, repeat_share=0.52,
)  # fmt: skip


def _said(kind: Kind, seen: Evidence = SEEN) -> str:
    return because(Bottleneck("a", "b", kind, 1.0, 1, Spread(1, 1, 1, 1, 1, 1, 1), None, seen))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_name_and_a_sentence_without_gaps(kind: Kind, language: str) -> None:
    with translation.override(language):
        assert str(KINDS[kind])
        assert "%(" not in _said(kind)
        assert any(digit in _said(kind) for digit in "0123456789")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.BATCHING, "about once in 14.0 days, 12 at once"),
        (Kind.FEW_STUCK_CASES, "hold 66\u00a0% of the time"),
        (Kind.OUT_OF_HOURS, "Only 7\u00a0% of the time"),
        (Kind.FIXED_TIMER, "between 2.0 days and 9.0 days"),
    ],
)
def test_the_sentence_says_the_numbers_that_decided(kind: Kind, words: str) -> None:
    with translation.override("en"):
        assert words in _said(kind)


def test_what_happens_rarely_is_told_by_its_number() -> None:
    with translation.override("en"):
        assert "only 3 times" in _said(Kind.FEW_STUCK_CASES, SEEN._replace(steps=3))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (5, "under a minute"),
        (600, "10 minutes"),
        (5400, "1.5 hours"),
        (2 * DAY, "2.0 days"),
        (400 * DAY, "400 days"),
    ],
)
def test_spans_are_told_in_the_largest_unit_that_says_something(seconds: float | None, words: str) -> None:
    with translation.override("en"):
        assert span(seconds) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("opened", "Received"),
        ("handed:returned", "Returned by the unit"),
        ("moved:in_work", "In work"),
        ("step:purchase:finance", "Purchase: Finance examines"),
        ("step:moonwalk:jump", "moonwalk: jump"),
        ("moved:in_work:citizen", "In work: Waiting for the citizen"),
        ("noted:rate", "Rate"),
        ("noted:unheard_of", "unheard_of"),
        ("Payment: by card", "Payment: by card"),
    ],
)
def test_the_citys_own_steps_have_the_words_of_their_process(name: str, words: str) -> None:
    with translation.override("en"):
        assert activity_words(name).casefold() == words.casefold()
