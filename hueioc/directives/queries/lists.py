"""Lists of directives, each person only what they may see: given by me, owed by my unit, all for the city's staff."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from hueioc.directives.models import Directive
from hueioc.directives.rules.visibility import PART_STATES, headed, sees_all
from hueioc.lib import clock
from hueioc.lib.text import fold
from hueioc.people.rules import Actor
from hueioc.workflow.queries import codes_of_assignees, codes_of_units

OPEN = ("received", "assigned", "in_work", "resolved")
OWING = ("received", "assigned", "in_work")
PAGE = 40
# What is due within these is "due" in the lists: three days, so that a weekend is not a surprise.
_SOON = timedelta(days=3)


def soon_until(now: datetime) -> datetime:
    """Until when what is due counts as due soon."""
    return now + _SOON


_LIVE = ("offered", "accepted")
_KIND = Directive.REF_KIND


def _given(actor: Actor) -> Q:
    return Q(giver__in=actor.refs) | Q(giver_unit__in=headed(actor)) & ~Q(giver_unit="")


def _with_part(actor: Actor, states: Sequence[str]) -> Q:
    """Directives in which a unit of the actor has a part; confidential ones only for its head and whom it was given."""
    if not actor.units:
        return Q(pk__in=())
    plain = Q(is_confidential=False, code__in=codes_of_units(_KIND, actor.units, states))
    heads = Q(code__in=codes_of_units(_KIND, headed(actor), states)) if headed(actor) else Q(pk__in=())
    return plain | heads | Q(code__in=codes_of_assignees(_KIND, actor.refs, actor.units, states))


def seen_by(actor: Actor) -> QuerySet[Directive]:
    """All directives of which this actor may see at least a part."""
    mine = _with_part(actor, PART_STATES)
    if actor.kind != "anyone":
        mine |= _given(actor) | Q(above_giver__in=actor.refs)
    # The plain column first: most rows are decided by it, before any of the questions about parts is asked.
    return Directive.objects.filter(Q(is_confidential=False) | mine if sees_all(actor) else mine)


def visible_codes(actor: Actor, codes: Sequence[str]) -> set[str]:
    """Those of some numbers that this actor may see."""
    return set(seen_by(actor).filter(code__in=codes).values_list("code", flat=True))


TABS = ("given", "owed", "all")
STATES = ("open", "due", "late", "silent", "to_decide", "closed")


def tabs_of(actor: Actor) -> list[str]:
    """The tabs that make sense for this actor."""
    can_give = actor.has("leader") or bool(headed(actor))
    return [tab for tab, is_shown in zip(TABS, (can_give, bool(actor.units), sees_all(actor)), strict=True) if is_shown]


def _tab(name: str, actor: Actor) -> Q:
    """The directives behind a tab, within what the actor sees."""
    if name == "given":
        return _given(actor)
    return _with_part(actor, _LIVE) if name == "owed" else Q()


def _state(name: str, now: datetime) -> Q:
    """The directives in a state, as they stand now."""
    return {
        "due": Q(phase__in=OWING, due_at__gte=now, due_at__lt=soon_until(now)),
        "late": Q(phase__in=OWING, due_at__lt=now),
        "silent": Q(phase__in=OWING, silent_at__lt=now),
        "to_decide": Q(phase__in=OPEN)
        & (Q(phase__in=("received", "resolved")) | Q(extension_asked_at__isnull=False) | Q(questions_open__gt=0)),
        "closed": Q(phase="closed"),
    }.get(name, Q(phase__in=OPEN))


@dataclass(frozen=True)
class Wanted:
    """Which directives a list shows; empty means all. `words` are looked for in title and text, blind to diacritics."""

    tab: str = "all"
    state: str = "open"
    field: str = ""
    priority: str = ""
    unit: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    directives: list[Directive]
    total: int
    page: int
    pages: int


def narrowed(actor: Actor, wanted: Wanted) -> QuerySet[Directive]:
    """What the actor may see of what is wanted, in any state."""
    # What is mine I see; asked for both, every directive my units ever had would be looked at.
    found = Directive.objects.filter(_tab(wanted.tab, actor)) if wanted.tab in {"given", "owed"} else seen_by(actor)
    if wanted.field:
        found = found.filter(service=wanted.field)
    if wanted.priority:
        found = found.filter(urgency=wanted.priority)
    if wanted.unit:
        found = found.filter(code__in=codes_of_units(_KIND, [wanted.unit], PART_STATES))
    if wanted.words.strip():
        typed = wanted.words.strip()
        found = found.filter(Q(words__contains=fold(typed)) & readable(actor) | Q(code__iexact=typed))
    return found


def readable(actor: Actor) -> Q:
    """Directives whose whole the actor may read: a supporting unit must not find it by words it cannot read."""
    if sees_all(actor):
        return Q(is_confidential=False) | _given(actor) | Q(above_giver__in=actor.refs) | Q(unit__in=headed(actor))
    return _given(actor) | Q(above_giver__in=actor.refs) | Q(unit__in=actor.units)


def board(actor: Actor, wanted: Wanted) -> Listed:
    """One page of a list, nearest deadline first; closed ones the latest first."""
    found = narrowed(actor, wanted).filter(_state(wanted.state, clock.now()))
    order = ["-closed_at", "-id"] if wanted.state == "closed" else [F("due_at").asc(nulls_last=True), "opened_at", "id"]
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, wanted.page), pages)
    return Listed(list(found.order_by(*order)[(number - 1) * PAGE : number * PAGE]), total, number, pages)


def counts(actor: Actor, wanted: Wanted) -> dict[str, int]:
    """How many directives stand behind each state of what is wanted; closed ones are not counted."""
    now = clock.now()
    asked = {name: Count("id", filter=_state(name, now)) for name in STATES if name != "closed"}
    return dict(narrowed(actor, replace(wanted, state="open")).filter(phase__in=OPEN).aggregate(**asked))


def directives_about(actor: Actor, ref: str, most: int = 10) -> list[Directive]:
    """Directives that came from something (a report, a figure) and that the actor may see, the latest first."""
    return list(seen_by(actor).filter(origin_ref=ref).order_by("-opened_at")[:most]) if ref else []
