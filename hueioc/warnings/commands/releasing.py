"""Submitting, approving and releasing: the second person's deed, with no way around it."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.rules import Actor
from hueioc.warnings.commands.drafting import void_approval
from hueioc.warnings.commands.found import WarningDesk, also_on_desk, hands_of, warning_on_desk
from hueioc.warnings.models import Alert
from hueioc.warnings.queries.choices import longest
from hueioc.warnings.queries.composing import cap_of, identifier_of, urgency_at
from hueioc.warnings.rules.cap import CapAlert
from hueioc.warnings.rules.cap_writing import written
from hueioc.warnings.rules.drafting import check_times, gaps
from hueioc.warnings.rules.profile import broken
from hueioc.warnings.rules.release import fault_of_second, is_approved
from hueioc.workflow.commands import known_reason

_ENDS_BY = {"update": "superseded", "cancel": "cancelled", "all_clear": "all_clear"}


def submit_warning(code: str, actor: Actor, *, version: int | None = None) -> Alert:
    """Say that it is ready: a person vouches for it. Raises Invalid naming every text that still has a gap."""
    with warning_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("submit")
        if not actor.account:
            raise NotAllowed(_("A person must submit this warning first."))
        missing = gaps(desk.item.texts)
        if missing:
            fault = _("This text is empty, too long, or still has a gap (…).")
            raise Invalid(fault, fields=dict.fromkeys(missing, fault))
        _check_message(desk)
        desk.item.submitted_by, desk.item.submitted_at = actor.ref, desk.at
        desk.move_on(transition)
        desk.tell(desk.facts.noted(verb="awaits", unit=desk.item.unit))
    return desk.item


def take_back_warning(code: str, actor: Actor, *, version: int | None = None) -> Alert:
    """Make a draft of it again, to change it."""
    with warning_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("take_back")
        void_approval(desk.item)
        desk.move_on(transition)
    return desk.item


def send_back_warning(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Alert:
    """The second person does not release it and says why."""
    with warning_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("send_back")
        known = known_reason(desk, transition, reason, note)
        void_approval(desk.item)
        desk.item.sent_back = " ".join(note.split())[:1000]
        desk.move_on(transition, reason=known.code)
        desk.tell(desk.facts.noted(verb="told", unit=desk.item.unit, reason=known.code))
    return desk.item


def approve_warning(code: str, actor: Actor, *, version: int | None = None) -> Alert:
    """A second person agrees with exactly what stands there; a change afterwards voids it."""
    with warning_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("approve")
        _second_person(desk)
        _approve(desk)
        desk.move_on(transition)
    return desk.item


def release_warning(code: str, actor: Actor, *, version: int | None = None) -> Alert:
    """Send it to everybody, now. Only a person who neither drafted, last changed nor submitted it can.

    Whoever releases approves by it, unless another second person did so before. What it follows ends with it.
    """
    with warning_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("release")
        _second_person(desk)
        alert = desk.item
        if not is_approved(hands_of(alert)):
            _approve(desk)
        check_times(alert.onset_at, alert.expires_at, desk.at, longest(clock.day_of(desk.at)))
        alert.cap_urgency = urgency_at(alert, desk.at)
        message = _check_message(desk)
        alert.released_by, alert.released_at, alert.identifier = actor.ref, desk.at, identifier_of(alert.code)
        alert.cap, alert.is_public, alert.sent_back = written(message).decode(), True, ""
        # It was promised within a time; that is kept or broken now, and what is in force owes nothing.
        alert.resolved_at, alert.due_at = desk.at, None
        desk.move_on(transition)
        desk.tell(desk.facts.noted(verb="told", unit=alert.unit), visibility="internal")
        desk.tell(desk.facts.noted(verb="published", unit=alert.unit))
        if alert.follows:
            _end_before(desk, alert.follows)
    return desk.item


def discard_warning(code: str, actor: Actor, *, version: int | None = None) -> Alert:
    """Nobody will release this draft."""
    with warning_on_desk(code, actor, version=version) as desk:
        desk.allow("discard")
        void_approval(desk.item)
        desk.end("discard", "discarded")
    return desk.item


def _second_person(desk: WarningDesk) -> None:
    fault = fault_of_second(desk.actor.ref, hands_of(desk.item))
    if fault:
        raise NotAllowed(fault)


def _approve(desk: WarningDesk) -> None:
    alert = desk.item
    alert.approved_by, alert.approved_at, alert.approved_digest = desk.actor.ref, desk.at, alert.digest


def _check_message(desk: WarningDesk) -> CapAlert:
    """The message as CAP. Raises Invalid with the sentence of the first business rule it breaks."""
    message = cap_of(desk.item, desk.at)
    fault = next(broken(message), None)
    if fault is not None:
        raise Invalid(fault.sentence)
    return message


def _end_before(desk: WarningDesk, code: str) -> None:
    """End the message that this one speaks of; one that ended meanwhile stays as it is."""
    before = also_on_desk(desk, code)
    if before.item.is_in_force:
        before.end("supersede", _ENDS_BY[desk.item.message])
