"""Where a step leads, by the values of the form; and the whole way some values take, for dry runs and examples."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hueioc.workflow.pack import END, Condition, FlowStep, Onward, Process, Value


class FlowBroken(ValueError):
    """A definition that leads nowhere; the check of the packs finds such ones before they are used."""


class Walk(NamedTuple):
    """The steps some values lead through, in order, and the outcome at the end."""

    path: list[str]
    outcome: str


def fits(condition: Condition, values: Mapping[str, Value]) -> bool:
    """True when the value is there and like the condition says; an empty field fits nothing."""
    value = values.get(condition.field)
    if value is None:
        return False
    wanted = condition.is_
    # In Python True == 1: an answer yes must not fit the number one.
    if wanted is not None and (type(value) is not type(wanted) or value != wanted):
        return False
    if condition.one_of and value not in condition.one_of:
        return False
    return _within(condition, value)


def _within(condition: Condition, value: Value) -> bool:
    if condition.at_least is None and condition.less_than is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    if condition.at_least is not None and value < condition.at_least:
        return False
    return condition.less_than is None or value < condition.less_than


def all_fit(conditions: Iterable[Condition], values: Mapping[str, Value]) -> bool:
    """True when every condition holds; no condition always does."""
    return all(fits(one, values) for one in conditions)


def onward(step: FlowStep, values: Mapping[str, Value]) -> Onward:
    """The first way out of a step whose conditions hold. Raises FlowBroken when there is none."""
    found = next((way for way in step.next if all_fit(way.when, values)), None)
    if found is None:
        raise FlowBroken(f"step {step.code} leads nowhere with these values")
    return found


def step_of(process: Process, code: str) -> FlowStep:
    """The step with this code. Raises FlowBroken."""
    found = next((step for step in process.step if step.code == code), None)
    if found is None:
        raise FlowBroken(f"there is no step {code}")
    return found


def walk(process: Process, values: Mapping[str, Value]) -> Walk:
    """The way some values take from the first step to the end. Raises FlowBroken for a circle or a dead end."""
    path: list[str] = []
    code = process.step[0].code
    while True:
        if code in path:
            raise FlowBroken(f"the way comes to step {code} twice")
        path.append(code)
        way = onward(step_of(process, code), values)
        if way.to == END:
            return Walk(path, way.outcome)
        code = way.to
