"""What tests of stations share: a machine that sends, and people who look after stations."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hueioc.people.queries import units_with_role
from hueioc.people.rules import Actor, machine
from hueioc.sensors.commands import Answer, Sending, take_readings
from hueioc.sensors.rules.intake import Arrived

KEY = "a-key-for-tests-of-readings"
SENDER = machine("gauge")
RIVER, RAIN, BARE = "kim-long.level", "a-dot.rain", "phong-binh.level"
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def sent(*readings: tuple[str, datetime, float], actor: Actor = SENDER) -> Answer:
    """What becomes of some readings."""
    return take_readings([Sending([(n, Arrived(*one)) for n, one in enumerate(readings)], actor)])[0]


def course(values: Sequence[float], *, series: str = RIVER, end: datetime = NOW, minutes: int = 10) -> Answer:
    """Values that follow each other up to an instant."""
    many = len(values)
    return sent(*((series, end - timedelta(minutes=minutes * (many - 1 - n)), v) for n, v in enumerate(values)))


def keeper(role: str = "officer") -> Actor:
    """Somebody of the unit that looks after stations."""
    unit = units_with_role("disaster_command", NOW.date())[0].code
    return Actor(ref="account:KEEPER", roles=frozenset({(role, unit)}))
