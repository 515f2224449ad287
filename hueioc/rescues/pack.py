"""What rescue needs from packs: a process with its verbs, numbers, and `rescues.toml`: what a call says and weighs."""

from collections.abc import Iterator
from pathlib import Path

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, open_city, read_toml
from hueioc.workflow.pack import read_process, read_rules, read_service

KIND = "rescue"
# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset(
    {
        *("open", "correct", "override", "merge", "unmerge", "keep_apart", "assign", "unassign", "start", "reach"),
        *("finish", "say_safe", "withdraw", "add", "reopen", "sort", "erase"),
    }
)
NUMBERS = (
    *("retention_days", "longest_days", "safe_days", "merge_certain", "merge_likely", "merge_near_m", "merge_far_m"),
    *("merge_hours", "burst_count", "burst_minutes", "score_minutes", "seen_minutes", "relief_hours"),
)
# What every page and the parser ask for by name.
PEOPLE = ("children", "elderly", "sick", "pregnant", "disabled")
NEEDS = ("boat", "medical", "medicine", "food")


class Depth(Pack, frozen=True, kw_only=True):
    """One step of how deep the water stands, the shallowest first: its depth in cm, points, and words people use."""

    code: PackCode
    names: Text
    cm: int
    points: int
    words: list[str] = []


class PersonKind(Pack, frozen=True, kw_only=True):
    """People at more risk than others: points for each of them, and at most."""

    code: PackCode
    names: Text
    points: int
    most: int
    words: list[str] = []


class Need(Pack, frozen=True, kw_only=True):
    """What is asked for, with its points and the words people use for it."""

    code: PackCode
    names: Text
    points: int
    words: list[str] = []


class Weights(Pack, frozen=True, kw_only=True):
    """Points for people, for the age of a call, and for water that rises at the nearest gauge."""

    per_person: int
    most_persons: int
    per_half_hour: int
    most_age: int
    per_10_cm_an_hour: int
    most_rise: int
    above_alarm_3: int


class Level(Pack, frozen=True, kw_only=True):
    """A degree of urgency in words, the highest first; a person who overrides chooses one, and its points count."""

    code: PackCode
    names: Text
    from_points: int


class Craft(Pack, frozen=True, kw_only=True):
    """A kind of boat or vehicle: the depths it can work in (cm), whether it carries a doctor, and its speed (km/h)."""

    code: PackCode
    names: Text
    least_cm: int
    most_cm: int
    medical: bool = False
    kmh: float


class Named(Pack, frozen=True, kw_only=True):
    """A kind of goods or of damage."""

    code: PackCode
    names: Text


class Words(Pack, frozen=True, kw_only=True):
    """How people write numbers, and what stands before people, an address, a name or a phone, without diacritics."""

    numbers: dict[str, int]
    people: list[str]
    address: list[str]
    address_begins: list[str]
    address_ends: list[str]
    name_begins: list[str]
    phone_begins: list[str]


class Terms(Validity, frozen=True, kw_only=True):
    """`rescues.toml` in a rules pack: everything a call for rescue may say, how it is weighed, what answers it."""

    depth: list[Depth]
    person: list[PersonKind]
    need: list[Need]
    weights: Weights
    level: list[Level]
    craft: list[Craft]
    goods: list[Named]
    damage: list[Named]
    words: Words

    def cm(self, depth: str) -> int:
        """How deep a step is, 0 for one nobody told."""
        return next((one.cm for one in self.depth if one.code == depth), 0)


def read_terms(pack: CityPack) -> list[Terms]:
    """Every `rescues.toml` of the rules packs that are on. Raises PackError."""
    files = [folder / "rescues.toml" for folder in pack.folders("rules")]
    return [read_toml(path, Terms) for path in files if path.exists()]


def check(city_dir: Path) -> list[str]:
    """Problems of rescue's packs, one sentence each; a city without such a service has none."""
    pack = open_city(city_dir)
    services = [service for service in map(read_service, pack.folders("services")) if service.about.kind == KIND]
    processes = {process.code: process for process in map(read_process, pack.folders("processes"))}
    sets = [read_rules(folder) for folder in pack.folders("rules") if (folder / "rules.toml").exists()]
    rules = {one.code: one for one in sets}
    problems: list[str] = []
    for service in services:
        process = processes.get(service.about.process)
        missing = VERBS - {step.verb for step in process.transition} if process else set()
        problems += [f"Process {service.about.process}: rescue needs the verb {verb}." for verb in sorted(missing)]
        known = rules.get(service.about.rules)
        lacks = set(NUMBERS) - {number.code for number in known.number} if known else set()
        problems += [f"Rules {service.about.rules}: rescue needs the number {code}." for code in sorted(lacks)]
    return problems + (list(_of_terms(pack)) if services else [])


def _of_terms(pack: CityPack) -> Iterator[str]:
    found = read_terms(pack)
    if len(found) != 1:
        yield f"Rescue needs one `rescues.toml` in a rules pack; there are {len(found)}."
        return
    [terms] = found
    if not terms.source.strip():
        yield "Rescue: the file names no source."
    yield from (
        f"Rescue: people of the kind {code} are missing." for code in sorted(set(PEOPLE) - _codes(terms.person))
    )
    yield from (f"Rescue: the need {code} is missing." for code in sorted(set(NEEDS) - _codes(terms.need)))
    depths = [one.cm for one in terms.depth]
    if depths != sorted(set(depths)):
        yield "Rescue: the depths must go from shallow to deep."
    levels = [one.from_points for one in terms.level]
    if levels != sorted(set(levels), reverse=True) or not levels or levels[-1] > 0:
        yield "Rescue: the levels must go from high to low and end at 0."


def _codes(entries: "list[PersonKind] | list[Need]") -> set[str]:
    return {one.code for one in entries}
