"""Turns what a form of the desk sent into orders for reports."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from hueioc.cases.commands import Order, Sorting
from hueioc.cases.queries import propose_route, public_draft, queued, suggest_for
from hueioc.lib.refusals import Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue

MOST_AT_ONCE = 100


def orders_from(post: QueryDict, actor: Actor) -> list[Order]:
    """One order for each `code`. Raises Invalid for none, too many, or an action that is not known."""
    codes, verb = [code for code in dict.fromkeys(post.getlist("code")) if code], post.get("verb", "")
    if verb in _INTO:
        # The report that the others belong to may well be among those that were chosen.
        codes = [code for code in codes if code != post.get("other", "")]
    make = _MAKERS.get(verb)
    if make is None:
        raise Invalid(_("There is no such action."))
    if not codes:
        raise Invalid(_("Choose at least one report."))
    if len(codes) > MOST_AT_ONCE:
        raise Invalid(_("At most %(most)s reports at once.") % {"most": MOST_AT_ONCE})
    number = post.get("version", "")
    version = int(number) if number.isascii() and number.isdigit() and len(codes) == 1 else None
    cases = {case.code: case for case in queued(codes, actor)} if verb in _NEED_CASES else {}
    return [_order(code, verb, make, cases.get(code), post, version) for code in codes]


def _order(code: str, verb: str, make: "Maker", case: Any, post: QueryDict, version: int | None) -> Order:
    # A report nobody finds is refused by the command, beside the others.
    data = make(case, post) if case is not None or verb not in _NEED_CASES else {}
    return Order(code, _GIVEN.get(verb, verb), data, version)


Maker = Callable[[Any, QueryDict], Mapping[str, Any]]


def _accepted(case: Any, post: QueryDict) -> Mapping[str, Any]:
    """The suggestion as it was seen: what the form holds, else as it is now."""
    now = suggest_for(case)
    lead = post.get("lead", now.lead)
    sorting = Sorting(
        category=post.get("category") or now.category,
        urgency=post.get("urgency") or now.urgency,
        lead=lead,
        supports=post.getlist("supports") or (now.supports if lead == now.lead else ()),
        why=(now.why,) if now.why and lead == now.lead else (),
    )
    return {"sorting": sorting, "suggested": now}


def _corrected(case: Any, post: QueryDict) -> Mapping[str, Any]:
    """Another category, urgency or unit; what was not chosen follows from what was."""
    now = suggest_for(case)
    category = post.get("category") or now.category
    route = propose_route(category, case.point, case.area)
    lead = post.get("lead") or route.lead or ""
    sorting = Sorting(
        category=category,
        urgency=post.get("urgency") or (now.urgency if category == now.category else _urgency(category)),
        lead=lead,
        supports=post.getlist("supports") or (route.supports if lead == route.lead else ()),
        why=(route.why,) if route.why and lead == route.lead else (),
    )
    return {"sorting": sorting, "suggested": now}


def _urgency(category: str) -> str:
    return catalogue().category(category).urgency


def _published(case: Any, post: QueryDict) -> Mapping[str, Any]:
    text, address = public_draft(case)
    return {"public_text": post.get("public_text") or text, "public_address": post.get("public_address") or address}


def _picked(*names: str) -> Maker:
    def make(case: Any, post: QueryDict) -> Mapping[str, Any]:
        return {name: post.get(name, "") for name in names}

    return make


def _resolved(case: Any, post: QueryDict) -> Mapping[str, Any]:
    day = post.get("planned_until", "")
    try:
        until = date.fromisoformat(day) if day else None
    except ValueError:
        until = None
    return {"outcome": post.get("outcome", ""), "text": post.get("text", ""), "planned_until": until}


_NEED_CASES = frozenset({"accept", "correct", "publish"})
# Accepting and correcting a suggestion are the same decision of the centre.
_GIVEN = {"accept": "triage", "correct": "triage", "merge": "link", "incident": "link", "unmerge": "unlink"}
_INTO = frozenset({"merge", "incident"})
_MAKERS: dict[str, Maker] = {
    "accept": _accepted,
    "correct": _corrected,
    "hand_over": lambda case, post: {
        "lead": post.get("lead", ""),
        "supports": post.getlist("supports"),
        "task": post.get("task", ""),
    },
    "categorise": _picked("category", "urgency"),
    "refuse": _picked("reason", "text"),
    "note": _picked("text"),
    "ask_citizen": _picked("text"),
    "tell_citizen": _picked("text"),
    "resolve": _resolved,
    "merge": lambda case, post: {"kind": "duplicate_of", "other": post.get("other", "")},
    "incident": lambda case, post: {"kind": "part_of", "other": post.get("other", "")},
    "unmerge": lambda case, post: {"kind": "duplicate_of", "other": post.get("other", "")},
    "link": _picked("kind", "other"),
    "publish": _published,
    "claim": _picked(),
}
