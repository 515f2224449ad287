"""How values of stations look on pages: numbers in their unit, trend in words and arrow, doubts as chips."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hueioc.sensors.pack import Quantity
from hueioc.sensors.queries import Standing, level_chip
from hueioc.sensors.rules.quality import DOUBTFUL
from hueioc.workflow.queries import Chip, area_label, said

# Slower water counts as still; faster than the second is said as fast. Metres an hour.
STILL, FAST = 0.02, 0.3
NBSP = "\u00a0"


@dataclass(frozen=True)
class Row:
    """One series as a line of a list."""

    standing: Standing
    value: str
    chip: Chip | None
    trend: str
    arrow: str
    doubts: list[Chip]
    area: str
    is_simulated: bool
    total: str = ""


def amount(value: float | None, quantity: Quantity) -> str:
    """A value with its unit, as the language writes numbers; a dash for nothing."""
    if value is None:
        return "–"
    words = number_format(round(value, quantity.decimals), quantity.decimals, use_l10n=True, force_grouping=False)
    return f"{words}{NBSP}{quantity.unit}"


def trend(rise: float | None) -> tuple[str, str]:
    """What the water does, in words and as an arrow; empty when nothing is known."""
    if rise is None:
        return "", ""
    speed = number_format(abs(rise), 2, use_l10n=True)
    if abs(rise) < STILL:
        return _("steady"), "→"
    if rise > 0:
        said_so = _("rising fast, %(speed)s m/h") if rise >= FAST else _("rising, %(speed)s m/h")
        return said_so % {"speed": speed}, "↑"
    return _("falling, %(speed)s m/h") % {"speed": speed}, "↓"


def doubts(standing: Standing) -> list[Chip]:
    """What a reader must know of the newest value."""
    newest, found = standing.newest, []
    if newest is None:
        return [Chip("", "clock", _("no readings yet"))]
    if standing.is_stale:
        found.append(Chip("s-waiting", "clock-exclamation", _("no new readings")))
    if newest.flags & DOUBTFUL:
        found.append(Chip("s-waiting", "alert-triangle", _("value in doubt")))
    return found


def row(standing: Standing, total: float | None = None) -> Row:
    """One series for a list; `total` is the sum of a day where sums make sense."""
    newest, quantity = standing.newest, standing.series.quantity
    words, arrow = trend(standing.rise if not standing.is_stale else None)
    chip = None
    if newest is not None and standing.words:
        chip = level_chip(standing.reached, standing.words)
    return Row(
        standing=standing,
        value=amount(newest.value if newest else None, quantity),
        chip=chip,
        trend=words,
        arrow=arrow,
        doubts=doubts(standing),
        area=area_label(standing.series.station.area) if standing.series.station.area else "",
        is_simulated=newest is not None and newest.is_simulated,
        total=amount(total, quantity) if total is not None else "",
    )


def quantity_name(quantity: Quantity) -> str:
    """What is measured, in the language in force."""
    return said(quantity.names)
