"""Reads what was learned from sorted reports: how words go with category, unit and urgency.

The model holds n-grams and weights only: none that occurs in few reports, none of a word with a digit. Reading it
needs nothing but numpy; learning stands apart, in a module that only the learner loads.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hueioc.cases.rules.suggesting import Guess
from hueioc.lib.text import fold

FEWEST_TO_LEARN = 200
_NOT_WORDS = re.compile(r"\b\w*\d\w*\b|[^a-z\s]+")
TARGETS = ("category", "unit", "urgency")


@dataclass(frozen=True)
class Lesson:
    """One sorted report: its text, where, and what it was in the end."""

    text: str
    area: str
    category: str
    unit: str
    urgency: str

    def features(self, target: str) -> str:
        return features(self.text, area=self.area, category=self.category if target == "unit" else "")


def features(text: str, *, area: str = "", category: str = "") -> str:
    """What a model sees: folded words without digits; for units also place and kind as words of their own."""
    words = " ".join(_NOT_WORDS.sub(" ", fold(text)).split())
    return words if not category else f"{words}\t{area}\t{category}"


def grams(text: str) -> list[str]:
    """Word 1- and 2-grams and character 3- to 5-grams inside words; marked, so that they never mix."""
    said, *context = text.split("\t")
    words = said.split()
    found = [f"w:{word}" for word in words] + [f"w:{one} {two}" for one, two in zip(words, words[1:], strict=False)]
    for word in words:
        padded = f" {word} "
        found += [f"c:{padded[i : i + n]}" for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    if context:
        area, category = context
        found += [f"k:{category}"] * 3 + [f"a:{area}"] * 3 + [f"ak:{area}|{category}"] * 6
    return found


@dataclass(frozen=True)
class Part:
    """A linear model of one target: classes, and a weight for each n-gram and class."""

    classes: tuple[str, ...]
    index: dict[str, int]
    idf: Any
    weights: Any
    bias: Any
    counts: dict[str, int]
    tried: int
    right: int

    def guesses(self, text: str, most: int = 5) -> list[Guess]:
        """The likeliest classes with calibrated probabilities and the words that speak for each."""
        counted = Counter(self.index[gram] for gram in grams(text) if gram in self.index)
        if not counted:
            return []
        places = np.fromiter(counted, dtype=np.int64)
        values = (1 + np.log(np.fromiter(counted.values(), dtype=np.float32))) * self.idf[places]
        values = values / np.sqrt((values**2).sum())
        pushes = values[:, None] * self.weights[places].astype(np.float32)
        scores = pushes.sum(axis=0) + self.bias
        chances = np.exp(scores - scores.max())
        chances = chances / chances.sum()
        names = list(self.index)
        best = np.argsort(-chances)[:most]
        return [Guess(self.classes[k], float(chances[k]), _words(names, places, pushes[:, k])) for k in best]


def _words(names: list[str], places: Any, pushes: Any) -> tuple[str, ...]:
    ranked = [names[places[i]] for i in np.argsort(-pushes) if pushes[i] > 0]
    return tuple(name[2:] for name in ranked if name.startswith("w:"))[:3]


@dataclass(frozen=True)
class Model:
    """What was learned at one time, for every target."""

    parts: dict[str, Part]
    learned_from: int

    def save(self, path: Path) -> None:
        """Write next to the place and move into it, so that no reader sees half a model."""
        arrays: dict[str, Any] = {"learned_from": np.array(self.learned_from)}
        for name, part in self.parts.items():
            arrays |= {
                f"{name}.classes": np.array(part.classes),
                f"{name}.grams": np.array(list(part.index)),
                f"{name}.idf": part.idf,
                f"{name}.weights": part.weights,
                f"{name}.bias": part.bias,
                f"{name}.counts": np.array([part.counts[c] for c in part.classes]),
                f"{name}.judged": np.array([part.tried, part.right]),
            }
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new.npz")
        np.savez_compressed(beside, **arrays)
        beside.replace(path)


def load(path: Path) -> Model:
    """Read a model; nothing in it is executed."""
    with np.load(path, allow_pickle=False) as kept:
        parts = {name: _part(name, kept) for name in TARGETS if f"{name}.classes" in kept}
        return Model(parts, int(kept["learned_from"]))


def _part(name: str, kept: Any) -> Part:
    classes = tuple(str(c) for c in kept[f"{name}.classes"])
    tried, right = (int(n) for n in kept[f"{name}.judged"])
    return Part(
        classes=classes,
        index={str(gram): place for place, gram in enumerate(kept[f"{name}.grams"])},
        idf=kept[f"{name}.idf"],
        weights=kept[f"{name}.weights"],
        bias=kept[f"{name}.bias"],
        counts=dict(zip(classes, (int(n) for n in kept[f"{name}.counts"]), strict=True)),
        tried=tried,
        right=right,
    )
