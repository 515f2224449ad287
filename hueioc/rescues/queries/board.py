"""The coordinator's board: open calls by priority, filters, counts by ward, and pins on a drawing that needs no map."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.lib.geo import Point
from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import Actor
from hueioc.places.queries import Drawing, drawing
from hueioc.rescues.models import Rescue
from hueioc.rescues.rules.access import is_coordinator

PAGE = 40
TABS = {
    "open": gettext_lazy("Open"),
    "waiting": gettext_lazy("Wait for a team"),
    "out": gettext_lazy("With a team"),
    "check": gettext_lazy("To be checked"),
    "closed": gettext_lazy("Closed"),
}
_WIDTH = 560
# The smallest part of the drawing that is shown, and the room around the outermost pins, in its pixels.
_CLOSEST, _MARGIN = 90.0, 30.0


class Pin(NamedTuple):
    """A call on the drawing: its place in pixels (as SVG writes numbers), its number on the list, how urgent it is."""

    x: str
    y: str
    number: int
    css: str


@dataclass(frozen=True)
class Board:
    """One page of the board."""

    calls: list[Rescue]
    total: int
    page: int
    pages: int
    counts: dict[str, int]
    wards: list[tuple[str, int]]
    pins: list[Pin] = field(default_factory=list)
    picture: Drawing | None = None
    frame: str = ""
    scale: str = "1"


def may_see_board(actor: Actor) -> bool:
    """Centre and leaders see all; officers what their units must act on."""
    return is_coordinator(actor) or actor.has("leader") or bool(actor.units)


def seen_by(actor: Actor) -> QuerySet[Rescue]:
    """Calls this person may see, merged ones too. Raises NotAllowed for who is no staff of these."""
    if not may_see_board(actor):
        raise NotAllowed(_("The board of rescue is for the centre and for units with a call. The centre can help."))
    found = Rescue.objects.all()
    if is_coordinator(actor) or actor.has("leader"):
        return found
    return found.filter(Q(unit__in=actor.units) | Q(home_unit__in=actor.units))


def _tab(name: str) -> Q:
    live = Q(lead="") & ~Q(phase="closed")
    return {
        "waiting": Q(lead="", phase="received"),
        "out": Q(lead="", phase__in=("assigned", "in_work")),
        "check": live & (Q(is_doubtful=True) | Q(area="")),
        "closed": Q(lead="", phase="closed"),
    }.get(name, live)


def board(
    actor: Actor, *, tab: str = "open", area: str = "", words: str = "", page: int = 1, with_map: bool = True
) -> Board:
    """One tab by priority, the closed ones the latest first. Raises NotAllowed."""
    seen = seen_by(actor)
    found = seen.filter(_tab(tab))
    if area:
        found = found.filter(area=area)
    if plain := words.replace("\x00", "").strip():
        found = found.filter(Q(code__icontains=plain.upper()) | Q(address__icontains=plain) | Q(text__icontains=plain))
    order = ("-closed_at", "-id") if tab == "closed" else ("-rank", "id")
    counts = _counts(seen)
    # What was just counted for the tabs is not counted again.
    total = found.count() if area or words.strip() or tab not in counts else counts[tab]
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    calls = list(found.select_related("team").order_by(*order)[(number - 1) * PAGE : number * PAGE])
    names = {"counts": counts, "wards": _wards(seen)}
    if not with_map:
        return Board(calls, total, number, pages, **names)  # type: ignore[arg-type]
    picture = drawing(_WIDTH)
    pins = _pins(calls, picture)
    frame, scale = _frame(pins, picture)
    more = {"pins": pins, "picture": picture, "frame": frame, "scale": scale}
    return Board(calls, total, number, pages, **names, **more)  # type: ignore[arg-type]


def _counts(seen: QuerySet[Rescue]) -> dict[str, int]:
    live = seen.filter(lead="").exclude(phase="closed")
    rows = live.aggregate(
        open=Count("id"),
        waiting=Count("id", filter=Q(phase="received")),
        check=Count("id", filter=Q(is_doubtful=True) | Q(area="")),
    )
    return {**rows, "out": rows["open"] - rows["waiting"]}


def _wards(seen: QuerySet[Rescue]) -> list[tuple[str, int]]:
    rows = seen.filter(lead="").exclude(phase="closed").values_list("area").annotate(many=Count("id")).order_by("-many")
    return [(area, many) for area, many in rows if area]


def _frame(pins: Sequence[Pin], picture: Drawing) -> tuple[str, str]:
    """The part of the drawing that holds the pins with room around them, and how many pixels are one of the page."""
    if not pins:
        return f"0 0 {picture.width} {picture.height}", "1.00"
    xs, ys = [float(pin.x) for pin in pins], [float(pin.y) for pin in pins]
    ratio = picture.height / picture.width
    width = max(_CLOSEST, max(xs) - min(xs) + _MARGIN, (max(ys) - min(ys) + _MARGIN) / ratio)
    width = min(width, float(picture.width))
    x, y = (max(xs) + min(xs) - width) / 2, (max(ys) + min(ys) - width * ratio) / 2
    return f"{x:.1f} {y:.1f} {width:.1f} {width * ratio:.1f}", f"{width / picture.width:.3f}"


def _pins(calls: Sequence[Rescue], picture: Drawing) -> list[Pin]:
    """The calls of this page that have a place inside the drawing, the most urgent drawn last and so on top."""
    pins = []
    for number, call in enumerate(calls, 1):
        if (point := call.exact_point) is None:
            continue
        x, y = picture.place(Point(*point))
        if 0 <= x <= picture.width and 0 <= y <= picture.height:
            css = "pin-hot" if call.urgency == "urgent" else "pin"
            pins.append(Pin(f"{x:.1f}", f"{y:.1f}", number, css))
    return pins[::-1]


def printable(actor: Actor, area: str = "", most: int = 2000) -> list[Rescue]:
    """Open calls for paper, by ward and then by priority."""
    found = seen_by(actor).filter(lead="").exclude(phase="closed")
    found = found.filter(area=area) if area else found
    return list(found.select_related("team").order_by("area", "-rank", "id")[:most])
