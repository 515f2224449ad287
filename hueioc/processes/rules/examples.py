"""Plays the values of an example through a flow, as people would fill in its steps one after the other."""

from collections.abc import Mapping
from datetime import date

from hueioc.processes.rules.filling import Around, filled
from hueioc.processes.rules.routing import onward
from hueioc.workflow.pack import END, KNOWN_FIELDS, Process, Value

# Examples of packs are written for this day, so that they hold on every day.
EXAMPLE_DAY = date(2026, 3, 2)


def played(flow: Process, values: Mapping[str, Value], around: Around) -> dict[str, Value]:
    """The values of an example as they stand after every step on its way was filled in. Raises Invalid, FlowBroken."""
    known = {code: value for code, value in values.items() if code in KNOWN_FIELDS}
    steps = {step.code: step for step in flow.step}
    code = flow.step[0].code
    for _round in flow.step:
        known = filled(flow, steps[code], values, known, around)
        way = onward(steps[code], known)
        if way.to == END:
            break
        code = way.to
    return known
