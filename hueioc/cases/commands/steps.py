"""Keeps what an action of staff changed, and takes it back: an undo is a command that restores and says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.found import CaseDesk, desks_of
from hueioc.cases.events import StepsForgotten
from hueioc.cases.models import Case, Message, Step
from hueioc.journal.commands import record
from hueioc.journal.commands.rows import insert_rows
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.workflow.commands import State, clear, complete, is_as_left, remember, restore
from hueioc.workflow.queries import catalogue

GONE_ON = _("Somebody has gone on with this since; it can no longer be undone. Open the report.")


@dataclass(frozen=True)
class Undone:
    """What an undo did: the reports that are as before, and those that somebody has touched since."""

    verb: str
    restored: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def clear_and_keep(desks: Sequence[CaseDesk], actor: Actor, *, verb: str = "", step: str = "") -> Step | None:
    """Clear the desks in the caller's transaction and keep how to take it back, for people who work here.

    With the code of a step of the same person the reports are added to it: one undo for a long run.
    """
    desks = [one for desk in desks for one in (desk, *desk.beside)]
    acted = [desk for desk in desks if desk.is_touched or desk.added or desk.changed]
    if not (actor.kind == "account" and actor.is_staff and acted):
        clear(desks)
        return None
    states = _cleared(acted)
    known = Step.objects.select_for_update().filter(code=step, actor=actor.ref, undone_at=None).first()
    kept_step = known or Step(actor=actor.ref, verb=verb or next(iter(acted[0].verbs), "change"), at=clock.now())
    kept_step.states = [*kept_step.states, *states]
    kept_step.many = len(kept_step.states)
    kept_step.save()
    return kept_step


def clear_and_keep_each(desks: Sequence[CaseDesk]) -> None:
    """Clear desks of several people in the caller's transaction; each report has an undo of its own."""
    acted = [desk for desk in desks if desk.is_touched or desk.added or desk.changed]
    kept = [desk for desk in acted if desk.actor.kind == "account" and desk.actor.is_staff]
    known = {id(desk) for desk in kept}
    clear([desk for desk in desks if id(desk) not in known])
    now = clock.now()
    insert_rows(
        [
            Step(actor=desk.actor.ref, verb=next(iter(desk.verbs), "change"), at=now, states=[state])
            for desk, state in zip(kept, _cleared(kept), strict=True)
        ]
    )


def _cleared(acted: Sequence[CaseDesk]) -> list[State]:
    """Clear the desks of staff, and how each report can be brought back."""
    if not acted:
        return []
    for desk in acted:
        if desk.actor.is_centre and desk.is_touched:
            desk.item.keeper = desk.actor.ref
    states = remember(acted)
    clear(acted)
    complete(acted, states)
    for state, said in zip(states, _last_said(desk.item for desk in acted), strict=True):
        state["said"] = said
    return states


def forget_old_steps() -> int:
    """Delete steps that are older than the pack allows to take back, with the values they kept; returns how many."""
    now = clock.now()
    sets = [rules for rules in catalogue().rule_sets.values() if any(n.code == "undo_days" for n in rules.number)]
    if not sets:
        return 0
    days = min(rules.number_on("undo_days", clock.day_of(now)) for rules in sets)
    with transaction.atomic():
        gone, _by_table = Step.objects.filter(at__lt=now - timedelta(days=days)).delete()
        if gone:
            record(StepsForgotten(many=gone), subject="desk:steps", actor="rule:tidy", visibility="internal")
    return gone


def _last_said(cases: Iterable[Case]) -> list[int]:
    """The key of the last message of each report, 0 without one."""
    wanted = [case.pk for case in cases]
    found = dict(Message.objects.filter(case__in=wanted).values_list("case").annotate(last=Max("id")).order_by())
    return [found.get(key) or 0 for key in wanted]


def undo_kept(step: Step, actor: Actor) -> Undone:
    """Restore every report of a locked step that is still as the step left it, in the caller's transaction.

    Raises Conflict when none of them is.
    """
    desks = {desk.item.code: desk for desk in desks_of([state["code"] for state in step.states], actor)}
    pairs = [(desks[state["code"]], state) for state in step.states if state["code"] in desks]
    said = _last_said(desk.item for desk, _state in pairs)
    able = [pair for pair, last in zip(pairs, said, strict=True) if pair[1]["said"] == last and is_as_left(*pair)]
    if not able:
        raise Conflict(GONE_ON)
    restore([desk for desk, _state in able], [state for _desk, state in able], step.verb)
    clear([desk for desk, _state in able])
    restored = [desk.item.code for desk, _state in able]
    return Undone(step.verb, restored, [state["code"] for state in step.states if state["code"] not in restored])
