"""In which fields a unit can ask, who answers in each, and how long an answer can be asked again."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.people.queries import units_with_role
from hueioc.questions.pack import KIND
from hueioc.workflow.pack import Allowance, Category
from hueioc.workflow.queries import catalogue, said, unit_label
from hueioc.workflow.rules.deadlines import due


class Field(NamedTuple):
    """A field to choose from: its code and name, the unit that answers, and within which time."""

    code: str
    name: str
    unit: str
    allowance: Allowance


def fields_on(day: date) -> list[Field]:
    """Fields that somebody answers on a day, in the pack's order."""
    known = catalogue()
    found = [(leaf, units_with_role(leaf.role, day)) for leaf in known.leaves(day, KIND) if leaf.role]
    return [
        Field(leaf.code, said(leaf.names), unit_label(units[0].code), known.allowance(leaf.code, day))
        for leaf, units in found
        if units
    ]


def field_on(code: str, day: date) -> Category:
    """A field that can be chosen on a day. Raises Invalid for everything else."""
    found = next((leaf for leaf in catalogue().leaves(day, KIND) if leaf.code == code), None)
    if found is None:
        raise Invalid(_("Choose a field from the list."), fields={"field": _("Choose a field from the list.")})
    return found


def answerer_of(code: str, day: date) -> str:
    """The unit that answers in a field on a day. Raises Invalid when nobody does."""
    role = field_on(code, day).role
    found = units_with_role(role, day) if role else []
    if not found:
        sentence = _("No unit answers in this field today. Choose another one.")
        raise Invalid(sentence, fields={"field": sentence})
    return found[0].code


def objection_until(field: str, answered_at: datetime) -> datetime | None:
    """Until when an answer can be asked again; then it is closed by the clock."""
    known = catalogue()
    days = known.service_of[field].about.objection_working_days
    return due(answered_at, Allowance(working_days=days), known.calendar).at
