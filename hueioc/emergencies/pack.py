"""The shape of what emergencies need from packs: what officers may say of a place, in the order it is shown."""

from collections import Counter
from pathlib import Path

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, open_city, read_first


class Kind(Pack, frozen=True, kw_only=True):
    """Something officers may say for everybody; `has_depth`: how deep the water stands is asked."""

    code: PackCode
    names: Text
    icon: str
    has_depth: bool = False


class Emergencies(Pack, frozen=True, kw_only=True):
    """`emergencies.toml` in a rules pack: what can be said, and how deep water can be at most, in centimetres."""

    deepest_cm: int
    condition: list[Kind]


def read_emergencies(pack: CityPack) -> Emergencies | None:
    """The first rules pack that is on and speaks of emergencies; None for a city without one. Raises PackError."""
    return read_first(pack.folders("rules"), "emergencies.toml", Emergencies)


def check(city_dir: Path) -> list[str]:
    """Problems of what officers may say, one sentence each."""
    pack = open_city(city_dir)
    known = read_emergencies(pack)
    if known is None:
        return []
    twice = Counter(one.code for one in known.condition)
    problems = [f"Emergencies: the condition {code} is defined {n} times." for code, n in twice.items() if n > 1]
    return problems + [
        f"Emergencies: the condition {one.code} lacks its text in {language}."
        for one in known.condition
        for language in pack.city.languages
        if not one.names.get(language, "").strip()
    ]
