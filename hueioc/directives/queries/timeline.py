"""What happened to a directive, in plain words, read from the journal; of a confidential one from what it withholds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hueioc.directives.models import Directive
from hueioc.journal.queries import facts_of
from hueioc.workflow.events import Withheld
from hueioc.workflow.queries import outcome_label, unit_label

# Facts about the whole, which a supporting unit reads beside those of its own part.
_OF_ALL = frozenset({"opened", "extend", "resolve", "object", "close", "withdraw"})


@dataclass(frozen=True)
class Happening:
    """One line of the time line: when, what, and a class for the dot beside it."""

    at: datetime
    words: str
    css: str = ""


def _words(step: str, event: Any, directive: Directive) -> tuple[str, str]:
    """The sentence of a step and the class of its dot; empty for what says nothing to a reader."""
    unit = unit_label(event.unit) if getattr(event, "unit", "") else ""
    lead = getattr(event, "role", "") == "lead"
    sentences = {
        "opened": (_("The directive was given."), "t-new"),
        "offered": (_("Given to %(unit)s to lead.") if lead else _("Given to %(unit)s to support."), "t-triaged"),
        "accepted": (_("%(unit)s accepted."), "t-progress"),
        "returned": (_("%(unit)s returned it."), "t-breach"),
        "withdrawn": (_("Taken back from %(unit)s."), ""),
        "assigned": (_("%(unit)s gave it to a colleague."), ""),
        "done": (_("%(unit)s has done its part."), "t-resolved"),
        "progress": (_("%(unit)s reports %(count)d %%."), "t-progress"),
        "asked_back": (_("%(unit)s asked the giver."), ""),
        "answered_back": (_("The giver answered %(unit)s."), ""),
        "extension_asked": (_("%(unit)s asks for more time."), ""),
        "extension_refused": (_("The deadline stands; more time was refused."), ""),
        "extend": (_("The new deadline is %(due)s."), "t-progress"),
        "giver_changed": (_("Another leader follows it up now."), ""),
        "handed_down": (_("%(unit)s handed a part of it down."), ""),
        "reminded": (_("%(unit)s was reminded."), ""),
        "due_soon": (_("%(unit)s was reminded: the deadline is near."), ""),
        "overdue": (_("%(unit)s was reminded: the deadline has passed."), "t-breach"),
        "unit_silent": (_("%(unit)s has been silent; the giver was told."), "t-breach"),
        "resolve": (_("%(unit)s proposes the closing: %(outcome)s."), "t-resolved"),
        "object": (_("The giver sent it back."), "t-breach"),
        "close": (_("Closed: %(outcome)s."), "t-resolved"),
        "withdraw": (_("Withdrawn by the giver."), ""),
    }
    said, css = sentences.get(step, ("", ""))
    due_at = getattr(event, "due_at", None)
    outcome = getattr(event, "outcome", "")
    return said % {
        "unit": unit,
        "count": getattr(event, "count", 0),
        "due": date_format(timezone.localtime(due_at), "d/m/Y") if due_at else "–",
        "outcome": outcome_label(directive.service, outcome, public=False) if outcome else "",
    }, css


def _step(kind: str, event: Any) -> str:
    """What a fact is called here, the same for an open and for a withheld one."""
    fact = event.fact if isinstance(event, Withheld) else kind.partition(".")[2]
    verb = event.step if isinstance(event, Withheld) else getattr(event, "step", "") or getattr(event, "verb", "")
    if fact == "opened":
        return "opened"
    # Moves that a hand-over has told already.
    return "" if fact == "moved" and verb in {"accept", "return", "reassign"} else verb


def timeline(directive: Directive, *, units: frozenset[str] | None = None) -> list[Happening]:
    """Everything that happened, newest first; with `units` what concerns the whole or one of these."""
    happenings = []
    for fact in facts_of(directive.ref):
        event: Any = fact.event
        step = _step(fact.kind, event)
        if units is not None and step not in _OF_ALL and getattr(event, "unit", "") not in units:
            continue
        words, css = _words(step, event, directive)
        if words:
            happenings.append(Happening(fact.happened_at, words, css))
    return happenings[::-1]
