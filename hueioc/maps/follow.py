"""Keeps pins and the count pyramid in step with the journal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import ClassVar

from hueioc.journal.commands.rows import merge_rows, new_row
from hueioc.journal.events import Event
from hueioc.journal.follower import Follower, SealedFact
from hueioc.lib.geo import morton
from hueioc.maps.models import Cell, Pin
from hueioc.maps.rules.grid import CELL_LEVELS, DEEPEST_CELL, axes, cell_of
from hueioc.workflow.events import BASE_FACTS, Closed, Handed, Moved, Noted, Opened

_LEVELS = range(CELL_LEVELS, DEEPEST_CELL + 1)
Shelf = tuple[str, int, int]


class PinFollower(Follower):
    """Places, moves and takes away pins."""

    name: ClassVar[str] = "maps.pins"
    version: ClassVar[int] = 2  # the pyramid has the levels of coarser cells
    follows: ClassVar[tuple[type[Event], ...]] = BASE_FACTS

    def handle(self, facts: Sequence[SealedFact]) -> None:
        """Apply a batch: rows once, and the pyramid by the difference between before and after."""
        pins = {pin.ref: pin for pin in Pin.objects.filter(ref__in={fact.subject for fact in facts})}
        before = {ref: _shelves(pin) for ref, pin in pins.items()}
        for fact in facts:
            if isinstance(fact.event, Opened) and fact.point is not None and fact.subject not in pins:
                pins[fact.subject] = _new_pin(fact)
            elif fact.subject in pins:
                _apply(pins[fact.subject], fact.event, fact.area)
        merge_rows([pin for _ref, pin in sorted(pins.items())], ["ref"])
        gained = ((pin, _shelves(pin) - before.get(ref, set()), +1) for ref, pin in pins.items())
        lost = ((pin, before.get(ref, set()) - _shelves(pin), -1) for ref, pin in pins.items())
        _shift(chain(gained, lost))

    def reset(self) -> None:
        Pin.objects.all().delete()
        Cell.objects.all().delete()


def _new_pin(fact: SealedFact) -> Pin:
    event = fact.event
    assert isinstance(event, Opened)
    assert fact.point is not None
    x, y = axes(fact.point)
    return new_row(
        Pin,
        ref=fact.subject,
        kind=fact.subject.partition(":")[0],
        service=event.service,
        unit=event.unit,
        area=fact.area,
        phase=event.phase,
        urgency=event.urgency,
        due_at=event.due_at,
        opened_at=fact.happened_at,
        x=x,
        y=y,
        morton=morton(fact.point),
    )


def _apply(pin: Pin, event: Event, area: str) -> None:
    pin.area = area or pin.area
    if isinstance(event, Moved):
        pin.phase, pin.unit, pin.due_at = event.phase, event.unit, event.due_at
        pin.service, pin.urgency = event.service or pin.service, event.urgency or pin.urgency
        pin.is_open = event.phase != "closed"
    elif isinstance(event, Closed):
        pin.phase, pin.is_open = "closed", False
    elif isinstance(event, Handed) and event.role == "lead" and event.step == "offered":
        pin.unit = event.unit
    elif isinstance(event, Noted) and event.verb in {"published", "unpublished"}:
        pin.is_public = event.verb == "published"


def _shelves(pin: Pin) -> set[str]:
    """On which shelves of the pyramid a pin counts."""
    if not pin.is_open:
        return set()
    return {"work", "public"} if pin.is_public else {"work"}


def _shift(changes: Iterable[tuple[Pin, set[str], int]]) -> None:
    """Add (+1) or take away (-1) pins on shelves, summed up before the database is asked."""
    sums: dict[Shelf, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pin, shelves, sign in changes:
        for shelf in shelves:
            for level in _LEVELS:
                total = sums[shelf, level, cell_of(pin.morton, level)]
                total[0] += sign
                total[1] += sign * pin.x
                total[2] += sign * pin.y
    if not sums:
        return
    cells = [
        new_row(Cell, shelf=shelf, level=level, cell=cell, pins=pins, sum_x=sum_x, sum_y=sum_y)
        for (shelf, level, cell), (pins, sum_x, sum_y) in sorted(sums.items())
    ]
    merge_rows(cells, ["shelf", "level", "cell"], adds=("pins", "sum_x", "sum_y"))
    if any(cell.pins < 0 for cell in cells):
        Cell.objects.filter(pins=0).delete()


FOLLOWERS = [PinFollower()]
