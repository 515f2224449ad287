"""The shapes of what warnings need from packs: texts of hazards, and how levels and times are said in CAP."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, open_city, read_first
from hueioc.workflow.pack import read_process, read_service

KIND = "warning"
# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset(
    {
        *("draft", "change", "submit", "take_back", "approve", "release", "send_back", "discard"),
        *("follow", "supersede", "expire", "record"),
    }
)
# What the product itself fills into a text.
OWN_FIELDS = frozenset({"place", "level", "from", "until", "hotline", "event", "number"})
TEXTS = ("headline", "description", "instruction")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
Severity = Literal["Extreme", "Severe", "Moderate", "Minor", "Unknown"]
Certainty = Literal["Observed", "Likely", "Possible", "Unlikely", "Unknown"]
Response = Literal["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"]
CapCategory = Literal[
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"
]


class Risk(Validity, frozen=True, kw_only=True):
    """A level of risk (0: none is defined) as CAP says it, with the responses it proposes beside the hazard's."""

    level: int
    severity: Severity
    responses: list[Response] = []


class UrgencyStep(Validity, frozen=True, kw_only=True):
    """The CAP urgency of what begins within so many hours; the nearest step counts, later than all is Future."""

    within_hours: float
    code: Literal["Immediate", "Expected"]


class Words(Validity, frozen=True, kw_only=True):
    """The three texts of a message by language, with fields in braces."""

    headline: Text
    description: Text
    instruction: Text
    responses: list[Response]
    expires_after_hours: float


class Ending(Words, frozen=True, kw_only=True):
    """The texts of a cancellation and of an all-clear, for every hazard."""

    message: Literal["cancel", "all_clear"]


class Hazard(Words, frozen=True, kw_only=True):
    """What a category of warnings says and proposes; `fields` are asked for in the form, `area` is how it is drawn."""

    category: PackCode
    cap_categories: list[CapCategory]
    levels: list[int]
    area: Literal["units", "reach", "circle", "polygon"]
    certainty: Certainty
    fields: list[PackCode] = []


class HazardField(Pack, frozen=True, kw_only=True):
    """A field of a text that the form asks for."""

    code: PackCode
    names: Text


class People(Validity, frozen=True, kw_only=True):
    """How many people live in an area, as published for a day; areas without an entry have no published figure."""

    area: PackCode
    count: int
    as_of: date


class Hazards(Pack, frozen=True, kw_only=True):
    """`hazards.toml` in a rules pack: hazards, endings, and how levels and times are said in CAP."""

    risk: list[Risk]
    urgency: list[UrgencyStep]
    ending: list[Ending]
    hazard: list[Hazard]
    field: list[HazardField] = []
    people: list[People] = []


def read_hazards(pack: CityPack) -> Hazards | None:
    """The first `hazards.toml` among the rules packs that are on; None without one. Raises PackError."""
    return read_first(pack.folders("rules"), "hazards.toml", Hazards)


def check(city_dir: Path) -> list[str]:
    """Problems of the packs of warnings, one sentence each; a city without such a service has none."""
    pack = open_city(city_dir)
    services = [service for service in map(read_service, pack.folders("services")) if service.about.kind == KIND]
    if not services:
        return []
    processes = {process.code: process for process in map(read_process, pack.folders("processes"))}
    problems: list[str] = []
    for service in services:
        process = processes.get(service.about.process)
        missing = VERBS - {step.verb for step in process.transition} if process else set()
        problems += [f"Process {service.about.process}: warnings need the verb {verb}." for verb in sorted(missing)]
    known = {leaf.code for service in services for leaf in service.categories if leaf.parent}
    hazards = read_hazards(pack)
    if hazards is None:
        return [*problems, "Warnings need texts (`hazards.toml` in a rules pack)."]
    return [*problems, *_of_hazards(hazards, known, pack.city.languages)]


def _of_hazards(hazards: Hazards, known: set[str], languages: list[str]) -> Iterator[str]:
    yield from (f"{one.category} is no category of warnings." for one in hazards.hazard if one.category not in known)
    without = known - {one.category for one in hazards.hazard}
    yield from (f"The category {code} has no texts in `hazards.toml`." for code in sorted(without))
    levels = {one.level for one in hazards.risk}
    yield from (
        f"{one.category} has a level without a CAP severity." for one in hazards.hazard if set(one.levels) - levels
    )
    fields = {one.code for one in hazards.field}
    for one in hazards.hazard:
        yield from (f"{one.category} asks for the unknown field {code}." for code in one.fields if code not in fields)
        yield from _of_words(one.category, one, OWN_FIELDS | set(one.fields), languages)
    for ending in hazards.ending:
        yield from _of_words(ending.message, ending, OWN_FIELDS, languages)


def _of_words(name: str, words: Words, fields: frozenset[str], languages: list[str]) -> Iterator[str]:
    for part in TEXTS:
        text: dict[str, str] = getattr(words, part)
        yield from (f"{name}: the {part} lacks {one}." for one in languages if not text.get(one, "").strip())
        used = {field for said in text.values() for field in PLACEHOLDER.findall(said)}
        yield from (f"{name}: the {part} uses the unknown field {one}." for one in sorted(used - fields))
