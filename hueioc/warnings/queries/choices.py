"""What packs say of warnings: hazards with their texts, levels, times, and how many people live where."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.packs import open_city
from hueioc.lib.refusals import Invalid
from hueioc.places.queries import AreaInfo, local_areas
from hueioc.warnings.pack import KIND, Ending, Hazard, Hazards, Risk, read_hazards
from hueioc.workflow.pack import Category
from hueioc.workflow.queries import catalogue, said


@lru_cache(maxsize=4)
def _read(packs: Path, city: str) -> Hazards:
    found = read_hazards(open_city(Path(packs) / "cities" / city))
    return found or Hazards(risk=[], urgency=[], ending=[], hazard=[])


def hazards() -> Hazards:
    """Everything the packs say of hazards; nothing where no pack does."""
    return _read(settings.PACKS, settings.CITY)


def categories_on(day: date) -> list[Category]:
    """Hazards a warning can be drafted for on a day, in the pack's order."""
    with_texts = {one.category for one in hazards().hazard if one.holds_on(day)}
    return [leaf for leaf in catalogue().leaves(day, KIND) if leaf.code in with_texts]


def hazard_choices() -> list[tuple[str, str]]:
    """Hazards as pairs of code and words, for whoever chooses what to be warned of."""
    return [(one.code, said(one.names)) for one in categories_on(clock.today())]


def hazard_of(category: str, day: date) -> Hazard:
    """What holds for a hazard on a day. Raises Invalid for an unknown one."""
    found = next((one for one in hazards().hazard if one.category == category and one.holds_on(day)), None)
    if found is None:
        raise Invalid(_("Choose a hazard from the list."), fields={"hazard": _("Choose a hazard from the list.")})
    return found


def ending_of(message: str, day: date) -> Ending | None:
    """The texts of a cancellation or an all-clear; None for every other message."""
    return next((one for one in hazards().ending if one.message == message and one.holds_on(day)), None)


def risk_of(level: int, day: date) -> Risk:
    """A level as CAP says it on a day. Raises Invalid for an unknown one."""
    found = next((one for one in hazards().risk if one.level == level and one.holds_on(day)), None)
    if found is None:
        raise Invalid(_("Choose a level from the list."), fields={"level": _("Choose a level from the list.")})
    return found


# A city without a service of warnings still answers for its empty feed, and refuses what is too large.
_USUAL = {"longest_hours": 72, "shown_after_days": 1, "most_received_bytes": 1_000_000, "most_received_points": 20_000}


def number(name: str, day: date) -> float:
    """A number of the rules of warnings, the usual one in a city without such a service."""
    leaf = next(iter(catalogue().leaves(day, KIND)), None)
    return catalogue().rules_of(leaf.code).number_on(name, day) if leaf else _USUAL[name]


def longest(day: date) -> timedelta:
    """How long one message may hold."""
    return timedelta(hours=number("longest_hours", day))


def wards(day: date) -> list[AreaInfo]:
    """Wards and communes of a day, by name."""
    return sorted(local_areas(day), key=lambda one: one.name("vi"))


class People(NamedTuple):
    """How many people live in some areas: the published sum, its source, and how many areas have no figure."""

    number: int | None
    source: str
    as_of: date | None
    missing: int


def people_in(units: Collection[str], day: date) -> People:
    """Published figures of these areas added up; None where not all of them are published."""
    known = {one.area: one for one in hazards().people if one.holds_on(day)}
    everywhere = {one.code for one in local_areas(day)}
    if units and set(units) >= everywhere:
        whole = next((one for one in known.values() if one.area not in everywhere), None)
        if whole is not None:
            return People(whole.count, whole.source, whole.as_of, 0)
    found = [known[code] for code in units if code in known]
    missing = len(units) - len(found)
    if missing or not found:
        return People(None, "", None, missing)
    return People(sum(one.count for one in found), found[0].source, found[0].as_of, 0)
