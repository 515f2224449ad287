"""What the giver decides: more time, the closing a unit proposed, and taking the directive back."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from hueioc.directives.commands.files import Files, ask_first, laid_in_vault
from hueioc.directives.commands.found import DirectiveDesk, directive_on_desk
from hueioc.directives.models import Directive, Message
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands import extend_to, known_reason, move, withdraw_parts, written


def grant_extension(code: str, actor: Actor, *, until: date, text: str = "", version: int | None = None) -> Directive:
    """Move the deadline to a later day for the whole, asked for or not; every unit's part moves with it."""
    with directive_on_desk(code, actor, version=version) as desk:
        transition, directive = desk.allow("extend"), desk.item
        new, old = desk.deadline(until), directive.due_at
        if old is None or new <= old:
            later = _("Choose a day after the present deadline.")
            raise Invalid(later, fields={"until": later})
        asked = desk.settle_wish(is_granted=True)
        calendar = desk.catalogue.calendar
        first = calendar.local_day(old)
        passed = (first + timedelta(days=n) for n in range(1, (until - first).days + 1))
        days = sum(calendar.is_working_day(day) for day in passed)
        reason = asked.reason if asked else "giver"
        desk.say("answer", text, unit=directive.unit)
        extend_to(desk, new, reason=reason, working_days=days, note=text.strip())
        desk.plan_reminder()
        move(desk, transition, reason=reason)
    return directive


def refuse_extension(code: str, actor: Actor, *, text: str, version: int | None = None) -> Directive:
    """Let the deadline stand, and say why."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("refuse_extension")
        asked = desk.settle_wish(is_granted=False)
        if asked is None:
            raise Conflict(_("Nobody asked for more time."))
        desk.say("refusal", written(text), unit=asked.unit)
        desk.touch()
        desk.tell(desk.facts.noted(verb="extension_refused", unit=asked.unit, reason=asked.reason))
    return desk.item


def propose_closing(
    code: str, actor: Actor, *, outcome: str, text: str, evidence: Files = (), version: int | None = None
) -> Directive:
    """The lead unit says what came of it; the giver decides whether it is closed. This instant counts for on time."""
    ask_first(code, actor, "resolve", evidence)
    with laid_in_vault(evidence, actor) as kept, directive_on_desk(code, actor, version=version) as desk:
        transition, directive = desk.allow("resolve"), desk.item
        if outcome not in transition.outcomes:
            raise Invalid(_("Choose an outcome."), fields={"outcome": _("Choose an outcome from the list.")})
        part = desk.own_part()
        percent = 100 if outcome == "fulfilled" else directive.percent
        desk.say("closing", written(text), unit=part.unit, percent=percent, files=kept)
        directive.percent = percent
        directive.resolved_at = desk.at
        desk.settle_wish(is_granted=False)
        desk.hear()
        desk.rest()
        move(desk, transition, outcome=outcome)
    return directive


def accept_closing(code: str, actor: Actor, *, text: str = "", version: int | None = None) -> Directive:
    """The giver is content: the directive is closed with the outcome the unit proposed."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("close")
        desk.say("answer", text, unit=desk.item.unit)
        for part in desk.live_parts():
            if part.state == "accepted":
                # What a unit has worked on stays in its sight; told by the closing itself.
                part.state, part.done_at = "done", desk.at
                desk.change(part)
        _close(desk, desk.item.outcome, verb="close")
    return desk.item


def send_back(code: str, actor: Actor, *, text: str, version: int | None = None) -> Directive:
    """The giver is not content: the unit goes on, under the deadline that holds, and reads why."""
    with directive_on_desk(code, actor, version=version) as desk:
        transition, directive = desk.allow("object"), desk.item
        desk.say("object", written(text), unit=directive.unit)
        reported = Message.objects.filter(directive=directive, unit=directive.unit, kind="progress").last()
        directive.percent = (reported.percent or 0) if reported else 0
        directive.resolved_at = None
        desk.hear()
        desk.plan_reminder()
        move(desk, transition, outcome="")
    return directive


def withdraw_directive(
    code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None
) -> Directive:
    """The giver takes it back; no unit owes anything any more."""
    with directive_on_desk(code, actor, version=version) as desk:
        transition, directive = desk.allow("withdraw"), desk.item
        known = known_reason(desk, transition, reason, note)
        desk.say("withdrawn", note)
        directive.reason = known.code
        _close(desk, "withdrawn", verb="withdraw", reason=known.code)
    return directive


def _close(desk: DirectiveDesk, outcome: str, *, verb: str, reason: str = "") -> None:
    """End it: parts that are still open are taken back."""
    directive, before, unit = desk.item, desk.item.phase, desk.item.unit
    desk.settle_wish(is_granted=False)
    withdraw_parts(desk, reason="taken_back")
    directive.phase, directive.outcome, directive.unit = "closed", outcome, unit
    directive.resolved_at, directive.closed_at = directive.resolved_at or desk.at, desk.at
    desk.rest()
    desk.tell(
        desk.facts.closed(
            verb=verb,
            from_phase=before,
            outcome=outcome,
            unit=unit,
            reason=reason,
            service=directive.service,
            is_on_time=directive.due_at is None or directive.resolved_at <= directive.due_at,
            resolved_at=directive.resolved_at,
            due_at=directive.due_at,
            first_due_at=directive.first_due_at,
        )
    )
