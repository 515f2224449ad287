"""What questions need from packs: a service of kind `question` with its fields, and a process with every verb."""

from pathlib import Path

from hueioc.lib.packs import open_city
from hueioc.people.pack import read_units
from hueioc.workflow.pack import read_process, read_service

KIND = "question"
# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset(
    {
        *("ask", "accept", "return", "hand_over", "hand_over_again", "resolve", "object", "agree", "withdraw"),
        *("remind", "lapse", "close"),
    }
)


def check(city_dir: Path) -> list[str]:
    """Problems of the services of questions, one sentence each."""
    pack = open_city(city_dir)
    services = [service for service in map(read_service, pack.folders("services")) if service.about.kind == KIND]
    processes = {process.code: process for process in map(read_process, pack.folders("processes"))}
    held = {role for unit in read_units(pack).unit if unit.valid_to is None for role in unit.agency_roles}
    problems = []
    for service in services:
        process = processes.get(service.about.process)
        verbs = {step.verb for step in process.transition} if process else VERBS
        name = service.about.process
        problems += [f"Process {name}: questions need the verb {verb}." for verb in sorted(VERBS - verbs)]
        roles = {one.role for one in service.categories if one.role}
        problems += [f"Field of questions: no unit of today has the role {role}." for role in sorted(roles - held)]
    return problems
