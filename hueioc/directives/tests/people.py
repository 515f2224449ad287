"""Directives of the tests: a leader, two departments and two wards (all invented)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hueioc.directives.commands import accept_directive, give_directive
from hueioc.directives.models import Directive
from hueioc.directives.rules.intake import NewDirective
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue
from tests.cast import OTHER_WARD, WARD, Cast

# A Monday morning in the city.
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
NEXT_FRIDAY = date(2026, 12, 4)
DEPARTMENT = "dept-finance"
FINANCE = Actor(ref="account:FINANCE", roles=frozenset({("officer", DEPARTMENT), ("unit_head", DEPARTMENT)}))
OTHER_HEAD = Actor(ref="account:OTHERHEAD", roles=frozenset({("unit_head", OTHER_WARD)}))
OTHER_LEADER = Actor(ref="account:DEPUTY", roles=frozenset({("leader", "")}))


def new(**changes: Any) -> NewDirective:
    """A directive to the ward; fields can be changed."""
    fields: dict[str, Any] = {
        "title": "Khơi thông cống trước mưa lớn",
        "text": "Khơi thông toàn bộ cống thoát nước trên địa bàn phường trước ngày mưa lớn.",
        "lead": WARD,
        "due_on": FRIDAY,
        "field": "dir_urban",
    }
    return NewDirective(**fields | changes)


def given(cast: Cast, **changes: Any) -> Directive:
    """Given by the leader and not answered yet."""
    return give_directive(new(**changes), cast.leader)


def in_work(cast: Cast, **changes: Any) -> Directive:
    """Accepted by the ward."""
    return accept_directive(given(cast, **changes).code, cast.head)


def again(directive: Directive) -> Directive:
    """The directive as it lies in the database now."""
    return Directive.objects.get(code=directive.code)


def day_of(instant: datetime | None) -> date | None:
    """The day of an instant in UTC."""
    return instant.date() if instant else None


def working_day(after: int = 9) -> date:
    """A working day of the city so many days from now, or the next one."""
    return next(catalogue().calendar.working_days_from(clock.today() + timedelta(days=after)))
