"""Warnings of the tests: drafted by the centre's operator, submitted, released by the coordinator; invented."""

from datetime import timedelta
from typing import Any

from hueioc.lib import clock
from hueioc.places.rules import Sketch
from hueioc.warnings import commands as give
from hueioc.warnings.models import Alert
from hueioc.warnings.rules.drafting import NewWarning, Place
from tests.cast import WARD, Cast

FLOOD, ROAD = "warn_flood", "warn_road_flood"
GIVEN = {
    "river": "sông Hương | Hương river",
    "station": "Kim Long",
    "reading": "trên báo động II 0,50 m | 0.50 m above alarm II",
}
CIRCLE = Place(
    kind="circle", sketch=Sketch("circle", ((16.4778, 107.6080),), 800.0), words={"vi": "Đập Đá", "en": "Dap Da"}
)
POLYGON = Sketch("polygon", ((16.45, 107.55), (16.45, 107.62), (16.50, 107.62), (16.50, 107.55)))
LINE = Sketch("line", ((16.42, 107.57), (16.46, 107.58), (16.50, 107.60)), 500.0)


def new(**changes: Any) -> NewWarning:
    """A draft of a flood in the ward of the cast."""
    fields: dict[str, Any] = {
        "hazard": FLOOD,
        "level": 2,
        "place": Place(kind="units", units=(WARD,)),
        "onset_at": clock.now(),
        "given": GIVEN,
    }
    return NewWarning(**{**fields, **changes})


def drafted(cast: Cast, **changes: Any) -> Alert:
    """A draft of the operator."""
    return give.draft_warning(new(**changes), cast.operator)


def submitted(cast: Cast, **changes: Any) -> Alert:
    """Waits for a second person."""
    return give.submit_warning(drafted(cast, **changes).code, cast.operator)


def released(cast: Cast, **changes: Any) -> Alert:
    """In force: the coordinator released what the operator drafted."""
    return give.release_warning(submitted(cast, **changes).code, cast.coordinator)


def soon(hours: float) -> Any:
    """An instant some hours from now."""
    return clock.now() + timedelta(hours=hours)


def measured(areas: list[str], since: Any, until: Any) -> list[str]:
    """A door of gauges that measured something while the warning held."""
    assert since < until
    return [f"2,31 m ({len(areas[0]) + 6})"]
