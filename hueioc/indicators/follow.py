"""Keeps the figures while facts arrive: what changed in a batch is summed first and written once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from hueioc.indicators.models import CountedCode, DayCount, WorkRow
from hueioc.journal.commands.rows import merge_rows, new_row
from hueioc.journal.follower import Follower, SealedFact
from hueioc.workflow.events import BASE_FACTS
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.figures import MEASURES, marks
from hueioc.workflow.rules.life import FIELDS, OPEN, PROMISED, Life, lives_of, take


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
    version = 2  # nothing is late before it was received
    follows = BASE_FACTS

    def handle(self, facts: Sequence[SealedFact]) -> None:
        """Fold the batch into the rows, and add what they count for now less what they counted for before."""
        rows = WorkRow.objects.filter(ref__in={fact.subject for fact in facts})
        lives = lives_of(rows.values_list(*FIELDS))
        before = counted(lives.values())
        touched = take(lives, facts, city_world())
        change = counted(lives.values())
        change.subtract(before)
        merge_rows([_row(lives[ref]) for ref in sorted(touched)], ["ref"])
        _add({place: number for place, number in change.items() if number})

    def reset(self) -> None:
        """Empty both tables before a rebuild."""
        WorkRow.objects.all().delete()
        DayCount.objects.all().delete()
        CountedCode.objects.all().delete()


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


def _add(change: Mapping[tuple[Cell, str], int]) -> None:
    where = {cell.key: cell for cell, _measure in change}
    if not where:
        return
    rows = {key: new_row(DayCount, key=key, **cell._asdict()) for key, cell in where.items()}
    for (cell, measure), number in change.items():
        setattr(rows[cell.key], measure, number)
    merge_rows([row for _key, row in sorted(rows.items())], ["key"], adds=MEASURES)
    if lost := [cell.key for (cell, _measure), number in change.items() if number < 0]:
        # An empty cell says nothing, and a rebuild would not make it.
        DayCount.objects.filter(Q(key__in=set(lost)), **dict.fromkeys(MEASURES, 0)).delete()
    _note_codes(where.values())


def _note_codes(counted_in: Iterable[Cell]) -> None:
    known = set(CountedCode.objects.values_list("column", "code"))
    found = {(cell.level, str(getattr(cell, cell.level))) for cell in counted_in if cell.level in COLUMNS}
    new = [CountedCode(column=column, code=code) for column, code in sorted(found - known)]
    CountedCode.objects.bulk_create(new, ignore_conflicts=True)


FOLLOWERS = [Indicators()]
