"""Gives verbs to many reports at once: each tried on its own desk, all saved together, one undo for the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.found import CASE_FACTS, CaseDesk, check_version, desks_of
from hueioc.cases.commands.linking import link_on_desk, unlink_on_desk
from hueioc.cases.commands.publishing import publish
from hueioc.cases.commands.steps import clear_and_keep
from hueioc.cases.commands.triage import Sorting, hand_over, refuse, sort, triage
from hueioc.cases.commands.units import accept, give_back_part, resolve
from hueioc.cases.commands.waiting import ask, note, tell
from hueioc.cases.models import Case, Suggested
from hueioc.cases.rules.suggesting import Suggestion
from hueioc.lib.refusals import Conflict, Invalid, NotFound, Refusal
from hueioc.people.rules import Actor

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Order:
    """One verb for one report, with what the verb needs, and the version that was looked at."""

    code: str
    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True)
class Done:
    """What became of the orders: reports that were changed, refusals by number, and the step that undoes it."""

    cases: list[Case]
    refused: dict[str, Refusal]
    step: str = ""


def give_many(orders: Sequence[Order], actor: Actor, *, step: str = "", preview: bool = False) -> Done:
    """Give every order that is possible, and say of the others why not.

    With `preview` nothing is saved. With the code of an earlier step of the same person that one grows, so that
    a run in several requests has one undo. Raises Invalid for too many at once.
    """
    if len(orders) > MOST_AT_ONCE:
        raise Invalid(_("At most %(most)s reports at once.") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        desks = {desk.item.code: desk for desk in desks_of([order.code for order in orders], actor)}
        refused: dict[str, Refusal] = {}
        given: dict[str, CaseDesk] = {}
        for order in orders:
            try:
                give(desks.get(order.code), order)
                given[order.code] = desks[order.code]
            except Refusal as refusal:
                refused[order.code] = refusal
        if preview:
            return Done([desk.item for desk in given.values()], refused)
        kept = clear_and_keep(list(given.values()), actor, verb=orders[0].verb if orders else "", step=step)
    return Done([desk.item for desk in given.values()], refused, kept.code if kept else "")


def give(desk: CaseDesk | None, order: Order) -> None:
    """One verb on a desk; the caller clears it. Raises the refusal of the verb; then the desk must be left as it is."""
    if desk is None:
        raise NotFound(_("There is no such report, or it is not public."))
    check_version(desk, order.version)
    verb = _VERBS.get(order.verb)
    if verb is None:
        raise Invalid(_("There is no such action."))
    verb(desk, order.data)


def _triage(desk: CaseDesk, data: Mapping[str, Any]) -> None:
    sorting: Sorting = data["sorting"]
    triage(desk, sorting)
    suggested: Suggestion | None = data.get("suggested")
    if suggested is not None:
        desk.add(
            Suggested(
                case=desk.item,
                source=suggested.source,
                category=suggested.category,
                lead=suggested.lead,
                urgency=suggested.urgency,
                is_category_taken=suggested.category == sorting.category,
                is_lead_taken=suggested.lead == sorting.lead,
                is_urgency_taken=suggested.urgency == sorting.urgency,
                at=desk.at,
            )
        )


def _categorise(desk: CaseDesk, data: Mapping[str, Any]) -> None:
    """Another category or urgency, whoever has it."""
    transition, item = desk.allow("triage"), desk.item
    before = item.phase
    sort(desk, Sorting(category=data.get("category") or item.service, urgency=data.get("urgency") or item.urgency))
    desk.tell_moved(transition.verb, before)


def _claim(desk: CaseDesk, data: Mapping[str, Any]) -> None:
    """Take it onto one's own desk; `keeper` is set when the desk is cleared."""
    desk.allow("note")
    if desk.item.keeper == desk.actor.ref:
        raise Conflict(_("You have it already."))
    desk.touch()
    desk.tell(CASE_FACTS.noted(verb="claimed"))


_VERBS: dict[str, Callable[[CaseDesk, Mapping[str, Any]], object]] = {
    "triage": _triage,
    "hand_over": lambda desk, d: hand_over(desk, d["lead"], d.get("supports", ()), task=d.get("task", "")),
    "categorise": _categorise,
    "accept": lambda desk, d: accept(desk, d.get("unit", "")),
    "return": lambda desk, d: give_back_part(desk, d["reason"], d.get("note", ""), d.get("unit", "")),
    "refuse": lambda desk, d: refuse(desk, d["reason"], d.get("text", "")),
    "note": lambda desk, d: note(desk, d["text"]),
    "ask_citizen": lambda desk, d: ask(desk, d["text"]),
    "tell_citizen": lambda desk, d: tell(desk, d["text"]),
    "resolve": lambda desk, d: resolve(
        desk, outcome=d["outcome"], text=d["text"], planned_until=d.get("planned_until")
    ),
    "link": lambda desk, d: link_on_desk(desk, d["kind"], d["other"]),
    "unlink": lambda desk, d: unlink_on_desk(desk, d["kind"], d["other"]),
    "publish": lambda desk, d: publish(desk, public_text=d["public_text"], public_address=d.get("public_address", "")),
    "claim": _claim,
}
