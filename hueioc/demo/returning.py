"""The demo's returns: all wards gave last period's, most gave this one's, the demo's own officers still owe theirs."""

from datetime import datetime, timedelta
from threading import Event

from hueioc.demo.cast import members
from hueioc.lib import clock
from hueioc.lib.refusals import Refusal
from hueioc.people.rules import Actor, rule
from hueioc.returns.commands import accept_return, give_return, open_returns, save_draft
from hueioc.returns.queries import Owing, due_of, latest_periods, monthly_examples, owing
from hueioc.returns.rules import Change
from hueioc.workflow.queries import catalogue

# How many forms are told, each over two periods: a period is the work of forty wards.
_FORMS = 2
_BEFORE_DUE, _OPENED, _ACCEPTED = timedelta(hours=30), timedelta(hours=40), timedelta(hours=60)
# Of the period that is open now every fourth ward is still missing.
_MISSING = 4


def tell_returns(stop: Event) -> int:
    """Open, fill in and give by the pack's own example, larger or smaller by ward; returns how many were given."""
    busy = {unit for member in members() for _role, unit in member.roles if unit}
    told = 0
    for form, example in monthly_examples()[:_FORMS] if busy else ():
        latest, before = latest_periods(form, clock.now())
        for period, is_open in ((before, False), (latest, True)):
            if stop.is_set():
                return told
            at = min(due_of(form, period) - _BEFORE_DUE, clock.now() - timedelta(hours=1))
            with clock.at(at - _OPENED):
                open_returns(form.code, period.code, rule("returns"))
            for number, one in enumerate(owing(form.code, period.code)):
                is_missing = is_open and (one.unit in busy or number % _MISSING == 0)
                told += not is_missing and _give(one, _scaled(example, number), at, is_accepted=not is_open)
    return told


def _scaled(example: dict[str, str | int | float], number: int) -> dict[str, str]:
    """The example of the pack, between half and one and a half of it; texts and fractions stay as they are."""
    part = 50 + number * 37 % 101
    return {name: str(value * part // 100) if isinstance(value, int) else str(value) for name, value in example.items()}


def _give(one: Owing, values: dict[str, str], at: datetime, *, is_accepted: bool) -> bool:
    officer = Actor(ref="machine:demo", roles=frozenset({("officer", one.unit)}))
    collector = Actor(ref="machine:demo", roles=frozenset({("officer", one.collector)}))
    remark = catalogue().pack.city.names.get("vi", "–")
    try:
        with clock.at(at):
            save_draft(one.code, officer, changes={name: Change(text, "") for name, text in values.items()})
            give_return(one.code, officer, remark=remark)
        if is_accepted:
            with clock.at(at + _ACCEPTED):
                accept_return(one.code, collector)
    except Refusal:
        return False
    return True
