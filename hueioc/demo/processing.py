"""The demo's work processes: the examples of the packs, started over the last days and told as far as each came."""

from collections.abc import Mapping
from datetime import date, timedelta
from threading import Event

from hueioc.demo.cast import members
from hueioc.lib import clock
from hueioc.lib.refusals import Refusal
from hueioc.people.queries import account_by_email
from hueioc.people.rules import Actor
from hueioc.processes.commands import NewInstance, advance_process, start_process
from hueioc.processes.queries import flows, units_that_start
from hueioc.processes.rules.examples import EXAMPLE_DAY
from hueioc.workflow.pack import Process, Value
from hueioc.workflow.queries import catalogue

_STEP_AFTER = timedelta(hours=5)
_DAYS = 9


def tell_processes(stop: Event) -> int:
    """Start one instance of every flow an officer of the demo may start; every third one is told to its end."""
    officers = [_actor(member.email, member.roles) for member in members() if not member.is_citizen]
    officers = [one for one in officers if one.units]
    told = 0
    for number, flow in enumerate(flows()):
        if stop.is_set():
            break
        able = [one for one in officers if units_that_start(flow, one, clock.today())]
        if able and flow.example:
            told += _tell(flow, able[number % len(able)], number)
    return told


def _actor(email: str, roles: tuple[tuple[str, str], ...]) -> Actor:
    """Who the account was in the told days, when its roles were not given yet."""
    account = account_by_email(email)
    return Actor(ref=account.ref if account else "machine:demo", roles=frozenset(roles))


def _tell(flow: Process, starter: Actor, number: int) -> bool:
    """One instance by one of the flow's examples; False when something was refused on the way."""
    calendar = catalogue().calendar
    day = calendar.local_day(clock.now() - timedelta(days=number % _DAYS))
    at = min(calendar.closing(next(calendar.working_days_from(day))) - timedelta(hours=9), clock.now())
    example = flow.example[number % len(flow.example)]
    # The demo's officers are heads too, so a way may ask for a decision its example does not know.
    agreed: dict[str, Value] = {"decision": "agree", "final_decision": "agree"}
    values = agreed | shifted(flow, example.values, calendar.local_day(at))
    steps = len(flow.step) if number % 3 == 0 else number % 3 - 1
    try:
        with clock.at(at):
            made = start_process(NewInstance(process=flow.code, values=values), starter)
        for _step in range(steps):
            at += _STEP_AFTER
            if not made.step or at > clock.now():
                break
            with clock.at(at):
                made = advance_process(made.code, _holder(made.unit, made.by, starter), values=values)
    except Refusal:
        return False
    return True


def _holder(unit: str, by: str, starter: Actor) -> Actor:
    """Whoever takes a step of a unit: the demo's officer for the own one, else somebody of that unit."""
    if by == "starter" or unit in starter.units:
        return starter
    return Actor(ref="machine:demo", roles=frozenset({("unit_head", unit)}))


def shifted(flow: Process, values: Mapping[str, Value], today: date) -> dict[str, Value]:
    """Values of an example with its days moved to the same distance from today."""
    days = {one.code for one in flow.field if one.type == "day"}
    moved = {
        code: (today + (date.fromisoformat(str(value)) - EXAMPLE_DAY)).isoformat()
        for code, value in values.items()
        if code in days
    }
    return {**values, **moved}
