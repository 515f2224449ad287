"""Numbers under which series are kept, given at the first use of a city's packs and never changed."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from hueioc.sensors.queries.registry import Series, all_series, forget_known_numbers
from hueioc.sensors.rules.levels import Thresholds
from hueioc.sensors.rules.quality import Limits
from hueioc.sensors.storage import writing


class Kept(NamedTuple):
    """A series as intake needs it."""

    number: int
    limits: Limits
    series: Series
    has_levels: bool

    def levels_at(self, ts: int) -> Thresholds | None:
        """The alarm levels that held at an instant."""
        return self.series.levels(_day(ts // 86400))


@lru_cache(maxsize=1024)
def _day(number: int) -> date:
    return datetime.fromtimestamp(number * 86400, UTC).date()


_kept: dict[tuple[str, int], dict[str, Kept]] = {}


def kept_series() -> dict[str, Kept]:
    """Every series of the city's packs by code, with its number."""
    series = all_series()
    key = (f"{connection.vendor}:{connection.settings_dict['NAME']}", id(series))
    if key not in _kept:
        numbers = _numbers(list(series))
        _kept[key] = {code: Kept(numbers[code], one.limits, one, bool(one.thresholds)) for code, one in series.items()}
    return _kept[key]


def forget_numbers() -> None:
    """After the tables were emptied, as tests do."""
    _kept.clear()
    forget_known_numbers()


def _numbers(codes: list[str]) -> dict[str, int]:
    with writing() as session:
        if session.vendor == "postgresql":
            session.run("LOCK TABLE sensors_series IN EXCLUSIVE MODE")
        known = {str(code): int(key) for key, code in session.run("SELECT id, code FROM sensors_series")}
        highest = max(known.values(), default=0)
        made = [(number, code) for number, code in enumerate((c for c in codes if c not in known), highest + 1)]
        session.run_many("INSERT INTO sensors_series (id, code) VALUES (?, ?)", made)
    return known | {code: number for number, code in made}
