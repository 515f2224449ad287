"""Lists of dossiers, each person only what they may see: the desk's day, an officer's board, a ward's figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from hueioc.dossiers.models import Dossier
from hueioc.dossiers.rules.visibility import PART_STATES
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.workflow.queries import (
    OwedLine,
    Part,
    catalogue,
    category_name,
    city_world,
    codes_of_units,
    deadline_chip,
    owed_by,
    page_of,
    state_chips,
)

OPEN = ("received", "assigned", "in_work")
PAGE = 40
_SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    dossiers: list[Dossier]
    total: int
    page: int
    pages: int


def seen_by(actor: Actor) -> QuerySet[Dossier]:
    """All dossiers this actor may see."""
    if actor.is_centre or actor.has("leader") or actor.has("auditor"):
        return Dossier.objects.all()
    mine = Q(pk__in=())
    if actor.kind == "account":
        mine |= Q(account=actor.account)
    if actor.units:
        mine |= Q(received_by__in=actor.units) | Q(code__in=codes_of_units("dossier", actor.units, PART_STATES))
    return Dossier.objects.filter(mine)


def visible_codes(actor: Actor, codes: Sequence[str]) -> set[str]:
    """Those of some numbers that this actor may see."""
    return set(seen_by(actor).filter(code__in=codes).values_list("code", flat=True))


def _tab(name: str, actor: Actor, now: datetime) -> Q:
    """The rows behind one tab of a board."""
    mine = Q(unit__in=actor.units) if actor.units else Q()
    return {
        "to_accept": Q(phase="received", wait_reason=""),
        "offered": mine & Q(phase="assigned"),
        "in_work": mine & Q(phase="in_work", wait_reason=""),
        "waiting": Q(phase__in=OPEN) & ~Q(wait_reason=""),
        "late": Q(phase__in=OPEN, due_at__lt=now),
        "soon": Q(phase__in=OPEN, due_at__gte=now, due_at__lt=now + _SOON),
        "to_give": Q(phase="resolved"),
        "closed": Q(phase="closed"),
    }.get(name, Q(phase__in=(*OPEN, "resolved")))


TABS = ("open", "to_accept", "offered", "in_work", "waiting", "soon", "late", "to_give", "closed")


def board(actor: Actor, *, tab: str = "open", procedure: str = "", unit: str = "", page: int = 1) -> Listed:
    """One tab of what the actor may see, nearest deadline first; closed ones the latest first."""
    found = seen_by(actor).filter(_tab(tab, actor, clock.now()))
    if procedure:
        found = found.filter(service=procedure)
    if unit:
        found = found.filter(Q(unit=unit) | Q(received_by=unit))
    order = ["-closed_at", "-id"] if tab == "closed" else [F("due_at").asc(nulls_last=True), "opened_at", "id"]
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    return Listed(list(found.order_by(*order)[(number - 1) * PAGE : number * PAGE]), total, number, pages)


def counts(actor: Actor) -> dict[str, int]:
    """How many dossiers stand behind each tab that shows a number."""
    now = clock.now()
    asked: dict[str, Any] = {tab: Count("id", filter=_tab(tab, actor, now)) for tab in TABS if tab not in {"closed"}}
    return dict(seen_by(actor).aggregate(**asked))


def registered_today(actor: Actor, most: int = 15) -> list[Dossier]:
    """What the actor's desks registered today, the latest first."""
    day = city_world().day(clock.now())
    begin = datetime.combine(day, datetime.min.time(), catalogue().calendar.time_zone)
    found = Dossier.objects.filter(received_by__in=actor.units, opened_at__gte=begin)
    return list(found.order_by("-opened_at", "-id")[:most])


def my_dossiers(actor: Actor, most: int = PAGE) -> list[Dossier]:
    """Dossiers the signed-in person filed online, the latest first."""
    if actor.kind != "account":
        return []
    return list(Dossier.objects.filter(account=actor.account).order_by("-opened_at", "-id")[:most])


def owed_dossiers(actor: Actor, most: int) -> list[tuple[Part, Dossier]]:
    """Live parts of the actor's units with their dossiers, nearest deadline first; held ones wait for others."""
    parts = [part for part in owed_by(actor.units, "dossier") if part.role != "hold"]
    codes = [part.subject.partition(":")[2] for part in parts[: most * 2]]
    found = {one.ref: one for one in Dossier.objects.filter(code__in=codes)}
    rows = [(part, found[part.subject]) for part in parts if part.subject in found]
    # A desk that handed a dossier over owes nothing until its result lies there.
    return [(part, one) for part, one in rows if part.role == "lead" or one.phase == "resolved"][:most]


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """Dossiers that the actor's units owe, as lines of the inbox."""
    now = clock.now()
    return [
        OwedLine(
            ref=one.ref,
            page=page_of(one.ref),
            title=category_name(one.service),
            chips=state_chips(one),
            deadline=deadline_chip(one, now),
            due_at=part.answer_due_at if part.state == "offered" else one.due_at,
            group=_("Dossiers"),
            board="/dossiers/",
        )
        for part, one in owed_dossiers(actor, most)
    ]


@dataclass(frozen=True)
class Load:
    """What one unit has open: by how it stands to its deadline; its share of the open ones that are late is derived."""

    unit: str
    open_now: int
    late: int
    soon: int
    waiting: int
    to_give: int


def loads(actor: Actor) -> list[Load]:
    """The open dossiers of every agency the actor may see, the one with most late ones first."""
    now = clock.now()
    rows = (
        seen_by(actor)
        .filter(phase__in=(*OPEN, "resolved"))
        .values("unit")
        .annotate(
            open_now=Count("id", filter=Q(phase__in=OPEN)),
            late=Count("id", filter=_tab("late", actor, now)),
            soon=Count("id", filter=_tab("soon", actor, now)),
            waiting=Count("id", filter=_tab("waiting", actor, now)),
            to_give=Count("id", filter=_tab("to_give", actor, now)),
        )
        .order_by()
    )
    return sorted((Load(**row) for row in rows), key=lambda one: (-one.late, -one.open_now, one.unit))


@dataclass(frozen=True)
class ProcedureLoad:
    """What one procedure has open at a unit, and how many of it are late."""

    procedure: str
    open_now: int
    late: int


def procedure_loads(actor: Actor, units: Sequence[str], most: int = 12) -> list[ProcedureLoad]:
    """Open dossiers of units by procedure, the one with most late ones first."""
    now = clock.now()
    found = seen_by(actor).filter(Q(unit__in=units) | Q(received_by__in=units), phase__in=OPEN)
    rows = found.values("service").annotate(open_now=Count("id"), late=Count("id", filter=_tab("late", actor, now)))
    lines = [ProcedureLoad(row["service"], row["open_now"], row["late"]) for row in rows.order_by()]
    return sorted(lines, key=lambda one: (-one.late, -one.open_now, one.procedure))[:most]
