"""What happened to a report, in plain words, read from the journal: the same record an outsider can verify."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hueioc.cases.events import CaseClosed, CaseHanded, CaseMoved, CaseNoted, CaseOpened, CaseRated
from hueioc.cases.models import Case
from hueioc.journal.events import Event
from hueioc.journal.queries import facts_of
from hueioc.workflow.queries import outcome_label, unit_label


@dataclass(frozen=True)
class Happening:
    """One line of the time line: when, what, and a class for the dot beside it."""

    at: datetime
    words: str
    css: str = ""


# What only staff read: inside a unit, between units before one of them accepted, and the city's own clockwork.
_STAFF_STEPS = frozenset({"assigned", "withdrawn"})
_STAFF_NOTES = frozenset({"note", "due_soon", "linked", "unlinked", "undone"})


def _opened(event: Any, case: Case) -> tuple[str, str]:
    return _("The report was received."), "t-new"


def _handed(event: Any, case: Case) -> tuple[str, str]:
    said = {
        "offered": _("Sent to %(unit)s."),
        "accepted": _("%(unit)s accepted it."),
        "returned": _("%(unit)s returned it."),
        "lapsed": _("%(unit)s did not answer in time; that counts as accepted."),
        "withdrawn": _("Taken back from %(unit)s."),
        "assigned": _("%(unit)s gave it to a colleague."),
        "done": _("%(unit)s finished its part."),
    }.get(event.step, "")
    return said % {"unit": unit_label(event.unit)} if said else "", "t-triaged"


def _moved(event: Any, case: Case) -> tuple[str, str]:
    said = {
        "triage": _("The centre sorted it."),
        "ask_citizen": _("The reporter was asked something; the clock stands."),
        "answer_question": _("The reporter answered; the clock runs again."),
        "lapse": _("The waiting is over; the clock runs again."),
        "pause": _("The work waits."),
        "resume": _("The work goes on."),
        "extend": _("The deadline was extended."),
        "object": _("The reporter does not agree with the result."),
        "reopen": _("It was taken up again."),
        "unlink": _("The link to another report was undone."),
        "undo": _("The last action was undone."),
    }.get(event.verb, "")
    if event.verb in {"resolve", "answer_at_centre"}:
        said = _("Answered: %(outcome)s.") % {"outcome": outcome_label(case.service, event.outcome)}
    return said, "t-progress"


def _noted(event: Any, case: Case) -> tuple[str, str]:
    said = {
        "note": _("A note was written."),
        "photo": _("A picture was added."),
        "told": _("The centre wrote to the reporter."),
        "undone": _("The last action was undone."),
        "published": _("The report was made public."),
        "unpublished": _("The report was taken back from the public."),
        "answer_published": _("The answer was made public."),
        "joined": _("Somebody else has met the same thing and follows this report."),
        "linked": _("Linked with another report."),
        "unlinked": _("A link was undone."),
        "split": _("A second matter became a report of its own."),
        "due_soon": _("The unit was warned that little time is left."),
        "reminded": _("The unit was reminded."),
        "overdue": _("The deadline has passed; the unit's head and the centre were told."),
    }.get(event.verb, "")
    return said, ""


def _rated(event: Any, case: Case) -> tuple[str, str]:
    return _("The reporter rated the result: %(score)d of 5.") % {"score": event.score}, ""


def _closed(event: Any, case: Case) -> tuple[str, str]:
    label = outcome_label(case.service, event.outcome)
    said = _("Closed on time: %(outcome)s.") if event.is_on_time else _("Closed late: %(outcome)s.")
    return said % {"outcome": label}, "t-resolved" if event.is_on_time else "t-breach"


_SAYS: dict[type[Event], Callable[[Any, Case], tuple[str, str]]] = {
    CaseOpened: _opened,
    CaseHanded: _handed,
    CaseMoved: _moved,
    CaseNoted: _noted,
    CaseRated: _rated,
    CaseClosed: _closed,
}


def timeline(case: Case, *, staff: bool) -> list[Happening]:
    """Everything that happened, newest first; the public reads no inner steps."""
    happenings = []
    for fact in facts_of(case.ref):
        event = fact.event
        if not staff and (getattr(event, "step", "") in _STAFF_STEPS or getattr(event, "verb", "") in _STAFF_NOTES):
            continue
        says = _SAYS.get(type(event))
        words, css = says(event, case) if says else ("", "")
        if words:
            happenings.append(Happening(fact.happened_at, words, css))
    return happenings[::-1]
