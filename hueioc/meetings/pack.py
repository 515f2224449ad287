"""What meetings need from packs: a process that knows their verbs, and the numbers of their rules."""

from pathlib import Path

from hueioc.lib.packs import open_city
from hueioc.workflow.pack import read_process, read_rules, read_service

KIND = "meeting"
# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset(
    {
        *("call", "prepare", "invite", "extend", "answer", "check_in", "check_in_by_hand", "begin", "floor"),
        *("call_speaker", "put_vote", "open_vote", "cast", "close_vote", "conclude", "write", "resolve", "check"),
        *("object", "close", "direct", "withdraw"),
    }
)
NUMBERS = ("quorum_share", "least_secret_ballots", "check_in_minutes_before")


def check(city_dir: Path) -> list[str]:
    """Problems of meetings' packs, one sentence each; a city without such a service has none."""
    pack = open_city(city_dir)
    services = [service for service in map(read_service, pack.folders("services")) if service.about.kind == KIND]
    processes = {process.code: process for process in map(read_process, pack.folders("processes"))}
    sets = [read_rules(folder) for folder in pack.folders("rules") if (folder / "rules.toml").exists()]
    rules = {one.code: one for one in sets}
    problems: list[str] = []
    for service in services:
        process = processes.get(service.about.process)
        missing = VERBS - {step.verb for step in process.transition} if process else set()
        problems += [f"Process {service.about.process}: meetings need the verb {verb}." for verb in sorted(missing)]
        known = rules.get(service.about.rules)
        lacks = set(NUMBERS) - {number.code for number in known.number} if known else set()
        problems += [f"Rules {service.about.rules}: meetings need the number {code}." for code in sorted(lacks)]
    return problems
