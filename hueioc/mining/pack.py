"""The shape of what a rules pack says about activities: whose turn it is before and after which one."""

from datetime import date
from pathlib import Path

import msgspec

from hueioc.lib.packs import CityPack, Text, Validity, open_city, read_toml
from hueioc.mining.rules.bottlenecks import Marks
from hueioc.mining.rules.kinds import Limits
from hueioc.workflow.pack import RuleSet, read_rules

NAME = "activities.toml"


class ActivityProcess(Validity, frozen=True, kw_only=True):
    """One process: patterns of its activities, without regard to case, `*` for anything.

    `citizen`: only the citizen does it, so that the time before it is the citizen's. `asks`: after it the office waits
    for the citizen. `supplements`: it asks for something that was missing.
    """

    names: Text
    citizen: list[str] = []
    asks: list[str] = []
    supplements: list[str] = []


class ActivitiesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`activities.toml`: any number of processes; an activity is looked for in all of them."""

    process: list[ActivityProcess]


class NoRules(ValueError):
    """The city has no rules for mining switched on."""


def read_marks(pack: CityPack) -> Marks:
    """The patterns of all processes that the city's rules name. Raises PackError."""
    files = [read_toml(folder / NAME, ActivitiesFile) for folder in pack.folders("rules") if (folder / NAME).exists()]
    found = [process for file in files for process in file.process]
    return Marks(
        tuple(pattern for process in found for pattern in process.citizen),
        tuple(pattern for process in found for pattern in process.asks),
        tuple(pattern for process in found for pattern in process.supplements),
    )


def limits_on(rules: RuleSet, day: date) -> Limits:
    """The numbers that hold on a day. Raises LookupError for one that is missing."""
    return Limits(**{name: rules.number_on(name, day) for name in Limits.__struct_fields__})


def check(city_dir: Path) -> list[str]:
    """Problems of the rules for mining: a number that is missing, a text that is."""
    pack = open_city(city_dir)
    problems = []
    for folder in pack.folders("rules"):
        if not (folder / NAME).exists():
            continue
        known = {number.code for number in read_rules(folder).number}
        problems += [
            f"Rules {folder.name}: the number {n} is missing." for n in Limits.__struct_fields__ if n not in known
        ]
        for process in read_toml(folder / NAME, ActivitiesFile).process:
            silent = [lang for lang in pack.city.languages if lang in {"vi", "en"} and not process.names.get(lang)]
            problems += [f"Rules {folder.name}: a process lacks its name in {lang}." for lang in silent]
    return problems
