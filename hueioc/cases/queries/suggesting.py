"""What a report probably is and who should have it, for a person to accept or correct; and how often that is right."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hueioc.cases.models import Case, Suggested
from hueioc.cases.queries.routing import propose_route
from hueioc.cases.rules.model import Lesson, Model, features, load
from hueioc.cases.rules.suggesting import Guess, Suggestion, Vocabulary, guess_by_words, vocabulary
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.workflow.queries import catalogue

_MOST_LESSONS = 20_000
_NOT_LESSONS = ("refused", "duplicate", "withdrawn")


def model_path() -> Path:
    """Where this installation keeps what it has learned."""
    path: Path = settings.SHARED / "models" / "suggestions.npz"
    return path


@lru_cache(maxsize=1)
def _loaded(path: Path, changed_ns: int) -> Model:
    return load(path)


def model_in_use() -> Model | None:
    """The learned model, read again when a newer one lies there; None before there is history."""
    path = model_path()
    return _loaded(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=2)
def _vocabulary(city_folder: Path, day: date) -> Vocabulary:
    return vocabulary(catalogue().leaves(day))


def suggest(text: str, point: Point | None, area: str = "", chosen: str = "") -> Suggestion:
    """The suggestion for a text at a place; `chosen` is the category the sender chose, kept when nothing says more."""
    known, day = catalogue(), clock.today()
    model = model_in_use()
    guesses, source = _guesses(model, text, day)
    standing = {leaf.code for leaf in known.leaves(day)}
    guesses = [guess for guess in guesses if guess.code in standing]
    if not guesses:
        guesses = [Guess(chosen or next(iter(standing)), 0.5 if chosen else 0.0)]
    best = _with_the_senders_word(guesses, chosen)
    category = best[0]
    route = propose_route(category.code, point, area)
    lead, sure, other = _lead(model, text, area, category.code, route.lead or "")
    urgency, urgent = _urgency(model, text, category.code)
    return Suggestion(
        category=category.code,
        category_probability=category.probability,
        lead=lead,
        lead_probability=sure,
        urgency=urgency,
        urgency_probability=urgent,
        source=source,
        why=route.why,
        words=category.words,
        learned_from=model.parts["category"].counts.get(category.code, 0) if model and source == "model" else 0,
        supports=route.supports,
        others=tuple(best[1:4]),
        other_lead=other,
    )


def suggest_for(case: Case) -> Suggestion:
    """The suggestion for a report as it stands."""
    return suggest(f"{case.description}\n{case.address}", case.point, case.area, case.service)


def learned_guesses(text: str) -> list[Guess]:
    """What the installation's own history says a text is about, of categories that stand today; nothing without one."""
    model = model_in_use()
    if model is None or "category" not in model.parts:
        return []
    standing = {leaf.code for leaf in catalogue().leaves(clock.today())}
    return [guess for guess in model.parts["category"].guesses(features(text)) if guess.code in standing]


def _guesses(model: Model | None, text: str, day: date) -> tuple[list[Guess], str]:
    if model and "category" in model.parts:
        learned = model.parts["category"].guesses(features(text))
        if learned:
            return learned, "model"
    return guess_by_words(text, _vocabulary(catalogue().pack.folder, day)), "keywords"


def _with_the_senders_word(guesses: list[Guess], chosen: str) -> list[Guess]:
    """The sender chose a category too: it joins the list, and leads it when the text says little."""
    if not chosen:
        return guesses
    own = next((guess for guess in guesses if guess.code == chosen), Guess(chosen, 0.0))
    rest = [guess for guess in guesses if guess.code != chosen]
    if not rest or rest[0].probability < 0.5 and own.probability * 2 >= rest[0].probability:
        return [Guess(own.code, max(own.probability, 0.5), own.words), *rest]
    return guesses if own in guesses else [*guesses[:3], own]


def _lead(model: Model | None, text: str, area: str, category: str, by_rule: str) -> tuple[str, float | None, str]:
    """The unit of the rule with the model's probability for it, and the model's own choice when that differs."""
    if model is None or "unit" not in model.parts:
        return by_rule, None, ""
    guesses = model.parts["unit"].guesses(features(text, area=area, category=category), most=40)
    chances = {guess.code: guess.probability for guess in guesses}
    if not by_rule:
        return (guesses[0].code, guesses[0].probability, "") if guesses else ("", None, "")
    top = guesses[0].code if guesses else ""
    return by_rule, chances.get(by_rule, 0.0), top if top != by_rule and chances.get(top, 0) > 0.5 else ""


def _urgency(model: Model | None, text: str, category: str) -> tuple[str, float]:
    by_pack = catalogue().category(category).urgency
    guesses = model.parts["urgency"].guesses(features(text)) if model and "urgency" in model.parts else []
    if not guesses:
        return by_pack, 0.75
    best = guesses[0]
    # Danger is never talked down: what the pack calls urgent stays so unless the model is sure of the contrary.
    if by_pack == "urgent" and best.code == "normal" and best.probability < 0.95:
        return "urgent", max(0.5, 1 - best.probability)
    return best.code, best.probability


def why_suggested(found: Suggestion) -> str:
    """The reason behind a suggestion in a sentence."""
    words = ", ".join(f"“{word}”" for word in found.words)
    if found.source == "model" and words:
        return ngettext(
            "Because of the words %(words)s, learned from %(n)d sorted report of this kind.",
            "Because of the words %(words)s, learned from %(n)d sorted reports of this kind.",
            found.learned_from,
        ) % {"words": words, "n": found.learned_from}
    if words:
        return _("Because of the words %(words)s, which the catalogue names for this category.") % {"words": words}
    return _("The text says little; this is what the sender chose, or the likeliest.")


@dataclass(frozen=True)
class Accuracy:
    """How often suggestions are right: (right, tried) on held-out reports, (taken, judged) by people."""

    learned_from: int
    learned_at: datetime | None
    held_out: dict[str, tuple[int, int]]
    taken: dict[str, dict[str, tuple[int, int]]]
    days: int


def accuracy(days: int = 90) -> Accuracy:
    """Shares with numerator and denominator, by target; those of people for the latest days, by source."""
    model, path = model_in_use(), model_path()
    held = {name: (part.right, part.tried) for name, part in model.parts.items()} if model else {}
    since = clock.now() - timedelta(days=days)
    rows = (
        Suggested.objects.filter(at__gte=since)
        .values("source")
        .annotate(
            n=Count("id"),
            category=Count("id", filter=Q(is_category_taken=True)),
            unit=Count("id", filter=Q(is_lead_taken=True)),
            urgency=Count("id", filter=Q(is_urgency_taken=True)),
        )
    )
    taken = {row["source"]: {name: (row[name], row["n"]) for name in ("category", "unit", "urgency")} for row in rows}
    at = datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo) if model else None
    return Accuracy(model.learned_from if model else 0, at, held, taken, days)


def _sorted_cases() -> Q:
    return ~Q(phase="received") & ~Q(unit="") & ~Q(outcome__in=_NOT_LESSONS)


def lessons() -> list[Lesson]:
    """The latest sorted reports, oldest first, to learn from."""
    columns = ("description", "address", "area", "service", "unit", "urgency")
    rows = Case.objects.filter(_sorted_cases()).order_by("-id").values_list(*columns)[:_MOST_LESSONS]
    return [Lesson(f"{text}\n{place}", *rest) for text, place, *rest in reversed(list(rows))]


def count_lessons() -> int:
    """How many sorted reports there are to learn from, counted no further than is used."""
    return Case.objects.filter(_sorted_cases())[:_MOST_LESSONS].count()
