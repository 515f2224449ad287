"""The page of a collector: the units of one form and period with their lines, who is missing, and the city's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.returns.models import Return
from hueioc.returns.pack import Form, FormField
from hueioc.returns.queries.lists import seen_by
from hueioc.returns.queries.packs import due_of, form_of, period_in
from hueioc.returns.queries.proposing import numbers_of
from hueioc.returns.queries.reading import HEAVY, number_words, value_words, was_late
from hueioc.returns.rules.adding import Total, add_up
from hueioc.returns.rules.periods import Period
from hueioc.returns.rules.visibility import sees_all

_COLUMNS = ("code", "unit", "phase", "outcome", "due_at", "resolved_at", "edition", "values", "version", "collector")


@dataclass(frozen=True)
class UnitLine:
    """One unit: where its return stands, and its kept values by field (empty before it gave any)."""

    code: str
    unit: str
    name: str
    phase: str
    is_late: bool
    edition: int
    values: dict[str, str]
    version: int

    @property
    def is_given(self) -> bool:
        return self.phase in ("resolved", "closed")


@dataclass(frozen=True)
class Gathered:
    """One form and period: its units, and the line of the city made from those that gave it."""

    form: Form
    period: Period
    due_at: datetime
    collector: str
    units: list[UnitLine]
    totals: dict[str, Total]

    @property
    def given(self) -> list[UnitLine]:
        return [one for one in self.units if one.is_given]

    @property
    def missing(self) -> list[UnitLine]:
        return [one for one in self.units if not one.is_given]

    @property
    def late(self) -> list[UnitLine]:
        return [one for one in self.units if one.is_late]

    @property
    def corrected(self) -> list[UnitLine]:
        return [one for one in self.units if one.edition > 1]

    @property
    def columns(self) -> list[FormField]:
        return list(self.form.field)

    def total_words(self, one: FormField) -> str:
        """The city's number of a field in words; a dash where fields do not add up."""
        total = self.totals.get(one.code)
        return number_words(one, total.value) if total else ""

    def unit_words(self, line: UnitLine, one: FormField) -> str:
        """What a unit gave for a field, in words."""
        return value_words(one, line.values.get(one.code, "")) or "–"


def gathered(form_code: str, period_code: str, actor: Actor) -> Gathered:
    """One form and period as its collector sees it, as it stands this moment. Raises NotFound."""
    form = form_of(form_code)
    period = period_in(form, period_code)
    return _gathered(form, period, collected_by(actor).filter(form=form.code, period=period.code))


def collected_by(actor: Actor) -> QuerySet[Return]:
    """Returns that the actor collects, or all for the city's staff."""
    found = seen_by(actor)
    return found if sees_all(actor) else found.filter(collector__in=actor.units)


def _gathered(form: Form, period: Period, rows: QuerySet[Return]) -> Gathered:
    now = clock.now()
    found = list(rows.exclude(outcome="withdrawn").only(*_COLUMNS))
    lines = [_line(row, now) for row in found]
    if not lines:
        raise NotFound(_("Nobody owes this return for this period, or it is not for you."))
    lines.sort(key=lambda one: one.name)
    numbers = [numbers_of(form, one.values) for one in lines if one.is_given]
    return Gathered(form, period, due_of(form, period), found[0].collector, lines, add_up(form, numbers))


def _line(one: Return, now: datetime) -> UnitLine:
    found = unit(one.unit)
    name = found.short() if found else one.unit
    return UnitLine(one.code, one.unit, name, one.phase, was_late(one, now), one.edition, one.values, one.version)


def waiting_for_me(actor: Actor, most: int = 12) -> QuerySet[Return]:
    """Given returns that the actor's units have to accept or give back."""
    found = Return.objects.filter(collector__in=actor.units, phase="resolved").defer(*HEAVY)
    return found.order_by("settle_at")[:most]
