"""What notices need of processes: who started one, who alone may know of a confidential one, and sentences."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext as _

from hueioc.processes.models import Instance
from hueioc.processes.queries.reading import holders_of


class Telling(NamedTuple):
    """Whom a notice about an instance concerns: the account that started it."""

    code: str
    account: str


class Circle(NamedTuple):
    """Who may know of a confidential instance: who started it, and who has its step now, by unit."""

    code: str
    account: str
    units: dict[str, list[str]]


def starters_of_many(codes: Collection[str]) -> list[Telling]:
    """Who started instances; unknown and confidential ones are left out."""
    found = Instance.objects.filter(code__in=codes, is_confidential=False).values_list("code", "starter")
    return [Telling(*row) for row in found]


def circles_of_many(codes: Collection[str]) -> list[Circle]:
    """The circles of confidential instances; unknown and open ones are left out."""
    found = Instance.objects.filter(code__in=codes, is_confidential=True)
    return [Circle(one.code, f"account:{one.starter}", {one.unit: holders_of(one)}) for one in found]


def notice_words() -> dict[str, str]:
    """Sentences by topic, in the active language."""
    return {
        "received": _("Process %(number)s was started."),
        "offered": _("Process %(number)s waits for you."),
        "taken_back": _("A step of process %(number)s was taken back from your unit."),
        "due_soon": _("Little time is left for your step of process %(number)s."),
        "reminded": _("You are reminded of your step of process %(number)s."),
        "overdue": _("A step of process %(number)s is overdue."),
        "closed": _("Process %(number)s has ended."),
    }
