"""How good the data of stations are: gaps, doubtful values, silence; for staff and for the rules with a clock."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import Actor
from hueioc.sensors.models import Alarm
from hueioc.sensors.queries.readings import newest_values
from hueioc.sensors.queries.registry import Series, all_series, known_numbers, stations
from hueioc.sensors.queries.rights import may_see_quality
from hueioc.sensors.rules.quality import names_of
from hueioc.sensors.storage import reading


class Quality(NamedTuple):
    """A series over some hours: readings that came and should have come, and counts of flags by their name."""

    series: Series
    last_at: datetime | None
    came: int
    expected: int
    flags: dict[str, int]

    @property
    def share(self) -> float:
        return min(1.0, self.came / self.expected) if self.expected else 0.0


class Silence(NamedTuple):
    """A station whose silence begins (`is_silent`) or ends."""

    series: Series
    last_at: datetime
    is_silent: bool


def quality_of(actor: Actor, at: datetime, hours: int = 24) -> list[Quality]:
    """Every series that ever sent, the worst first. Raises NotAllowed for who is no staff."""
    if not may_see_quality(actor):
        raise NotAllowed(_("The quality of stations is for staff. Your administrator can give you a role."))
    newest, numbers, found = newest_values(), known_numbers(), []
    since = int((at - timedelta(hours=hours)).timestamp())
    with reading() as session:
        for code, series in all_series().items():
            if code not in newest:
                continue
            rows = session.run(
                "SELECT flags, COUNT(*) FROM sensors_reading WHERE series = ? AND ts >= ? AND ts < ? GROUP BY flags",
                [numbers[code], since, int(at.timestamp())],
            )
            flags: Counter[str] = Counter()
            for bits, many in rows:
                flags.update(dict.fromkeys(names_of(bits), many))
            expected = hours * 60 // series.quantity.period_minutes
            found.append(Quality(series, newest[code].at, sum(many for _bits, many in rows), expected, dict(flags)))
    return sorted(found, key=lambda one: (one.share, one.series.code))


def silences(at: datetime, limit: int = 200) -> list[Silence]:
    """Stations that fell silent since they were looked at last, and those that speak again."""
    newest, told = newest_values(), _told_silent()
    found = []
    for code, series in stations().items():
        last = max((newest[one.code].at for one in series if one.code in newest), default=None)
        if last is None:
            continue
        patience = timedelta(minutes=max(one.quantity.stale_after_minutes for one in series))
        is_silent = at - last > patience
        if is_silent != (code in told):
            found.append(Silence(series[0], last, is_silent))
    return found[:limit]


def _told_silent() -> set[str]:
    return set(Alarm.objects.filter(kind="stale").exclude(phase="closed").values_list("station", flat=True))


def levels_untold() -> int:
    """How many series stand at a level that their alarm does not know yet."""
    with reading() as session:
        return int(session.run("SELECT COUNT(*) FROM sensors_latest WHERE level <> told_level")[0][0])
