"""Alarm levels of rivers: the official words for a level, and when an alarm goes up and down."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_NUMERALS = ("I", "II", "III")
# The words of bulletins, which are printed with a decimal comma in both languages; they are no texts of the catalogue,
# because a translation would not be official.
_SAYS = {
    "vi": ("trên báo động {} {} m", "dưới báo động {} {} m", "bằng báo động {}"),
    "en": ("above level {} by {} m", "below level {} by {} m", "at level {}"),
}
_CENT = Decimal("0.01")


class Thresholds(NamedTuple):
    """The three alarm levels of a gauge in metres, and its highest level on record, if known."""

    first: float
    second: float
    third: float
    highest: float | None = None

    @property
    def three(self) -> tuple[float, float, float]:
        return (self.first, self.second, self.third)


def exact(value: float) -> Decimal:
    """A level in metres to the centimetre, rounded as people round (half up)."""
    return Decimal(str(value)).quantize(_CENT, ROUND_HALF_UP)


def phrase(level_m: float, thresholds: Thresholds, language: str) -> str:
    """The official words: distance to the nearest threshold, decimal comma, two decimals.

    Halfway between two thresholds the one that is reached is named. Languages without official words get the English.
    Source: bulletins (4.12 at a gauge with II 3.00 and III 4.50 is "below III", not "above II").
    """
    above, below, equal = _SAYS.get(language[:2], _SAYS["en"])
    level = exact(level_m)
    distances = [(abs(level - exact(one)), number) for number, one in enumerate(thresholds.three)]
    nearest = min(distances)[1]
    gap = level - exact(thresholds.three[nearest])
    name, words = _NUMERALS[nearest], str(abs(gap)).replace(".", ",")
    if gap == 0:
        return equal.format(name)
    return (above if gap > 0 else below).format(name, words)


def level_reached(level_m: float, thresholds: Thresholds) -> int:
    """How many of the three levels are reached now: 0 to 3."""
    return sum(exact(level_m) >= exact(one) for one in thresholds.three)


def alarm_level(level_m: float, before: int, thresholds: Thresholds, hysteresis: float) -> int:
    """The level of the alarm, 0 to 3, after `before`: up at once, down only `hysteresis` metres below a threshold.

    So water that plays around a threshold raises one alarm, not twenty.
    """
    reached = level_reached(level_m, thresholds)
    if reached >= before:
        return reached
    kept = sum(exact(level_m) >= exact(one) - Decimal(str(hysteresis)) for one in thresholds.three)
    return max(reached, min(before, kept))


def numeral(level: int) -> str:
    """I, II or III; empty for 0."""
    return _NUMERALS[level - 1] if level else ""
