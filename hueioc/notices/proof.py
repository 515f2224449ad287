"""How far a released message came: counts by ward, way and state, with the reasons of what failed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.notices.models import Delivery, Dispatch, WarnedPlace
from hueioc.people.rules import Actor
from hueioc.workflow.queries import area_label

STATES = ("waiting", "sent", "delivered", "read", "failed", "void")
# What each state holds of the ones before it: who has read was sent to as well.
_HOLDS = {"sending": "waiting"}


@dataclass
class Tally:
    """Numbers by state of one ward or way, or of all; `read` and `delivered` are counted apart from `sent`."""

    name: str
    by_state: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def cells(self) -> list[int]:
        return [self.by_state[state] for state in STATES]


@dataclass(frozen=True)
class Proof:
    """What became of one message."""

    dispatch: Dispatch
    whole: Tally
    by_unit: list[Tally]
    by_way: list[Tally]
    reasons: list[tuple[str, str, int]]
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    simulated: int


def _staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed(_("How messages were delivered is shown to staff. The warnings themselves are public."))


def latest(actor: Actor, most: int = 50) -> list[tuple[Dispatch, Tally]]:
    """The newest messages with their sums. Raises NotAllowed for who is no staff."""
    _staff(actor)
    found = list(Dispatch.objects.order_by("-id")[:most])
    counted = Delivery.objects.filter(dispatch__in=found).values_list("dispatch_id", "state").annotate(n=Count("id"))
    sums = {one.pk: Tally("") for one in found}
    for key, state, number in counted.order_by():
        sums[key].by_state[_HOLDS.get(state, state)] += number
    return [(one, sums[one.pk]) for one in found]


def proof(key: int, actor: Actor) -> Proof:
    """One message. Raises NotFound for none, NotAllowed for who is no staff."""
    _staff(actor)
    dispatch = Dispatch.objects.filter(pk=key).first()
    if dispatch is None:
        raise NotFound(_("There is no such message."))
    mine = Delivery.objects.filter(dispatch=dispatch)
    whole, units, ways = Tally(""), dict[str, Tally](), dict[str, Tally]()
    reasons: dict[tuple[str, str], int] = {}
    columns = ("unit", "channel", "state", "reason")
    for unit, way, state, reason, number in mine.values_list(*columns).annotate(n=Count("id")).order_by():
        for tally in (whole, units.setdefault(unit, Tally(unit)), ways.setdefault(way, Tally(way))):
            tally.by_state[_HOLDS.get(state, state)] += number
        if reason:
            reasons[way, reason] = reasons.get((way, reason), 0) + number
    for tally in units.values():
        tally.name = area_label(tally.name)
    span = mine.aggregate(first=Min("sent_at"), last=Max("sent_at"))
    return Proof(
        dispatch=dispatch,
        whole=whole,
        by_unit=sorted(units.values(), key=lambda one: one.name),
        by_way=[ways[way] for way in sorted(ways)],
        reasons=sorted(((way, reason, number) for (way, reason), number in reasons.items()), key=lambda row: -row[2]),
        first_sent_at=span["first"],
        last_sent_at=span["last"],
        simulated=mine.filter(via="simulator").count(),
    )


def my_places(actor: Actor) -> list[WarnedPlace]:
    """Places of which this account is warned."""
    return list(WarnedPlace.objects.filter(recipient=actor.ref).order_by("id")) if actor.kind == "account" else []


def my_bulletins(actor: Actor, most: int = 50) -> list[Delivery]:
    """Messages that reached this person inside the app, the newest first, each with the place that was the reason."""
    if actor.kind != "account":
        return []
    found = Delivery.objects.filter(recipient=actor.ref, channel="app").exclude(state__in=("waiting", "sending"))
    return list(found.select_related("dispatch", "place").order_by("-id")[:most])


def by_token(token: str) -> Delivery | None:
    """The message behind a link that was sent to one person."""
    found = Delivery.objects.filter(token=token.replace("\x00", "")[:16])
    return found.select_related("dispatch", "place").first()


def in_queue() -> int:
    """How many letters are due and wait; reads an index."""
    return Delivery.objects.filter(state__in=("waiting", "sending"), next_try_at__lte=clock.now()).count()


def kept_places(actor: Actor) -> list[dict[str, Any]]:
    """What is kept of a person's places, for their own copy."""
    return [
        {
            "label": one.label,
            "area": one.area,
            "point": [one.lat, one.lon] if one.lat is not None else None,
            "hazards": one.hazards,
            "ways": one.channels,
            "agreed_to": one.consent,
            "agreed_at": one.agreed_at.isoformat(),
        }
        for one in my_places(actor)
    ]
