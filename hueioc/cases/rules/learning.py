"""Learns from sorted reports how their words go with category, unit and urgency, and reads such a model.

TF-IDF of character and word n-grams and a linear model (scikit-learn), with probabilities calibrated on reports
that were held out. The model holds n-grams and weights only: none that occurs in few reports, none of a word with
a digit.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hueioc.cases.rules.suggesting import Guess
from hueioc.lib.text import fold

FEWEST_REPORTS = 5  # an n-gram in fewer reports could point to a person, and says little
MOST_GRAMS = 20_000
FEWEST_OF_A_KIND = 5
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


def learn(lessons: Sequence[Lesson], tell: Callable[[str], None] = lambda words: None) -> Model:
    """Learn every target from reports, the oldest first; every fifth is held out to judge and to calibrate.

    Raises ValueError for fewer than FEWEST_TO_LEARN reports.
    """
    if len(lessons) < FEWEST_TO_LEARN:
        raise ValueError(f"{len(lessons)} sorted reports are too few to learn from; {FEWEST_TO_LEARN} are needed.")
    parts = {}
    for target in TARGETS:
        usable = _usable(lessons, target)
        if len({getattr(lesson, target) for lesson in usable}) > 1:
            parts[target] = _learn(usable, target)
            tell(target)
    return Model(parts, len(lessons))


def _usable(lessons: Sequence[Lesson], target: str) -> list[Lesson]:
    counts = Counter(getattr(lesson, target) for lesson in lessons)
    return [one for one in lessons if (value := getattr(one, target)) and counts[value] >= FEWEST_OF_A_KIND]


def _learn(lessons: Sequence[Lesson], target: str) -> Part:
    # Here and not above: the city learns once a day in a process of its own and needs none of this to read a model.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts, labels = [one.features(target) for one in lessons], [str(getattr(one, target)) for one in lessons]
    held = [number % 5 == 4 for number in range(len(lessons))]
    sure = TfidfVectorizer(analyzer=grams, min_df=FEWEST_REPORTS, max_features=MOST_GRAMS, sublinear_tf=True)
    seen = sure.fit_transform([text for text, out in zip(texts, held, strict=True) if not out])
    tried = sure.transform([text for text, out in zip(texts, held, strict=True) if out])
    model = LogisticRegression(C=20.0, max_iter=200)
    model.fit(seen, [label for label, out in zip(labels, held, strict=True) if not out])
    classes = [str(c) for c in model.classes_]
    truth = [label for label, out in zip(labels, held, strict=True) if out]
    scores = np.atleast_2d(model.decision_function(tried))
    if len(classes) == 2:
        half = scores.reshape(-1) / 2
        scores = np.stack([-half, half], axis=1)
    weights, bias = model.coef_, model.intercept_
    if len(classes) == 2:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    sharpness = _calibrated(scores, [classes.index(c) if c in classes else -1 for c in truth])
    vocabulary = sure.get_feature_names_out()
    return Part(
        classes=tuple(classes),
        index={str(gram): place for place, gram in enumerate(vocabulary)},
        idf=sure.idf_.astype(np.float32),
        weights=(weights.T * sharpness).astype(np.float16),
        bias=(bias * sharpness).astype(np.float32),
        counts=dict(Counter(label for label in labels if label in classes)),
        tried=len(truth),
        right=int(sum(classes[k] == c for k, c in zip(scores.argmax(axis=1), truth, strict=True))),
    )


def _calibrated(scores: Any, truth: Sequence[int]) -> float:
    """The factor on the scores that makes the held-out truth likeliest (temperature scaling, Guo et al. 2017)."""
    rows = [number for number, place in enumerate(truth) if place >= 0]
    if not rows:
        return 1.0
    wanted = np.array([truth[number] for number in rows])

    def loss(factor: float) -> float:
        scaled = scores[rows] * factor
        top = scaled.max(axis=1, keepdims=True)
        norm = top[:, 0] + np.log(np.exp(scaled - top).sum(axis=1))
        return float((norm - scaled[np.arange(len(rows)), wanted]).mean())

    return float(min(np.geomspace(0.1, 5.0, 60), key=loss))
