"""What a report may be about, from its words: the one question behind every page that suggests a category."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hueioc.cases.models import Case
from hueioc.lib import clock
from hueioc.lib.text import fold
from hueioc.workflow.queries import catalogue, category_name

_LATEST = 500


@dataclass(frozen=True)
class Suggestion:
    """A category with the words of the text that speak for it; no words when it is only often reported."""

    code: str
    name: str
    words: tuple[str, ...] = ()


def suggest_categories(text: str, limit: int = 3) -> list[Suggestion]:
    """Categories whose keywords stand in the text, blind to diacritics; longer and more words weigh more."""
    folded = f" {fold(text.translate(_MARKS))} "
    open_today = {leaf.code for leaf in catalogue().leaves(clock.now().date())}
    found: dict[str, list[str]] = {}
    for key, (code, word) in _keywords(catalogue().pack.folder).items():
        if f" {key} " in folded and code in open_today:
            found.setdefault(code, []).append(word)
    ranked = sorted(found, key=lambda code: (-sum(len(word) for word in found[code]), code))
    return [Suggestion(code, category_name(code), tuple(found[code][:2])) for code in ranked[:limit]]


def usual_categories(limit: int = 3) -> list[Suggestion]:
    """What was reported most among the latest reports; the first of the pack before there are any."""
    leaves = [leaf.code for leaf in catalogue().leaves(clock.now().date())]
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
