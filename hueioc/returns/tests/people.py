"""Returns of the tests: a short form of wards, its collector, and the hours at which everything happens; invented."""

from collections.abc import Mapping
from datetime import UTC, datetime

from hueioc.lib import clock
from hueioc.people.rules import Actor, rule
from hueioc.returns import commands as give
from hueioc.returns.models import Return
from hueioc.returns.queries import form_of, latest_periods
from hueioc.returns.rules.merging import Change

FORM, PERIOD = "population", "2026-M10"
COLLECTOR = "dept-health"
# The form of October is open from 29 October, due on 5 November 2026, a Thursday, at the end of office hours.
OPEN_DAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
DUE_DAY = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
LATE_DAY = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
CLERK = Actor(ref="account:HEALTH", roles=frozenset({("officer", COLLECTOR)}))
FILLED = {
    "births": "21",
    "girls": "10",
    "third_child": "3",
    "deaths": "12",
    "moved_in": "8",
    "moved_out": "5",
    "population": "20112",
}


def present(form: str = FORM) -> str:
    """The period that can be filled in now; accounts of the cast hold their roles from today on."""
    return latest_periods(form_of(form), clock.now())[0].code


def opened(unit: str, *, form: str = FORM, period: str = "") -> Return:
    """The return of a unit for a period (the present one); it is opened for everybody at the first time."""
    period = period or present(form)
    give.open_returns(form, period, rule("test"))
    return Return.objects.get(form=form, period=period, unit=unit)


def officer_of(unit: str, name: str = "OFFICER") -> Actor:
    """Somebody who works for a unit."""
    return Actor(ref=f"account:{name}", roles=frozenset({("officer", unit)}))


def typed(one: Return, actor: Actor, values: Mapping[str, str]) -> None:
    """Fill in lines of a draft over what stands in them."""
    standing = one.draft or {field: [text] for field, text in one.values.items()}
    changes = {field: Change(text, standing.get(field, [""])[0]) for field, text in values.items()}
    _item, clashes = give.save_draft(one.code, actor, changes=changes)
    assert clashes == []


def given(one: Return, actor: Actor, values: Mapping[str, str] = FILLED) -> Return:
    """Filled in and given."""
    typed(one, actor, values)
    return give.give_return(one.code, actor, remark="Số liệu đã kiểm tra.")
