"""Dossiers of other systems: whole histories replayed through the same verbs, each at its own hour."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hueioc.dossiers.commands.ending import finish, hand_out, stop, withdraw
from hueioc.dossiers.commands.found import DossierDesk, found_desk, procedure_of
from hueioc.dossiers.commands.moving import pass_on, take_over
from hueioc.dossiers.commands.receiving import accept, refuse
from hueioc.dossiers.commands.registering import number_given, register
from hueioc.dossiers.commands.waiting import PAID_VIA, ask, ask_fee, settle_clock, take_fee, take_in
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.rules.intake import NewDossier, check_dossier
from hueioc.dossiers.rules.statuses import Meaning
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, Refusal
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear, recount

_TOGETHER = 500


@dataclass(frozen=True, kw_only=True)
class PastStep:
    """One status of another system, already read by its map, with its aware hour; `unit` takes it over in process."""

    meaning: Meaning
    at: datetime
    unit: str = ""
    text: str = ""
    outcome: str = "granted"
    reason: str = "other_system"
    result_code: str = ""
    has_electronic_result: bool = False
    paid_via: str = "desk"


@dataclass(frozen=True, kw_only=True)
class PastDossier:
    """One dossier of another system: as it was filed, what it was promised, and its statuses in order."""

    new: NewDossier
    number: str
    registered_at: datetime
    appointment_at: datetime | None = None
    paid_at: datetime | None = None
    paid_via: str = ""
    steps: Sequence[PastStep] = ()


Problem = tuple[int, str]


def record_dossiers(
    past: Iterable[tuple[int, PastDossier]], machine: str, earlier: Sequence[Problem] = ()
) -> list[Problem]:
    """Take over dossiers with their histories, all or none; each comes with its line in whatever named it.

    Returns (line, sentence) for everything that is wrong; then nothing was saved. Empty means all were taken over.
    `earlier` are problems the caller found while it read: with any of them nothing is saved either.
    """
    problems: list[Problem] = []
    seen: set[str] = set()
    desks: list[DossierDesk] = []
    with transaction.atomic():
        for line, one in past:
            try:
                desks.append(_replayed(one, machine, seen))
            except Refusal as refusal:
                problems.append((line, _sentence(refusal)))
            if len(desks) >= _TOGETHER:
                clear(desks)
                desks = []
        clear(desks)
        if problems or earlier:
            transaction.set_rollback(True)
    return problems


def _sentence(refusal: Refusal) -> str:
    beside = " ".join(f"{name}: {said}" for name, said in refusal.fields.items() if str(said) != str(refusal))
    return f"{refusal} {beside}".strip()


def follow_steps(code: str, steps: Sequence[PastStep], machine: str) -> Dossier:
    """Give a known dossier the statuses that another system reports since, all or none."""
    with transaction.atomic():
        desk = found_desk(code, _agent(machine, ""))
        for step in steps:
            _step(desk, step, machine)
        clear([desk])
    return desk.item


def mark_synchronised(stands: Mapping[str, int], machine: str) -> int:
    """Note that another system took these dossiers over at these versions; returns how many were noted.

    One that has changed since waits again, and a number that no dossier has is passed over: the other side's list is
    no reason to fail.
    """
    actor = _agent(machine, "")
    with transaction.atomic():
        known = Dossier.objects.filter(code__in=list(stands)).order_by("id").values_list("code", flat=True)
        found = [found_desk(code, actor) for code in known]
        desks = [desk for desk in found if desk.item.version == stands[desk.item.code]]
        for desk in desks:
            # The mark itself is no change that the other system must hear of.
            desk.item.synchronised_at = desk.at
            desk.touch()
            desk.tell(desk.facts.noted(verb="synchronised"))
        clear(desks)
    return len(desks)


def _replayed(one: PastDossier, machine: str, seen: set[str]) -> DossierDesk:
    if one.registered_at > clock.now():
        raise Invalid(_("The step %(step)s lies in the future.") % {"step": "registered"})
    if one.paid_via and one.paid_via not in PAID_VIA:
        raise Invalid(_("Choose how it was paid."), fields={"via": _("Choose how it was paid.")})
    procedure = procedure_of(one.new.procedure, one.registered_at)
    check_dossier(one.new, procedure, needs_papers=False)
    number = number_given(one.number)
    if number in seen:
        raise Invalid(_("The number %(number)s stands twice.") % {"number": number})
    seen.add(number)
    # Another system's channel is history: the desk of then did what only a desk may do now.
    actor = _agent(machine, one.new.received_by)
    desk = register(one.new, actor, procedure, one.registered_at, number=number)
    desk.item.paid_at, desk.item.paid_via = one.paid_at, one.paid_via if one.paid_at else ""
    for step in one.steps:
        _step(desk, step, machine, one.appointment_at)
    return desk


def _step(desk: DossierDesk, step: PastStep, machine: str, promised: datetime | None = None) -> None:
    if step.at < max((entry.happened_at or step.at for entry in desk.entries), default=desk.item.opened_at):
        raise Invalid(_("The step %(step)s is earlier than the one before it.") % {"step": step.meaning})
    if step.at > clock.now():
        raise Invalid(_("The step %(step)s lies in the future.") % {"step": step.meaning})
    if desk.item.phase == "closed":
        raise Invalid(_("The step %(step)s comes after the end.") % {"step": step.meaning})
    lead = desk.lead()
    desk.at, desk.actor = step.at, _agent(machine, lead.unit if lead else desk.item.received_by)
    if desk.item.phase == "received" and step.meaning in _AFTER_ACCEPTANCE:
        # Some systems never say "accepted": whatever comes after it says so.
        accept(desk, promised)
    _VERBS[step.meaning](desk, step)


def _agent(machine: str, unit: str) -> Actor:
    roles = frozenset({("officer", unit)}) if unit else frozenset()
    return Actor(ref=f"machine:{machine}", roles=roles)


def _registered(desk: DossierDesk, step: PastStep) -> None:
    """Registered or handed in is where every history begins, and accepted is what `_step` has made it."""


def _in_process(desk: DossierDesk, step: PastStep) -> None:
    if step.unit and step.unit != desk.item.unit:
        pass_on(desk, step.unit)
        desk.actor = _agent(desk.actor.ref.partition(":")[2], step.unit)
        take_over(desk)


def _done(desk: DossierDesk, step: PastStep) -> None:
    _go_on(desk)
    finish(
        desk,
        outcome=step.outcome,
        text=step.text,
        result_code=step.result_code,
        is_electronic=step.has_electronic_result,
    )


def _returned(desk: DossierDesk, step: PastStep) -> None:
    # Some systems skip status 9: then the result's hour is the end, and the rule says so by the missing `done_at`.
    is_skipped = desk.item.phase != "resolved"
    if is_skipped:
        _done(desk, step)
        desk.item.done_at = None
    desk.actor = _agent(desk.actor.ref.partition(":")[2], desk.item.received_by)
    hand_out(desk)


def _go_on(desk: DossierDesk) -> None:
    """Another system may be done although it never said that a supplement came."""
    if desk.item.wait_reason == "supplement":
        # The open requests stay open: the rule counts them.
        for standing in (p for p in desk.pauses if p.ended_at is None):
            standing.ended_at = desk.at
            desk.change(standing)
        desk.item.wait_reason = ""
        recount(desk)
        settle_clock(desk)
    elif desk.item.wait_reason == "payment":
        take_fee(desk, "desk")


_AFTER_ACCEPTANCE = frozenset({"accepted", "in_process", "stopped", "done", "returned"})
_VERBS: dict[Meaning, Callable[[DossierDesk, PastStep], None]] = {
    "registered": _registered,
    "handed_in": _registered,
    "accepted": _registered,
    "refused": lambda desk, step: refuse(desk, step.reason, step.text),
    "in_process": _in_process,
    "supplement_requested": lambda desk, step: ask(desk, step.text),
    "supplement_received": lambda desk, step: take_in(desk, step.text),
    "payment_requested": lambda desk, step: ask_fee(desk),
    "withdrawn": lambda desk, step: withdraw(desk),
    "stopped": lambda desk, step: stop(desk, step.reason, step.text),
    "done": _done,
    "returned": _returned,
}
