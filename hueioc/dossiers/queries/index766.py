"""Index 766 of the city or a unit for a period: each item with its count, its score and the dossiers that cost it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from hueioc.dossiers.models import Dossier, IndexFigure
from hueioc.dossiers.pack import Index, IndexBlock, IndexItem, read_index
from hueioc.dossiers.queries.agencies import desks
from hueioc.dossiers.queries.counting import Span, Tally, if_closed, tally
from hueioc.dossiers.queries.rows import DossierRow, dossiers_of_period
from hueioc.dossiers.rules.index766 import Count, ItemScore, Sum, scores, total
from hueioc.dossiers.rules.numbers import read_number
from hueioc.dossiers.rules.periods import Period
from hueioc.lib import clock
from hueioc.lib.packs import open_city
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.people.queries import UnitInfo
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import catalogue

MOST_CLOSED = 50
# From so many dossiers on the items are counted at most every ten minutes: judging one takes about 0.1 ms.
KEPT_FROM = 5_000
_KEPT_S = 600
_ONE_AT_A_TIME = Lock()
_Plain = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """One item: what the pack says of it, its score, its count, and its score if some dossiers were closed today."""

    item: IndexItem
    score: ItemScore
    tally: Tally | None
    then: ItemScore | None = None
    reported: IndexFigure | None = None

    @property
    def mean(self) -> timedelta | None:
        """The mean of an item that is one."""
        count = self.score.count
        is_mean = self.item.rule == "mean" and count is not None and count.denominator
        return timedelta(seconds=count.numerator / count.denominator) if is_mean and count else None


@dataclass(frozen=True)
class Sheet:
    """The whole index of a scope and period, as counted at an instant; `then` is the sum of the what-if."""

    index: Index
    lines: list[Line]
    blocks: list[tuple[IndexBlock, Sum]]
    whole: Sum
    then: Sum | None
    as_of: datetime


@lru_cache(maxsize=4)
def _read(packs: Path, city: str) -> Index | None:
    return read_index(open_city(Path(packs) / "cities" / city))


def index_scopes(actor: Actor) -> list[UnitInfo]:
    """Units whose index the actor may read, by name."""
    every = sees_the_city(actor)
    return [one for one in desks() if every or one.code in actor.units]


def sees_the_city(actor: Actor) -> bool:
    """True for who reads the city's index: leaders, auditors, the steward of the data and the centre."""
    return actor.is_centre or any(map(actor.has, ("leader", "auditor", "data_steward")))


def may_report(actor: Actor) -> bool:
    """True for who enters figures that nobody counts here."""
    return actor.has("data_steward") or actor.has("admin")


def index_in_force() -> Index:
    """The city's index. Raises NotFound for a city without one."""
    index = _read(settings.PACKS, settings.CITY)
    if index is None:
        raise NotFound(_("This city has no index among its rules packs."))
    return index


def index_sheet(actor: Actor, period: Period, unit: str = "", *, closed: Sequence[str] = ()) -> Sheet:
    """Index 766 of the city (no unit) or of what a unit handles; `closed` are numbers for the what-if.

    Raises NotAllowed for a scope that is not the actor's, NotFound for a city without the index, Invalid for numbers
    that are none or too many.
    """
    if not (sees_the_city(actor) or unit in actor.units):
        raise NotAllowed(_("You may see the index of your own unit only."))
    index, numbers = index_in_force(), _numbers(closed)
    counted = _counted_lately(period, unit)
    reported = _reported(index, period, unit)
    entered = {code: Tally(one.numerator, one.denominator) for code, one in reported.items()}
    items, tallies, last_year = index.items_on(period.last), entered | counted.tallies, _last_year(period, unit)
    now = _scored(items, _plain(tallies), last_year, period.months)
    then: list[ItemScore] | None = None
    if numbers:
        after = _plain(tallies) | _after_closing(items, period, unit, numbers, counted)
        then = _scored(items, after, last_year, period.months)
    lines = [
        Line(item, mine, tallies.get(item.id), then[place] if then else None, reported.get(item.id))
        for place, (item, mine) in enumerate(zip(items, now, strict=True))
    ]
    blocks = [(block, total(now, block.code)) for block in index.block]
    return Sheet(index, lines, blocks, total(now), total(then) if then else None, counted.at)


class _Counted(NamedTuple):
    at: datetime
    tallies: dict[str, Tally]
    procedures: list[Procedure]


def _counted_lately(period: Period, unit: str) -> _Counted:
    """The items counted now; of very many dossiers at most ten minutes ago, for every row is judged by the rule."""
    span = _span(period)
    found = Dossier.objects.filter(opened_at__lte=span.ends).exclude(closed_at__lt=span.begins)
    if (found.filter(unit=unit) if unit else found)[: KEPT_FROM + 1].count() <= KEPT_FROM:
        return _counted(period, unit)
    with _ONE_AT_A_TIME:
        return _counted_in(period, unit, int(clock.now().timestamp()) // _KEPT_S)


@lru_cache(maxsize=16)
def _counted_in(period: Period, unit: str, slot: int) -> _Counted:
    return _counted(period, unit)


def _counted(period: Period, unit: str) -> _Counted:
    at, span, items = clock.now(), _span(period), index_in_force().items_on(period.last)
    rows = list(dossiers_of_period(span.begins, span.ends, unit=unit))
    procedures = _procedures(period.last, rows if unit else None)
    return _Counted(at, _tallies(items, rows, span, procedures), procedures)


def _after_closing(
    items: list[IndexItem], period: Period, unit: str, numbers: list[str], counted: _Counted
) -> dict[str, _Plain]:
    """The counts if some dossiers were closed now: only these are judged anew, the others stay what they are."""
    span = _span(period)
    rows = list(dossiers_of_period(span.begins, span.ends, unit=unit, numbers=numbers))
    after = _tallies(items, if_closed(rows, numbers, clock.now()), span, counted.procedures)
    changed = {}
    for code, before in _tallies(items, rows, span, counted.procedures).items():
        # What is counted by procedures does not depend on whether one of them is closed.
        if not before.is_of_procedures:
            all_, then = counted.tallies[code], after[code]
            changed[code] = (
                all_.numerator - before.numerator + then.numerator,
                all_.denominator - before.denominator + then.denominator,
            )
    return changed


def _reported(index: Index, period: Period, unit: str) -> dict[str, IndexFigure]:
    """By item, what was entered for the items that nobody counts here."""
    found = IndexFigure.objects.filter(index=index.code, period=period.name, unit=unit)
    uncounted = {item.id for item in index.items_on(period.last) if not item.counts}
    return {one.item: one for one in found if one.item in uncounted}


def _tallies(
    items: Iterable[IndexItem], rows: list[DossierRow], span: Span, procedures: list[Procedure]
) -> dict[str, Tally]:
    return {item.id: tally(item.counts, rows, span, procedures) for item in items if item.counts}


def _plain(tallies: Mapping[str, Tally]) -> dict[str, _Plain]:
    return {code: (one.numerator, one.denominator) for code, one in tallies.items()}


def _scored(items: list[IndexItem], counted: dict[str, _Plain], last_year: int | None, months: int) -> list[ItemScore]:
    counts = {code: Count(*numbers, last_year) for code, numbers in counted.items()}
    return scores([item.as_rule() for item in items], counts, months)


def _numbers(typed: Sequence[str]) -> list[str]:
    if len(typed) > MOST_CLOSED:
        sentence = _("At most %(n)d dossiers at once.") % {"n": MOST_CLOSED}
        raise Invalid(sentence, fields={"close": sentence})
    return [str(read_number(one)) for one in typed]


def _span(period: Period) -> Span:
    zone = catalogue().calendar.time_zone
    begins, ends = datetime.combine(period.first, time.min, zone), datetime.combine(period.last, time.max, zone)
    return Span(begins, ends)


def _procedures(day: date, rows: list[DossierRow] | None) -> list[Procedure]:
    """The city's procedures of a day; a unit's are those of the dossiers it handled."""
    found = [one for one in catalogue().leaves(day, "procedure") if isinstance(one, Procedure)]
    if rows is None:
        return found
    used = {row.procedure for row in rows}
    return [one for one in found if one.code in used]


def _last_year(period: Period, unit: str) -> int | None:
    """How many dossiers were taken in the year before; None without any, which is no last year."""
    zone, year = catalogue().calendar.time_zone, period.first.year
    found = Dossier.objects.filter(
        accepted_at__gte=datetime(year - 1, 1, 1, tzinfo=zone), accepted_at__lt=datetime(year, 1, 1, tzinfo=zone)
    )
    return (found.filter(unit=unit) if unit else found).count() or None
