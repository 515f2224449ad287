"""What is proposed for a return that nobody has begun: the last period's lines, and figures the city has itself."""

from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from hueioc.lib.numerals import canonical
from hueioc.people.queries import units
from hueioc.returns.models import Return
from hueioc.returns.pack import Form, FormField
from hueioc.returns.queries.packs import form_of
from hueioc.returns.rules.adding import add_up
from hueioc.returns.rules.periods import before, period_called
from hueioc.workflow.queries import unit_today


class Proposal(NamedTuple):
    """A kept text that is proposed for a line, and where it comes from: last (period) or figure (of the city)."""

    text: str
    source: str


def numbers_of(form: Form, values: dict[str, str]) -> dict[str, Decimal | None]:
    """The numbers among kept values."""
    known = {one.code for one in form.field if one.is_number}
    return {code: Decimal(text) for code, text in values.items() if code in known}


def previous_numbers(item: Return) -> dict[str, Decimal | None]:
    """What the unit gave for the period before; for a merged ward the sum of what its predecessors gave."""
    form = form_of(item.form)
    period = before(period_called(item.period, form.closes_day), form.closes_day)
    whose = [code for code in units() if unit_today(code, item.last_on) == item.unit] or [item.unit]
    rows = Return.objects.filter(form=item.form, period=period.code, unit__in=whose, edition__gt=0)
    found = [numbers_of(form, values) for values in rows.values_list("values", flat=True)]
    if len(found) > 1:
        return {code: total.value for code, total in add_up(form, found).items()}
    return found[0] if found else {}


def proposals(item: Return) -> dict[str, Proposal]:
    """By line, what is proposed; nothing once somebody began to type."""
    if item.draft or item.edition:
        return {}
    form, previous = form_of(item.form), previous_numbers(item)
    found = {one.code: _proposal(one, item, previous) for one in form.typed}
    return {code: proposal for code, proposal in found.items() if proposal is not None}


def _proposal(one: FormField, item: Return, previous: dict[str, Decimal | None]) -> Proposal | None:
    if one.from_last and (known := previous.get(one.from_last)) is not None:
        return Proposal(canonical(known), "last")
    source = one.from_figure
    if source is None or not settings.FIGURE_VALUES:
        return None
    value = import_string(settings.FIGURE_VALUES)(source.kind, source.figure, item.unit, item.first_on, item.last_on)
    number = value.get(source.part) if value else None
    return None if number is None else Proposal(canonical(Decimal(str(number))), "figure")
