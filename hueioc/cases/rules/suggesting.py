"""Suggests what a report is about: by the words of the pack before there is history, by a learned model afterwards.

A suggestion is never applied without a person; each part says how sure it is and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hueioc.lib.text import fold

# Chosen so that two matching words of the pack, or one sentence almost equal to an example, are about three in four.
_DOUBT = 1.2


@dataclass(frozen=True)
class Guess:
    """One possibility with its probability (0 to 1) and the words of the report that speak for it."""

    code: str
    probability: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """What a person is offered to accept or correct.

    `source` is `model` or `keywords`. `lead_probability` is None when only the routing rule speaks. `others` are the
    next likely categories, `other_lead` what the model would choose when it disagrees with the rule.
    """

    category: str
    category_probability: float
    lead: str
    lead_probability: float | None
    urgency: str
    urgency_probability: float
    source: str
    why: str = ""
    words: tuple[str, ...] = ()
    learned_from: int = 0
    supports: tuple[str, ...] = ()
    others: tuple[Guess, ...] = ()
    other_lead: str = ""


class Known(Protocol):
    """What is needed of a category of the pack."""

    @property
    def code(self) -> str: ...
    @property
    def keywords(self) -> list[str]: ...
    @property
    def examples(self) -> list[str]: ...
    @property
    def urgency(self) -> str: ...


@dataclass(frozen=True)
class Vocabulary:
    """The pack's words, folded once: category → (word → weight), and the word sets of its examples."""

    keywords: Mapping[str, Mapping[str, float]]
    examples: Mapping[str, Sequence[frozenset[str]]]
    urgent: frozenset[str] = field(default=frozenset())


def vocabulary(categories: Iterable[Known]) -> Vocabulary:
    """Read the keywords and examples of categories; a word that many categories share weighs less."""
    kinds = list(categories)
    folded = {kind.code: {fold(word) for word in kind.keywords} for kind in kinds}
    shared: dict[str, int] = {}
    for words in folded.values():
        for word in words:
            shared[word] = shared.get(word, 0) + 1
    weighed = {
        code: {word: (0.6 + 0.4 * len(word.split())) / shared[word] for word in words} for code, words in folded.items()
    }
    examples = {kind.code: [frozenset(fold(text).split()) for text in kind.examples] for kind in kinds}
    return Vocabulary(weighed, examples, frozenset(kind.code for kind in kinds if kind.urgency == "urgent"))


def guess_by_words(text: str, known: Vocabulary) -> list[Guess]:
    """Possible categories, the likeliest first; blind to diacritics. Nothing for a text without a known word."""
    padded = f" {_bare(fold(text))} "
    words = frozenset(padded.split())
    scores: dict[str, float] = {}
    found: dict[str, tuple[str, ...]] = {}
    for code, keywords in known.keywords.items():
        hits = {word: weight for word, weight in keywords.items() if f" {word} " in padded}
        near = max((_overlap(words, example) for example in known.examples[code]), default=0.0)
        score = sum(hits.values()) + (1.5 * near if near >= 0.25 else 0.0)
        if score:
            scores[code], found[code] = score**2, tuple(sorted(hits, key=lambda word: -hits[word]))[:3]
    total = sum(scores.values()) + _DOUBT
    ranked = sorted(scores, key=lambda code: -scores[code])
    return [Guess(code, scores[code] / total, found[code]) for code in ranked[:5]]


def _bare(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text).split())


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
