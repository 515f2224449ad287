"""The shape of what the handbook needs from packs: why a page may not help; its times stand in `rules.toml`."""

from collections import Counter
from pathlib import Path

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, open_city, read_first
from hueioc.workflow.pack import read_rules

NUMBERS = ("handbook_check_after_days", "handbook_remind_again_days")


class Unhelpful(Pack, frozen=True, kw_only=True):
    """A reason why a page did not help; with `needs_text` it must be explained."""

    code: PackCode
    names: Text
    needs_text: bool = False


class Handbook(Pack, frozen=True, kw_only=True):
    """`handbook.toml` in a rules pack: the reasons, in the order in which they are offered."""

    unhelpful: list[Unhelpful]


def read_handbook(pack: CityPack) -> Handbook | None:
    """The first rules pack that is on and speaks of the handbook; None for a city without one. Raises PackError."""
    return read_first(pack.folders("rules"), "handbook.toml", Handbook)


def check(city_dir: Path) -> list[str]:
    """Problems of the handbook's rules, one sentence each."""
    pack = open_city(city_dir)
    known = read_handbook(pack)
    if known is None:
        return []
    twice = Counter(one.code for one in known.unhelpful)
    problems = [f"Handbook: the reason {code} is defined {n} times." for code, n in twice.items() if n > 1]
    problems += [
        f"Handbook: the reason {one.code} lacks its text in {language}."
        for one in known.unhelpful
        for language in pack.city.languages
        if not one.names.get(language, "").strip()
    ]
    folders = [folder for folder in pack.folders("rules") if (folder / "rules.toml").exists()]
    held = {number.code for folder in folders for number in read_rules(folder).number}
    return problems + [f"Handbook: no rules name {code}." for code in NUMBERS if code not in held]
