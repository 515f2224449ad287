"""What the centre does with a new report: sort it, hand it over, refuse it, split it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CASE_FACTS, CaseDesk, case_on_desk, known_reason, move
from hueioc.cases.commands.opening import free_codes
from hueioc.cases.models import Case, Message
from hueioc.lib.refusals import Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear, link, offer_part, recount, resume, start_clock, withdraw_parts, written


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """The centre's decision about a report: what it is, how urgent, who leads, who helps, and why these."""

    category: str
    urgency: str = "normal"
    lead: str = ""
    supports: Sequence[str] = ()
    area: str = ""
    why: Sequence[str] = field(default=())


def triage_case(code: str, actor: Actor, sorting: Sorting, *, version: int | None = None) -> Case:
    """Accept a report at the centre: the clock to the citizen starts, and units are offered their parts."""
    with case_on_desk(code, actor, version=version) as desk:
        triage(desk, sorting)
    return desk.item


def triage(desk: CaseDesk, sorting: Sorting) -> None:
    """Sort what lies on the desk and offer it to the units that were chosen."""
    transition = desk.allow("triage")
    sort(desk, sorting)
    move(desk, transition)
    if sorting.lead:
        offer(desk, sorting.lead, sorting.supports)


def sort(desk: CaseDesk, sorting: Sorting) -> None:
    """Set category and urgency and start the citizen's clock (again from the same start, if it runs)."""
    category = desk.catalogue.category(sorting.category)
    if category.parent is None:
        raise Invalid(_("Choose a category from the list."), fields={"category": _("Choose a category from the list.")})
    if sorting.urgency not in {"normal", "urgent"}:
        raise Invalid(_("Choose normal or urgent."), fields={"urgency": _("Choose normal or urgent.")})
    desk.item.service, desk.item.urgency = sorting.category, sorting.urgency
    desk.item.area = sorting.area or desk.item.area
    desk.item.routing_why = list(sorting.why) or desk.item.routing_why
    start_clock(desk)


def hand_over_case(
    code: str, actor: Actor, lead: str, supports: Sequence[str] = (), *, task: str = "", version: int | None = None
) -> Case:
    """Offer the report to a lead unit and any number of supporting units; earlier offers are taken back."""
    with case_on_desk(code, actor, version=version) as desk:
        hand_over(desk, lead, supports, task=task)
    return desk.item


def hand_over(desk: CaseDesk, lead: str, supports: Sequence[str] = (), *, task: str = "") -> None:
    """Offer what lies on the desk; the clock to the citizen starts if it does not run yet."""
    desk.allow("hand_over")
    if desk.item.clock_started_at is None:
        start_clock(desk)
    offer(desk, lead, supports, task=task)
    desk.item.needs_coordinator = False


def offer(desk: CaseDesk, lead: str, supports: Sequence[str], *, task: str = "") -> None:
    """Offer the parts, in place of parts that the new set of units no longer holds."""
    if not lead:
        raise Invalid(_("Choose the unit that leads."), fields={"lead": _("Choose a unit from the list.")})
    transition = desk.allow("hand_over")
    present = desk.lead()
    wanted = set(supports) - {lead}
    keep = {part.unit for part in desk.live_parts() if part.role == "support" and part.unit in wanted}
    if present and present.unit == lead:
        keep.add(lead)
    withdraw_parts(desk, reason="handed_over", keep=frozenset(keep))
    if lead not in keep:
        offer_part(desk, lead, task=task)
    desk.item.unit = lead
    for unit in dict.fromkeys(supports):
        if unit in wanted - keep:
            offer_part(desk, unit, role="support", task=task)
    move(desk, transition)


def refuse_case(code: str, actor: Actor, *, reason: str, text: str = "", version: int | None = None) -> Case:
    """End a report that is not accepted, with a coded reason that the public may read."""
    with case_on_desk(code, actor, version=version) as desk:
        refuse(desk, reason, text)
    return desk.item


def refuse(desk: CaseDesk, reason: str, text: str = "") -> None:
    """End what lies on the desk with a coded reason."""
    transition = desk.allow("refuse")
    known = known_reason(desk, transition, reason, text)
    desk.item.reason = known.code
    if text.strip():
        desk.add(Message(case=desk.item, kind="refusal", author=desk.actor.ref, text=written(text), at=desk.at))
    finish(desk, "refuse", outcome="refused", reason=known.code)


def finish(desk: CaseDesk, verb: str, *, outcome: str, reason: str = "") -> None:
    """Close what lies on the desk: waiting ends, parts are taken back, the end is told with its punctuality."""
    case, before = desk.item, desk.item.phase
    lead = desk.last_lead()
    if case.wait_reason:
        resume(desk)
    withdraw_parts(desk, reason=outcome)
    case.phase, case.outcome, case.closed_at = "closed", outcome, desk.at
    case.resolved_at = case.resolved_at or desk.at
    desk.touch()
    desk.tell(
        CASE_FACTS.closed(
            verb=verb,
            from_phase=before,
            outcome=outcome,
            reason=reason,
            service=case.service,
            unit=lead.unit if lead else case.unit,
            is_on_time=case.due_at is None or case.resolved_at <= case.due_at,
            resolved_at=case.resolved_at,
            due_at=case.due_at,
            first_due_at=case.first_due_at,
        )
    )


def split_case(code: str, actor: Actor, *, text: str, category: str) -> Case:
    """Make a second report out of one that speaks of two matters; both are linked, the sender follows both."""
    with case_on_desk(code, actor) as desk:
        desk.allow("split")
        desk.catalogue.category(category)
        whole = desk.item
        part = Case(
            code=free_codes([desk.at], desk.catalogue)[0],
            service=category,
            description=written(text),
            opened_at=whole.opened_at,
            updated_at=desk.at,
        )
        for name in ("address", "lat", "lon", "morton", "area", "channel", "language", "reporter", "account", "unit"):
            setattr(part, name, getattr(whole, name) if name != "unit" else "")
        half = CaseDesk(item=part, actor=actor, facts=CASE_FACTS, is_new=True, at=desk.at)
        recount(half)
        half.tell(CASE_FACTS.opened(service=category, channel="split", urgency=part.urgency, due_at=part.due_at))
        link(half, "split_from", whole.ref)
        clear([half])
        desk.touch()
        desk.tell(CASE_FACTS.noted(verb="split", other=part.ref))
    return part
