"""Learns from sorted reports how their words go with category, unit and urgency.

TF-IDF of character and word n-grams and a linear model (scikit-learn), with probabilities calibrated on reports
that were held out. Loaded by the learner only, which is a process of its own: the city stays small.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from hueioc.cases.rules.model import FEWEST_TO_LEARN, TARGETS, Lesson, Model, Part, grams

FEWEST_REPORTS = 5  # an n-gram in fewer reports could point to a person, and says little
MOST_GRAMS = 20_000
FEWEST_OF_A_KIND = 5


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
