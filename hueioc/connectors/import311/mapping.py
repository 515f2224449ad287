"""The shape of a mapping file: which column of the source means what, and what its words are called here."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from hueioc.lib.packs import CityPack, read_toml
from hueioc.workflow.queries import Catalogue


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names of the source's columns. `text` and `address` may join several; an empty name means there is none."""

    number: str
    opened: str
    status: str
    category: str
    unit: str
    text: list[str]
    due: str = ""
    closed: str = ""
    address: list[str] = []
    lat: str = ""
    lon: str = ""
    answer: str = ""
    on_time: str = ""

    def names(self) -> set[str]:
        """Every column the file must have."""
        alone = {self.number, self.opened, self.status, self.category, self.unit, self.due, self.closed}
        alone |= {self.lat, self.lon, self.answer, self.on_time}
        return {name for name in (*alone, *self.text, *self.address) if name}


class StatusWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the source writes for an open and for a closed report."""

    open: list[str]
    closed: list[str]


class FlagWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the source writes into its own flag of punctuality."""

    yes: list[str] = []
    no: list[str] = []


class OutcomeRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The outcome when one of the words stands in the source's answer; no words always holds. First match decides."""

    code: str
    words: list[str] = []


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`unsaid` stands where the source closed a report without a word."""

    unsaid: str


class MappingFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A mapping file. `time_format` is `iso` or a pattern of strptime; hours without an offset are in `time_zone`."""

    source: str
    time_zone: str
    time_format: str = "iso"
    language: str = "en"
    channel: str = "import"
    columns: Columns
    status: StatusWords
    answer: Answers
    outcome: list[OutcomeRule]
    category: dict[str, str]
    unit: dict[str, str]
    on_time: FlagWords = FlagWords()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def is_closed(self) -> dict[str, bool]:
        """For each status word, whether it means closed."""
        return dict.fromkeys(self.status.open, False) | dict.fromkeys(self.status.closed, True)

    @cached_property
    def flags(self) -> dict[str, bool]:
        """For each word of the source's own flag, whether it means on time."""
        return dict.fromkeys(self.on_time.yes, True) | dict.fromkeys(self.on_time.no, False)

    def key(self, number: str) -> str:
        """The idempotency key of a report: a second import of the same number changes nothing."""
        return f"{self.source}:{number}"


def read_mapping(path: Path) -> MappingFile:
    """The mapping file. Raises PackError naming file and field."""
    return read_toml(path, MappingFile)


def problems_of(mapping: MappingFile, known: Catalogue, units: Iterable[str], pack: CityPack) -> list[str]:
    """One sentence for everything the mapping names that this city does not have; empty when all is well."""
    held, problems = set(units), []
    try:
        zone = mapping.zone.key
    except (ZoneInfoNotFoundError, ValueError):
        zone = ""
    if not zone:
        problems.append(f"There is no time zone {mapping.time_zone}.")
    for word, code in mapping.category.items():
        if code not in known.categories or known.categories[code].parent is None:
            problems.append(f"{word!r} becomes the category {code}, which {pack.city.code} does not have.")
    problems += [
        f"{word!r} becomes the unit {code}, which {pack.city.code} does not have."
        for word, code in mapping.unit.items()
        if code not in held
    ]
    outcomes = {outcome.code for process in known.processes.values() for outcome in process.outcome}
    problems += [f"The outcome {rule.code} is in no process." for rule in mapping.outcome if rule.code not in outcomes]
    if not mapping.outcome or mapping.outcome[-1].words:
        problems.append("The last outcome must have no words, so that every answer has one.")
    return problems
