"""What a download shows of one piece of work: the fields with their meaning, and cells that no spreadsheet runs."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.workflow.rules.figures import stands
from hueioc.workflow.rules.life import Life

Cell = str | int | float | bool | None
# A spreadsheet takes a cell that begins like this for a formula and runs it.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Now(NamedTuple):
    """What a row is read with: when, units, areas and groups of today, and which categories are sensitive."""

    as_of: datetime
    today: date
    unit: Callable[[str], str]
    area: Callable[[str], str]
    group: Callable[[str], str]
    is_sensitive: Callable[[str], bool]


class Column(NamedTuple):
    """One column: its name, what it means, and how it is read from a life."""

    name: str
    meaning: str | Promise
    read: Callable[[Life, Now], Cell]


def _moment(life: Life, instant: datetime | None) -> str | None:
    """An instant, of a published report only: an hour tells a neighbour who it was."""
    return None if instant is None or not life.is_public else instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _stands(life: Life, now: Now, name: str) -> bool:
    return name in stands(life, now.as_of, now.today)


def _shows_point(life: Life, now: Now) -> bool:
    return life.is_public and not now.is_sensitive(life.service)


COLUMNS = (
    Column(
        "number",
        _("Number of the report; only of published ones."),
        lambda life, now: life.ref.partition(":")[2] if life.is_public else None,
    ),
    Column("category", _("Code of the category."), lambda life, now: life.service),
    Column("group", _("Code of the group the category belongs to."), lambda life, now: now.group(life.service)),
    Column("unit", _("Code of the unit that leads or led; empty while there is none."), lambda life, now: life.unit),
    Column("unit_today", _("The unit that stands for it today."), lambda life, now: now.unit(life.unit)),
    Column("area", _("Code of the ward or commune."), lambda life, now: life.area),
    Column("area_today", _("The ward or commune that stands for it today."), lambda life, now: now.area(life.area)),
    Column(
        "lat",
        _("Latitude, rounded to 4 decimals; only for published reports that are not sensitive."),
        lambda life, now: life.lat if _shows_point(life, now) else None,
    ),
    Column(
        "lon",
        _("Longitude, rounded to 4 decimals; only for published reports that are not sensitive."),
        lambda life, now: life.lon if _shows_point(life, now) else None,
    ),
    Column("is_published", _("Whether its text was published."), lambda life, now: life.is_public),
    Column("channel", _("How it came in."), lambda life, now: life.channel),
    Column("urgency", _("Normal or urgent."), lambda life, now: life.urgency),
    Column(
        "received_at",
        _("Instant of receipt, UTC; only of published reports."),
        lambda life, now: _moment(life, life.opened_at),
    ),
    Column("received_on", _("Day of receipt in the city."), lambda life, now: _day(life.opened_on)),
    Column(
        "due_at",
        _("Deadline as extended, UTC; only of published reports, and empty while the clock stands."),
        lambda life, now: _moment(life, life.due_at),
    ),
    Column(
        "first_due_at",
        _("Deadline first told, UTC; only of published reports."),
        lambda life, now: _moment(life, life.first_promise),
    ),
    Column(
        "is_overdue",
        _("Without a final answer when the file was made, although the deadline, with extensions, had passed."),
        lambda life, now: _stands(life, now, "overdue"),
    ),
    Column(
        "is_overdue_first",
        _("Without a final answer when the file was made, although the deadline first told had passed."),
        lambda life, now: _stands(life, now, "overdue_first"),
    ),
    Column("first_answered_on", _("Day of the first answer."), lambda life, now: _day(life.answered_on)),
    Column(
        "answered_at",
        _("Instant of the last answer, UTC; only of published reports."),
        lambda life, now: _moment(life, life.resolved_at),
    ),
    Column("answered_on", _("Day of the last answer in the city."), lambda life, now: _day(life.ended_on)),
    Column(
        "closed_at",
        _("Instant of closing, UTC; only of published reports."),
        lambda life, now: _moment(life, life.closed_at),
    ),
    Column("seconds_to_answer", _("Seconds from receipt to the last answer."), lambda life, now: life.seconds),
    Column("planned_until", _("Day until which a fix is promised."), lambda life, now: _day(life.planned_until)),
    Column("phase", _("Where it stands."), lambda life, now: life.phase),
    Column("outcome", _("How it was answered."), lambda life, now: life.outcome),
    Column(
        "state",
        _("How it is counted: open, promised, ended, or left_out (duplicate or withdrawn)."),
        lambda life, now: life.state,
    ),
    Column("is_fixed", _("Whether the answer says that it is fixed."), lambda life, now: life.is_fixed),
    Column("is_rateable", _("Whether the answer could be rated."), lambda life, now: life.is_rateable),
    Column(
        "is_on_time",
        _("Answered by the deadline as extended; empty while open or without a deadline."),
        lambda life, now: life.is_on_time,
    ),
    Column(
        "is_on_time_first",
        _("Answered by the deadline first told; empty while open or without a deadline."),
        lambda life, now: life.is_on_time_first,
    ),
    Column("score", _("Rating from 1 to 5; empty when not rated."), lambda life, now: life.score or None),
    Column("reopened", _("How often it was taken up again."), lambda life, now: life.reopened),
    Column("returns", _("How often a unit gave it back."), lambda life, now: life.returns),
    Column("extensions", _("How often its deadline was extended."), lambda life, now: life.extended),
)


def cells(life: Life, now: Now) -> dict[str, Cell]:
    """The row of one piece of work by column."""
    return {column.name: column.read(life, now) for column in COLUMNS}


def written(cell: Cell) -> str:
    """A cell of a CSV file: yes and no as true and false, nothing as nothing, and never a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return repr(cell)
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
