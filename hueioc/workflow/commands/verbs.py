"""What every verb of every kind of work needs: a coded reason, a text somebody wrote, and the move itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.workflow.commands.desk import Desk
from hueioc.workflow.pack import Reason, Transition

LONGEST_TEXT = 4000


def known_reason(desk: Desk[Any], transition: Transition, code: str, note: str = "") -> Reason:
    """The coded reason of the transition's group. Raises Invalid for an unknown one or a missing explanation."""
    found = desk.catalogue.reason(desk.item.service, transition.reasons, code)
    if found is None:
        raise Invalid(_("Choose a reason."), fields={"reason": _("Choose a reason from the list.")})
    if found.needs_text and not note.strip():
        raise Invalid(_("This reason needs an explanation."), fields={"note": _("Explain in a sentence.")})
    return found


def move(desk: Desk[Any], transition: Transition, *, reason: str = "", outcome: str | None = None) -> None:
    """Change the state as the transition says and tell it."""
    item, before = desk.item, desk.item.phase
    item.phase = transition.to or item.phase
    if outcome is not None:
        item.outcome = outcome
    desk.touch()
    desk.tell_moved(transition.verb, before, reason=reason)


def written(text: str, *, name: str = "text") -> str:
    """A text somebody wrote, tidied. Raises Invalid when it is empty, too long or broken."""
    if has_broken_characters(text):
        raise Invalid(_("This text holds characters that cannot be stored."), fields={name: _("Type it again.")})
    tidied = tidy(text)
    if not tidied:
        raise Invalid(_("Write a text."), fields={name: _("Write a text.")})
    if len(tidied) > LONGEST_TEXT:
        raise Invalid(_("At most 4,000 characters."), fields={name: _("At most 4,000 characters.")})
    return tidied
