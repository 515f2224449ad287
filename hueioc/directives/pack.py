"""The shapes of what directives need from packs beside their service: priorities, with their reminders."""

from collections.abc import Iterator
from pathlib import Path

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, open_city, read_toml
from hueioc.workflow.pack import Allowance, read_process, read_service

KIND = "directive"
# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset(
    {
        *("give", "accept", "return", "reassign", "add_support", "assign_inside", "progress", "ask_back", "answer"),
        *("ask_extension", "extend", "refuse_extension", "part_done", "hand_down", "resolve", "close", "object"),
        *("withdraw", "remind", "take_chair"),
    }
)


class Priority(Pack, frozen=True, kw_only=True):
    """How urgent a directive is: the time to accept or return it, when silence is told, which deadline is proposed.

    `remind_days` are working days before the deadline on which its units are reminded; 0 is the day itself, numbers
    below 0 lie after it.
    """

    code: PackCode
    names: Text
    accept_within: Allowance
    silent_after: Allowance
    propose: Allowance
    remind_days: list[int] = []


class Priorities(Validity, frozen=True, kw_only=True):
    """`priorities.toml` in a rules pack: the priorities of directives, the most urgent first."""

    priority: list[Priority]


def read_priorities(pack: CityPack) -> list[Priority]:
    """The priorities of every rules pack that is on and has some. Raises PackError."""
    files = [folder / "priorities.toml" for folder in pack.folders("rules")]
    return [one for path in files if path.exists() for one in read_toml(path, Priorities).priority]


def check(city_dir: Path) -> list[str]:
    """Problems of directives' packs, one sentence each; a city without such a service has none."""
    pack = open_city(city_dir)
    services = [service for service in map(read_service, pack.folders("services")) if service.about.kind == KIND]
    if not services:
        return []
    processes = {process.code: process for process in map(read_process, pack.folders("processes"))}
    problems = list(_of_priorities(pack))
    for service in services:
        process = processes.get(service.about.process)
        missing = VERBS - {step.verb for step in process.transition} if process else set()
        problems += [f"Process {service.about.process}: directives need the verb {verb}." for verb in sorted(missing)]
    return problems


def _of_priorities(pack: CityPack) -> Iterator[str]:
    found = read_priorities(pack)
    if not found:
        yield "Directives need priorities (`priorities.toml` in a rules pack)."
    codes = [one.code for one in found]
    yield from (f"The priority {code} is defined twice." for code in sorted({c for c in codes if codes.count(c) > 1}))
    for one in found:
        for language in pack.city.languages:
            if not one.names.get(language, "").strip():
                yield f"The priority {one.code} lacks its name in {language}."
        if sorted(set(one.remind_days), reverse=True) != one.remind_days:
            yield f"The reminders of the priority {one.code} must go from early to late."
