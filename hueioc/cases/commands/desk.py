"""Puts one report on the desk: found, visible to the actor, locked, and cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.events import CaseClosed, CaseHanded, CaseMoved, CaseNoted, CaseOpened
from hueioc.cases.models import Case
from hueioc.cases.rules.visibility import is_reporter, may_see
from hueioc.lib.refusals import Conflict, Invalid, NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.commands import Desk, Facts, clear
from hueioc.workflow.pack import Reason, Transition
from hueioc.workflow.queries import extensions_of, parts_of, pauses_of

CASE_FACTS = Facts(opened=CaseOpened, handed=CaseHanded, moved=CaseMoved, noted=CaseNoted, closed=CaseClosed)
CaseDesk = Desk[Case]


@contextmanager
def case_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[CaseDesk]:
    """The report `code` on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for one the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(code=code).first()
        parts = parts_of(case.ref) if case else []
        if case is None or not (actor.is_machine or may_see(case, actor, parts)):
            raise NotFound(_("There is no such report, or it is not public."))
        if version is not None and version != case.version:
            raise Conflict(_("Somebody changed this report meanwhile. Look at it again."))
        desk = CaseDesk(
            item=case,
            actor=actor,
            facts=CASE_FACTS,
            is_reporter=is_reporter(case, actor),
            parts=parts,
            pauses=pauses_of(case.ref),
            extensions=extensions_of(case.ref),
        )
        yield desk
        clear([desk])


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
