"""Lists of returns: what my units owe and gave, and what they collect, period by period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.lib.text import fold
from hueioc.people.rules import Actor
from hueioc.returns.models import Return
from hueioc.returns.queries.packs import code_words, form_name, forms
from hueioc.returns.queries.reading import HEAVY, OPEN
from hueioc.returns.rules.visibility import sees_all
from hueioc.workflow.queries import FoundLine, page_of, unit_label

PAGE = 40
TABS = {"owed": _("To hand in"), "given": _("Handed in"), "closed": _("Accepted returns")}
_PHASES = {"owed": OPEN, "given": ("resolved",), "closed": ("closed",)}
# What ended longer ago is found by its figures.
_DAYS, _MOST_COLLECTIONS = timedelta(days=400), 120


def seen_by(actor: Actor) -> QuerySet[Return]:
    """All returns this actor may see."""
    if sees_all(actor):
        return Return.objects.all()
    return Return.objects.filter(Q(unit__in=actor.units) | Q(collector__in=actor.units))


def find_lines(text: str, actor: Actor, most: int) -> list[FoundLine]:
    """Returns for the search box of staff: by number, or the latest ones whose form has these words in its name."""
    if not actor.is_staff:
        return []
    words = fold(text.strip())
    named = [form.code for form in forms() if words and any(words in fold(name) for name in form.names.values())]
    typed = Q(code__iexact=text.strip().replace("\x00", ""))
    found = seen_by(actor).filter(typed | Q(form__in=named)).defer(*HEAVY).order_by("-last_on", "unit")[:most]
    return [
        FoundLine(
            page_of(one.ref),
            one.code,
            f"{form_name(one.form)} · {code_words(one.period)}",
            " · ".join((one.code, unit_label(one.unit))),
        )
        for one in found
    ]


class Owing(NamedTuple):
    """A return that somebody owes: its number, the unit, and who collects it."""

    code: str
    unit: str
    collector: str


def owing(form: str, period: str) -> list[Owing]:
    """Who owes a form of a period, by number; for rules and demos, never shown to anybody as it is."""
    found = Return.objects.filter(form=form, period=period, phase__in=OPEN).order_by("id")
    return [Owing(*row) for row in found.values_list("code", "unit", "collector")]


def visible_codes(actor: Actor, codes: Sequence[str]) -> set[str]:
    """Those of some numbers that this actor may see."""
    return set(seen_by(actor).filter(code__in=codes).values_list("code", flat=True))


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    items: list[Return]
    total: int
    page: int
    pages: int


def board(actor: Actor, *, tab: str = "owed", page: int = 1) -> Listed:
    """What my units owe (nearest deadline first), gave, and had accepted (latest first)."""
    found = Return.objects.filter(unit__in=actor.units, phase__in=_PHASES.get(tab, OPEN)).defer(*HEAVY)
    order = [F("due_at").asc(nulls_last=True), "form", "id"] if tab == "owed" else ["-updated_at", "-id"]
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    return Listed(list(found.order_by(*order)[(number - 1) * PAGE : number * PAGE]), total, number, pages)


def counts(actor: Actor) -> dict[str, int]:
    """How many returns stand behind each tab, and how many of those to give are late."""
    asked: dict[str, Any] = {tab: Count("id", filter=Q(phase__in=phases)) for tab, phases in _PHASES.items()}
    asked["late"] = Count("id", filter=Q(phase__in=OPEN, due_at__lt=clock.now()))
    return dict(Return.objects.filter(unit__in=actor.units).aggregate(**asked))


@dataclass(frozen=True)
class Collection:
    """One form and period with how many units owe it, gave it, gave it late, are late now and were accepted."""

    form: str
    period: str
    name: str
    period_name: str
    collector: str
    owed: int
    given: int
    accepted: int
    given_late: int
    missing_late: int

    @property
    def to_accept(self) -> int:
        return self.given - self.accepted


def collections(actor: Actor) -> list[Collection]:
    """What the actor's units collect, or every collection for the city's staff; the latest periods first."""
    found = Return.objects.filter(last_on__gte=clock.today() - _DAYS)
    if not sees_all(actor):
        found = found.filter(collector__in=actor.units)
    if not (sees_all(actor) or actor.units):
        raise NotAllowed(_("Returns are for staff. Your administrator can give you a role."))
    rows = (
        found.exclude(outcome="withdrawn")
        .values("form", "period", "collector", "last_on")
        .annotate(
            owed=Count("id"),
            given=Count("id", filter=Q(phase__in=("resolved", "closed"))),
            accepted=Count("id", filter=Q(phase="closed")),
            given_late=Count("id", filter=Q(phase__in=("resolved", "closed"), resolved_at__gt=F("due_at"))),
            missing_late=Count("id", filter=Q(phase__in=OPEN, due_at__lt=clock.now())),
        )
        .order_by("-last_on", "form")[:_MOST_COLLECTIONS]
    )
    return [_collection(dict(row)) for row in rows]


def _collection(row: dict[str, Any]) -> Collection:
    numbers = {name: row[name] for name in ("owed", "given", "accepted", "given_late", "missing_late")}
    return Collection(
        form=row["form"],
        period=row["period"],
        name=form_name(row["form"]),
        period_name=code_words(row["period"]),
        collector=unit_label(row["collector"]) if row["collector"] else "",
        **numbers,
    )
