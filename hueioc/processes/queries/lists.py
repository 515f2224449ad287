"""Lists of instances: started by me, owed by me, and all that somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.lib.codes import clean_code
from hueioc.lib.text import fold
from hueioc.people.rules import Actor
from hueioc.processes.models import Deed, Instance
from hueioc.processes.queries.looks import step_chip, step_deadline, title_of
from hueioc.workflow.queries import FoundLine, OwedLine, page_of

PAGE = 30
TABS = {
    "owed": gettext_lazy("My steps"),
    "mine": gettext_lazy("Started by me"),
    "open": gettext_lazy("Under way"),
    "closed": gettext_lazy("Ended"),
}
_LINES = 40
# A head may take what anybody of the unit may.
_OF_HEADS = ("unit", "unit_head")
# Lists count no further: nobody leafs to the end of half a million.
_MOST_COUNTED = 3_000


def _units_of(actor: Actor) -> tuple[list[str], list[str]]:
    """Units the actor is an officer or head of, and those they head."""
    headed = sorted(unit for role, unit in actor.roles if role == "unit_head" and unit)
    return sorted(actor.units), headed


def _keys(*found: QuerySet[Any]) -> QuerySet[Any]:
    """Keys of all that any of these questions finds: each goes along an index of its own, which one OR would not."""
    first, *others = found
    return first.union(*others)


def owed_to(actor: Actor) -> QuerySet[Instance]:
    """Instances whose present step this person may take; the same as the rule `takes_step`."""
    if not actor.is_staff:
        return Instance.objects.none()
    return Instance.objects.filter(pk__in=_keys(*_owed(actor)))


def _nearest(actor: Actor, start: int, end: int) -> list[Instance]:
    """Some of what is owed, nearest deadline of the step first.

    The order comes from the indexes alone: read with its rows, all that is owed would be sorted with its definitions.
    """
    ways = [one.filter(step_due_at__isnull=False).values_list("step_due_at", "pk") for one in _ways_to_owe(actor)]
    keys = [key for _due_at, key in _keys(*ways).order_by("step_due_at", "pk")[:end]]
    if len(keys) < end:
        undated = owed_to(actor).filter(step_due_at=None).order_by("pk").values_list("pk", flat=True)
        keys += undated[: end - len(keys)]
    keys = keys[start:]
    found = Instance.objects.select_related("edition").defer("edition__body").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _owed(actor: Actor) -> list[QuerySet[Any]]:
    return [one.values("pk") for one in _ways_to_owe(actor)]


def _ways_to_owe(actor: Actor) -> list[QuerySet[Instance]]:
    units, headed = _units_of(actor)
    standing = Instance.objects.filter(phase="in_work")
    return [
        standing.filter(holder=actor.ref, by="starter"),
        standing.filter(holder__in=actor.refs, unit__in=units),
        standing.filter(unit__in=units, by="unit", holder=""),
        # One way for each, so that the index gives them in order.
        *(standing.filter(unit__in=headed, by=by) for by in _OF_HEADS),
    ]


def seen_by(actor: Actor) -> QuerySet[Instance]:
    """Instances an actor may see; the same as the rule `may_see`, as a question to the database."""
    if not actor.is_staff:
        return Instance.objects.none()
    units, headed = _units_of(actor)
    plain = Instance.objects.filter(is_confidential=False)
    done = Deed.objects.filter(unit__in=units, instance__is_confidential=False, instance__visible="units")
    mine = _keys(
        *_owed(actor),
        *(one.values("pk") for one in [Instance.objects.filter(starter=actor.account)] if actor.account),
        Deed.objects.filter(author=actor.ref).values("instance_id"),
        Deed.objects.filter(unit__in=headed, by__in=_OF_HEADS).values("instance_id"),
        Deed.objects.filter(unit__in=units, by="unit").values("instance_id"),
        plain.filter(started_unit__in=headed).values("pk"),
        plain.filter(unit__in=units, by="unit").values("pk"),
        plain.filter(unit__in=headed).values("pk"),
        plain.filter(visible="units", started_unit__in=units).values("pk"),
        plain.filter(visible="units", unit__in=units).values("pk"),
        done.values("instance_id"),
    )
    wanted = Q(pk__in=mine)
    if actor.has("auditor"):
        wanted |= Q(is_confidential=False)
    if actor.is_centre or actor.has("leader"):
        wanted |= Q(is_confidential=False, visible="units")
    return Instance.objects.filter(wanted)


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    instances: list[Instance]
    total: int
    page: int
    pages: int


def narrowed(actor: Actor, tab: str, process: str = "", words: str = "") -> QuerySet[Instance]:
    """One tab, of one process, with words or a number."""
    if tab == "owed":
        found = owed_to(actor)
    elif tab == "mine":
        found = Instance.objects.filter(starter=actor.account) if actor.account else Instance.objects.none()
    else:
        found = seen_by(actor).filter(phase="closed" if tab == "closed" else "in_work")
    if process:
        found = found.filter(service=process)
    for word in fold(words).split():
        found = found.filter(Q(words__contains=word) | Q(code__icontains=word))
    return found


def board(actor: Actor, *, tab: str = "owed", process: str = "", words: str = "", page: int = 1) -> Listed:
    """One tab: open ones by the deadline of their step, the others the latest first."""
    found = narrowed(actor, tab, process, words)
    total = found[:_MOST_COUNTED].count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    if tab == "owed" and not (process or words):
        return Listed(_nearest(actor, (number - 1) * PAGE, number * PAGE), total, number, pages)
    order = [F("step_due_at").asc(nulls_last=True), "id"] if tab in {"owed", "open"} else ["-opened_at", "-id"]
    rows = found.select_related("edition").defer("edition__body").order_by(*order)[(number - 1) * PAGE : number * PAGE]
    return Listed(list(rows), total, number, pages)


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """Steps this person may take, as lines of the inbox, nearest deadline first."""
    if not actor.is_staff:
        return []
    return [
        OwedLine(
            ref=one.ref,
            page=page_of(one.ref),
            title=title_of(one),
            chips=step_chip(one),
            deadline=step_deadline(one),
            due_at=one.step_due_at,
            group=_("Work processes"),
            board="/processes/?tab=owed",
        )
        for one in _nearest(actor, 0, min(most, _LINES))
    ]


def visible_codes(actor: Actor, codes: Sequence[str]) -> set[str]:
    """Those of some numbers that this actor may see."""
    return set(seen_by(actor).filter(code__in=list(codes)).values_list("code", flat=True))


def find_lines(text: str, actor: Actor, most: int) -> list[FoundLine]:
    """Instances for the search box of staff, by number or words."""
    if not actor.is_staff or not fold(text).strip():
        return []
    found = seen_by(actor)
    try:
        found = found.filter(code=clean_code(text))
    except ValueError:
        for word in fold(text).split():
            found = found.filter(words__contains=word)
    rows = found.select_related("edition").defer("edition__body").order_by("-opened_at")[:most]
    return [FoundLine(page_of(one.ref), one.code, title_of(one), one.official_number or one.code) for one in rows]
