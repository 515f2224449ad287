"""Puts one report on the desk: found, visible to the actor, locked, and cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.found import CASE_FACTS, CaseDesk, check_version, desks_of
from hueioc.cases.commands.steps import clear_and_keep
from hueioc.lib.refusals import Invalid, NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Reason, Transition

__all__ = ["CASE_FACTS", "CaseDesk", "case_on_desk", "known_reason", "move"]


@contextmanager
def case_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[CaseDesk]:
    """The report `code` on a desk, in one transaction that is cleared when the block ends without an error.

    What staff change is kept so that they can take it back. Raises NotFound for a report the actor may not see,
    Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        found = desks_of([code], actor)
        if not found:
            raise NotFound(_("There is no such report, or it is not public."))
        [desk] = found
        check_version(desk, version)
        yield desk
        clear_and_keep([desk], actor)


def known_reason(desk: CaseDesk, transition: Transition, code: str, note: str = "") -> Reason:
    """The coded reason of the transition's group. Raises Invalid for an unknown one or a missing explanation."""
    found = desk.catalogue.reason(desk.item.service, transition.reasons, code)
    if found is None:
        raise Invalid(_("Choose a reason."), fields={"reason": _("Choose a reason from the list.")})
    if found.needs_text and not note.strip():
        raise Invalid(_("This reason needs an explanation."), fields={"note": _("Explain in a sentence.")})
    return found


def move(desk: CaseDesk, transition: Transition, *, reason: str = "", outcome: str | None = None) -> None:
    """Change the state as the transition says and tell it."""
    case, before = desk.item, desk.item.phase
    case.phase = transition.to or case.phase
    if outcome is not None:
        case.outcome = outcome
    desk.touch()
    desk.tell_moved(transition.verb, before, reason=reason)
