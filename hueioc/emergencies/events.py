"""The facts an emergency may record; each class's docstring is its public documentation."""

from typing import ClassVar

from hueioc.journal.events import Code, Event


class ModeSwitched(Event, frozen=True, kw_only=True):
    """Flood night began or ended for the whole city; the reason stays with the row."""

    kind: ClassVar[str] = "emergency.switched"
    is_on: bool


class ConditionNoted(Event, frozen=True, kw_only=True):
    """An officer said how something stands for everybody: a flooded road, a closed school, a power cut."""

    kind: ClassVar[str] = "emergency.condition_noted"
    what: Code
    area: Code
    depth_cm: int | None = None


class ConditionEnded(Event, frozen=True, kw_only=True):
    """What was said is over, or was wrong."""

    kind: ClassVar[str] = "emergency.condition_ended"
    what: Code
    area: Code
