"""The shape of what forecasts need from packs: which level is foretold, from which series, for how many hours."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import msgspec

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, open_city, read_first

Hours = Annotated[float, msgspec.Meta(gt=0, le=72)]


class River(Validity, frozen=True, kw_only=True):
    """One level that is foretold, from gauges or reservoirs upstream and rain, each named as `station.quantity`."""

    code: PackCode
    names: Text
    target: PackCode
    levels: list[PackCode] = []
    rain: list[PackCode] = []


class Forecasts(Pack, frozen=True, kw_only=True):
    """`forecasts.toml` in a rules pack. The latest `unseen_share` of the history tests a model that did not see it."""

    history_days: Annotated[int, msgspec.Meta(gt=0)]
    unseen_share: Annotated[float, msgspec.Meta(gt=0, lt=1)]
    ahead_h: Annotated[list[Hours], msgspec.Meta(min_length=1)]
    river: list[River]


def read_forecasts(pack: CityPack) -> Forecasts | None:
    """The first rules pack that is on and speaks of forecasts; None for a city without one. Raises PackError."""
    return read_first(pack.folders("rules"), "forecasts.toml", Forecasts)


def check(city_dir: Path) -> list[str]:
    """Problems of what is foretold, one sentence each."""
    known = read_forecasts(open_city(city_dir))
    if known is None:
        return []
    twice = Counter(one.code for one in known.river)
    problems = [f"Forecasts: {code} is defined {n} times." for code, n in twice.items() if n > 1]
    return problems + [
        f"Forecasts: {one.code} is foretold from itself." for one in known.river if one.target in one.levels
    ]
