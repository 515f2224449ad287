"""What packs say of directives: priorities with their reminders, and the fields a directive can belong to."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hueioc.directives.pack import KIND, Priority, read_priorities
from hueioc.lib.packs import open_city
from hueioc.lib.refusals import Invalid
from hueioc.workflow.pack import Category
from hueioc.workflow.queries import catalogue, said


@lru_cache(maxsize=4)
def _read(packs: Path, city: str) -> tuple[Priority, ...]:
    return tuple(read_priorities(open_city(Path(packs) / "cities" / city)))


def priorities() -> tuple[Priority, ...]:
    """The priorities of the city, the most urgent first; none where no pack has some."""
    return _read(settings.PACKS, settings.CITY)


def priority_of(code: str) -> Priority:
    """The priority with this code, the least urgent for one no pack knows any more. Raises Invalid without any."""
    known = priorities()
    found = next((one for one in known if one.code == code), known[-1] if known else None)
    if found is None:
        raise Invalid(_("This city has no priorities of directives in its packs."))
    return found


def priority_words(code: str) -> str:
    """The name of a priority, its code for one that no pack knows any more."""
    return next((said(one.names) for one in priorities() if one.code == code), code)


def fields_of_directives(day: date) -> list[Category]:
    """The fields a directive can belong to on a day, in the pack's order; none in a city without directives."""
    return catalogue().leaves(day, KIND)
