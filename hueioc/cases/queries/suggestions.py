"""What a report may be about, from its words: the one question behind every page that suggests a category."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hueioc.cases.models import Case
from hueioc.cases.queries.suggesting import learned_guesses
from hueioc.lib import clock
from hueioc.lib.text import fold
from hueioc.workflow.queries import catalogue, category_icon, category_name

_LATEST = 500
# Of the learned possibilities; a tap away lies the whole list, so less likely ones would only distract.
_WORTH_SAYING = 0.2


@dataclass(frozen=True)
class Suggestion:
    """A category with the words of the text that speak for it; no words when it is only often reported."""

    code: str
    name: str
    words: tuple[str, ...] = ()

    @property
    def icon(self) -> str:
        """The category's icon in the sprite."""
        return category_icon(self.code)


def suggest_categories(text: str, limit: int = 3) -> list[Suggestion]:
    """What a text may be about: as the installation has learned, and then by the pack's words. The sender decides."""
    written = {fold(word): word for word in text.translate(_MARKS).split()}
    found: dict[str, Suggestion] = {}
    for guess in learned_guesses(text):
        # As the sender wrote them: the model knows words without their marks.
        words = tuple(said for gram in guess.words if (said := _as_written(gram, written)))
        if words and guess.probability >= _WORTH_SAYING:
            found[guess.code] = Suggestion(guess.code, category_name(guess.code), words[:2])
    for one in _by_keywords(text):
        found.setdefault(one.code, one)
    return list(found.values())[:limit]


def _as_written(gram: str, written: Mapping[str, str]) -> str:
    """A learned word or pair of words as it stands in the text; nothing when it does not stand there so."""
    words = gram.split()
    return " ".join(written[word] for word in words) if all(word in written for word in words) else ""


def _by_keywords(text: str) -> list[Suggestion]:
    """Categories whose keywords stand in the text, blind to diacritics; longer and more words weigh more."""
    folded = f" {fold(text.translate(_MARKS))} "
    open_today = {leaf.code for leaf in catalogue().leaves(clock.today())}
    found: dict[str, list[str]] = {}
    for key, (code, word) in _keywords(catalogue().pack.folder).items():
        if f" {key} " in folded and code in open_today:
            found.setdefault(code, []).append(word)
    ranked = sorted(found, key=lambda code: (-sum(len(word) for word in found[code]), code))
    return [Suggestion(code, category_name(code), tuple(found[code][:2])) for code in ranked]


def usual_categories(limit: int = 3) -> list[Suggestion]:
    """What was reported most among the latest reports; the first of the pack before there are any."""
    leaves = [leaf.code for leaf in catalogue().leaves(clock.today())]
    latest = Case.objects.order_by("-opened_at").values_list("service", flat=True)[:_LATEST]
    counted = [code for code, _many in Counter(latest).most_common() if code in leaves]
    return [Suggestion(code, category_name(code)) for code in dict.fromkeys([*counted, *leaves])][:limit]


_MARKS = str.maketrans({mark: " " for mark in ",.;:!?()\"'/\n"})


@lru_cache(maxsize=4)
def _keywords(folder: Path) -> dict[str, tuple[str, str]]:
    """Folded keyword to its category and the way it is written; the first way wins, which has the diacritics."""
    known: dict[str, tuple[str, str]] = {}
    for category in catalogue().categories.values():
        for word in category.keywords:
            known.setdefault(fold(word), (category.code, word))
    return known
