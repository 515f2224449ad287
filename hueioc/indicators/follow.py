"""Keeps the figures while facts arrive: what changed in a batch is summed first and written once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from hueioc.indicators.models import CountedCode, DayCount, StandCount, WorkRow
from hueioc.journal.commands.rows import merge_rows, new_row
from hueioc.journal.follower import Follower, SealedFact
from hueioc.workflow.events import BASE_FACTS
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.figures import MEASURES, OF_STANDING, marks, standing_marks
from hueioc.workflow.rules.life import FIELDS, OPEN, PROMISED, Life, World, lives_of, take


class Cell(NamedTuple):
    """Where a number is counted."""

    level: str
    day: date
    kind: str
    unit: str = ""
    service: str = ""
    area: str = ""

    @property
    def key(self) -> str:
        return "|".join((self.level, self.day.isoformat(), *self[2:]))


COLUMNS = ("unit", "service", "area")


def cells(day: date, life: Life) -> tuple[Cell, ...]:
    """Every cell that counts what happened to a life on a day: the finest one, and its sums."""
    where = {column: str(getattr(life, column)) for column in COLUMNS}
    coarser = (Cell(column, day, life.kind, **{column: code}) for column, code in where.items())
    return (Cell("each", day, life.kind, **where), *coarser, Cell("all", day, life.kind))


Counts = Counter[tuple[Cell, str]]


class Indicators(Follower):
    """Follows the five facts of all work; a new kind of work is counted on the day its room is added."""

    name = "indicators"
    version = 3  # sums of what stands
    follows = BASE_FACTS

    def handle(self, facts: Sequence[SealedFact]) -> None:
        """Fold the batch into the rows, and add what they count for now less what they counted for before."""
        rows = WorkRow.objects.filter(ref__in={fact.subject for fact in facts})
        lives, world = lives_of(rows.values_list(*FIELDS)), city_world()
        before, stood_before = counted(lives.values()), stood(lives.values(), world)
        touched = take(lives, facts, world)
        merge_rows([_row(lives[ref]) for ref in sorted(touched)], ["ref"])
        _add(DayCount, MEASURES, _less(counted(lives.values()), before))
        _add(StandCount, OF_STANDING, _less(stood(lives.values(), world), stood_before))

    def reset(self) -> None:
        """Empty the tables before a rebuild."""
        for model in (WorkRow, DayCount, StandCount, CountedCode):
            model._default_manager.all().delete()


def _row(life: Life) -> WorkRow:
    return new_row(WorkRow, **vars(life), stands=life.state in {OPEN, PROMISED} or None)


def counted(lives: Iterable[Life]) -> Counts:
    """Everything these lives count for, by cell and measure."""
    sums: Counts = Counter()
    for life in lives:
        for day, measure, number in marks(life):
            for cell in cells(day, life):
                sums[cell, measure] += number
    return sums


def stood(lives: Iterable[Life], world: World) -> Counts:
    """Everything these lives count for while they stand, by cell and name of OF_STANDING."""
    sums: Counts = Counter()
    for life in lives:
        for day, name in standing_marks(life, world):
            for cell in cells(day, life)[1:]:
                sums[cell, name] += 1
    return sums


def _less(now: Counts, before: Counts) -> dict[tuple[Cell, str], int]:
    now.subtract(before)
    return {place: number for place, number in now.items() if number}


def _add(
    model: type[DayCount] | type[StandCount], measures: Sequence[str], change: Mapping[tuple[Cell, str], int]
) -> None:
    where = {cell.key: cell for cell, _measure in change}
    if not where:
        return
    rows = {key: new_row(model, key=key, **cell._asdict()) for key, cell in where.items()}
    for (cell, measure), number in change.items():
        setattr(rows[cell.key], measure, number)
    merge_rows([row for _key, row in sorted(rows.items())], ["key"], adds=measures)
    if lost := [cell.key for (cell, _measure), number in change.items() if number < 0]:
        # An empty cell says nothing, and a rebuild would not make it.
        model._default_manager.filter(Q(key__in=set(lost)), **dict.fromkeys(measures, 0)).delete()
    _note_codes(where.values())


def _note_codes(counted_in: Iterable[Cell]) -> None:
    known = set(CountedCode.objects.values_list("column", "code"))
    found = {(cell.level, str(getattr(cell, cell.level))) for cell in counted_in if cell.level in COLUMNS}
    new = [CountedCode(column=column, code=code) for column, code in sorted(found - known)]
    CountedCode.objects.bulk_create(new, ignore_conflicts=True)


FOLLOWERS = [Indicators()]
