"""A dry run: some values played through a definition, with who would have each step and until when; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.people.rules import Actor
from hueioc.processes.queries.looks import outcome_words, who_words
from hueioc.processes.queries.units import around, unit_for
from hueioc.processes.rules.filling import filled
from hueioc.processes.rules.routing import onward, step_of
from hueioc.workflow.pack import END, KNOWN_FIELDS, FlowStep, Process, Value
from hueioc.workflow.queries import catalogue, said, unit_label
from hueioc.workflow.rules.deadlines import due


@dataclass(frozen=True)
class TriedStep:
    """One step of a dry run: its name, who would take it, in which unit, and until when at the latest."""

    code: str
    name: str
    who: str
    unit: str
    due_at: datetime | None


@dataclass(frozen=True)
class Tried:
    """The way some values took: its steps, and the outcome; empty where the values stopped short."""

    steps: list[TriedStep]
    outcome: str
    outcome_code: str
    values: dict[str, Value]


def try_out(process: Process, typed: Mapping[str, Any], actor: Actor) -> Tried:
    """Play values through a definition from now on. Raises Invalid with a sentence for every wrong field on the way."""
    at, calendar = clock.now(), catalogue().calendar
    day = calendar.local_day(at)
    own = next(iter(sorted(actor.units)), "")
    values: dict[str, Value] = {code: typed[code] for code in KNOWN_FIELDS if typed.get(code) is not None}
    steps: list[TriedStep] = []
    code = process.step[0].code
    for _round in process.step:
        step = step_of(process, code)
        values = filled(process, step, typed, values, around(day))
        at = due(at, step.allowance, calendar).at or at
        steps.append(TriedStep(code, said(step.names), who_words(step, process), _unit(step, own, values, day), at))
        way = onward(step, values)
        if way.to == END:
            return Tried(steps, outcome_words(process, way.outcome), way.outcome, values)
        code = way.to
    return Tried(steps, "", "", values)


def _unit(step: FlowStep, own: str, values: Mapping[str, Value], day: Any) -> str:
    try:
        code = unit_for(step, own, values, day)
    except Invalid:
        return ""
    return unit_label(code) if code else ""
