"""What happened to a dossier, in plain words, read from the journal: the same record an outsider can verify."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hueioc.dossiers.events import DossierClosed, DossierHanded, DossierMoved, DossierNoted, DossierOpened
from hueioc.dossiers.models import Dossier
from hueioc.journal.events import Event
from hueioc.journal.queries import facts_of
from hueioc.workflow.queries import outcome_label, unit_label


@dataclass(frozen=True)
class Happening:
    """One line of the time line: when, what, and a class for the dot beside it."""

    at: datetime
    words: str
    css: str = ""


# What only staff read: inside an agency, what was taken back, and the city's own clockwork.
_STAFF_STEPS = frozenset({"assigned", "withdrawn"})
_STAFF_NOTES = frozenset({"note", "due_soon", "reminded", "silent"})


def _opened(event: Any, dossier: Dossier) -> tuple[str, str]:
    return _("Registered with %(unit)s.") % {"unit": unit_label(event.unit)}, "t-new"


def _handed(event: Any, dossier: Dossier) -> tuple[str, str]:
    said = {
        "offered": _("Handed to %(unit)s."),
        "accepted": _("%(unit)s took it over."),
        "returned": _("%(unit)s returned it."),
        "lapsed": _("%(unit)s did not answer in time; that counts as taken over."),
        "withdrawn": _("Taken back from %(unit)s."),
        "assigned": _("%(unit)s gave it to a colleague."),
    }.get(event.step, "")
    # That a desk has what was registered with it has been said.
    if event.unit == dossier.received_by and event.step in {"offered", "accepted"}:
        said = ""
    return said % {"unit": unit_label(event.unit)} if said else "", "t-triaged"


def _moved(event: Any, dossier: Dossier) -> tuple[str, str]:
    said = {
        "accept": _("Accepted; the appointment was made."),
        "request_supplement": _("Papers are missing; the clock stands until they come."),
        "receive_supplement": _("The missing papers came; the clock runs again."),
        "request_payment": _("The fee was asked for."),
        "confirm_payment": _("The fee was paid."),
        "apologise": _("It is late; the agency apologised and named a new day."),
    }.get(event.verb, "")
    if event.verb == "finish":
        said = _("Done: %(outcome)s.") % {"outcome": outcome_label(dossier.service, event.outcome)}
    return said, "t-progress"


def _noted(event: Any, dossier: Dossier) -> tuple[str, str]:
    said = {
        "note": _("A note was written."),
        "attach": _("Files were added."),
        "asked_again": _("Papers were asked for once more."),
        "due_soon": _("The agency was warned that little time is left."),
        "reminded": _("The agency was reminded."),
        "overdue": _("The deadline has passed; the agency's head was told."),
        "silent": _("The desk has not looked at it in time; a coordinator was told."),
    }.get(event.verb, "")
    return said, ""


def _closed(event: Any, dossier: Dossier) -> tuple[str, str]:
    label = outcome_label(dossier.service, event.outcome)
    said = _("Closed on time: %(outcome)s.") if event.is_on_time else _("Closed late: %(outcome)s.")
    return said % {"outcome": label}, "t-resolved" if event.is_on_time else "t-breach"


_SAYS: dict[type[Event], Callable[[Any, Dossier], tuple[str, str]]] = {
    DossierOpened: _opened,
    DossierHanded: _handed,
    DossierMoved: _moved,
    DossierNoted: _noted,
    DossierClosed: _closed,
}


def timeline(dossier: Dossier, *, is_staff: bool) -> list[Happening]:
    """Everything that happened, newest first; applicant and public read no inner steps."""
    happenings = []
    for fact in facts_of(dossier.ref):
        event = fact.event
        is_inner = getattr(event, "step", "") in _STAFF_STEPS or getattr(event, "verb", "") in _STAFF_NOTES
        says = None if is_inner and not is_staff else _SAYS.get(type(event))
        words, css = says(event, dossier) if says else ("", "")
        if words:
            happenings.append(Happening(fact.happened_at, words, css))
    return happenings[::-1]
