"""Invented readings for demos and simulators: the same for the same series and instant, and never real."""

import math
import zlib

FACE = "SIMULATOR: invented readings of stations. Nothing here was measured."
_FLOOD_S, _DAY_S = 2 * 86_400, 86_400
# How high the invented flood rises, and what lies below it, in the unit of each quantity.
_RISE = {"level": 2.3, "rain": 3.0, "reservoir": 2.0, "wind": 6.0}
_BASE = {"level": 0.45, "rain": 0.0, "reservoir": 40.0, "wind": 2.5}


def invented(series: str, quantity: str, ts: int, decimals: int) -> float:
    """A value of a series at an instant (seconds since 1970): a slow flood every two days, a tide, a little noise."""
    mark = zlib.crc32(series.encode())
    share = 0.55 + mark % 1000 / 2200
    swell = max(0.0, math.sin(2 * math.pi * (ts / _FLOOD_S + mark % 97 / 900))) ** 2
    tide = 0.12 * math.sin(4 * math.pi * ts / _DAY_S + mark % 7)
    noise = (zlib.crc32(f"{series}{ts}".encode()) % 1000 / 1000 - 0.5) * 0.03
    value = _BASE[quantity] + _RISE[quantity] * share * swell
    if quantity == "rain":
        # It rains before the water comes, in showers.
        early = max(0.0, math.sin(2 * math.pi * ((ts + _FLOOD_S // 8) / _FLOOD_S + mark % 97 / 900))) ** 2
        value = max(0.0, _RISE["rain"] * share * early + 20 * noise - 0.2) if early > 0.2 else 0.0
        return round(value, decimals)
    return round(value + tide + noise, decimals)
