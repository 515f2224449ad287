"""The latest happenings of the city as short lines, read from the journal: what, where, and a class for its dot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hueioc.journal.follower import SealedFact
from hueioc.journal.queries import facts_after, head
from hueioc.people.queries import unit
from hueioc.places.queries import area_name
from hueioc.workflow.events import BASE_FACTS, Closed, Handed, Moved, Noted, Opened
from hueioc.workflow.queries import catalogue, outcome_label, said

_LOOKED_BACK = 150


@dataclass(frozen=True)
class Happening:
    """One line: when, where, what, the reference behind it, and the class of its dot."""

    at: datetime
    where: str
    what: str
    ref: str
    css: str


def latest(most: int) -> list[Happening]:
    """The newest happenings, newest first. Only for people who may see all work."""
    facts = facts_after(max(0, head() - _LOOKED_BACK), _LOOKED_BACK, BASE_FACTS)
    told = (_told(fact) for fact in reversed(facts))
    return [one for one in told if one is not None][:most]


def _told(fact: SealedFact) -> Happening | None:
    what, css = _words(fact.event)
    if not what:
        return None
    where = area_name(fact.area, get_language() or "") if fact.area else ""
    return Happening(fact.happened_at, where, what, fact.subject, css)


def _words(event: Any) -> tuple[str, str]:
    if isinstance(event, Opened):
        return _opened(event), "n-new"
    if isinstance(event, Handed) and event.step in {"accepted", "returned"}:
        said = _("%(unit)s accepted") if event.step == "accepted" else _("%(unit)s returned it")
        return said % {"unit": _unit(event.unit)}, "n-triaged"
    if isinstance(event, Moved) and event.verb == "resolve":
        return _("%(unit)s answered") % {"unit": _unit(event.unit)}, "n-resolved"
    if isinstance(event, Noted) and event.verb == "overdue":
        return _("deadline passed, %(unit)s") % {"unit": _unit(event.unit)}, "n-breach"
    if isinstance(event, Closed):
        return _("closed: %(outcome)s") % {"outcome": _outcome(event)}, "n-closed"
    return "", ""


def _opened(event: Opened) -> str:
    """That work is new, in the words of its service; of reports as people call them."""
    service = catalogue().service_of.get(event.service)
    if service is None or service.about.kind == "report":
        return _("new report")
    return _("new: %(what)s") % {"what": said(service.about.names)}


def _outcome(event: Closed) -> str:
    return outcome_label(event.service, event.outcome) if event.service else event.outcome


def _unit(code: str) -> str:
    known = unit(code)
    return known.short() if known else code
