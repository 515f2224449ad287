"""How processes look in words: names of steps, who takes them, within which time, values of the form, conditions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.processes.models import Instance
from hueioc.processes.queries.defining import agency_names, definition_of
from hueioc.workflow.pack import Allowance, Condition, FlowStep, FormField, Process, Value
from hueioc.workflow.queries import (
    Chip,
    category_icon,
    deadline_chip,
    said,
    span_words,
    unit_label,
)


def number(value: int) -> str:
    """A whole number with the separators of thousands of the language: amounts have many digits."""
    return format_decimal(value, locale=(get_language() or "vi").replace("-", "_"))


def step_name(process: Process, code: str) -> str:
    """The name of a step, its code for one the definition does not have."""
    return next((said(step.names) for step in process.step if step.code == code), code)


def who_words(step: FlowStep, process: Process) -> str:
    """Who takes a step: of which unit, and who of it."""
    if step.by == "starter":
        return _("Whoever starts it")
    kind, _colon, code = step.unit.partition(":")
    if kind == "own":
        return _("Head of the own unit") if step.by == "unit_head" else _("Own unit")
    if kind == "field":
        unit = next((said(one.names) for one in process.field if one.code == code), code)
    else:
        unit = said(agency_names().get(code, {"en": code}))
    return _("Head: %(unit)s") % {"unit": unit} if step.by == "unit_head" else unit


def time_words(allowance: Allowance) -> str:
    """How long a step may take."""
    if allowance.working_days:
        many = allowance.working_days
        return ngettext("%(n)d working day", "%(n)d working days", many) % {"n": many}
    hours = int(allowance.working_hours or allowance.hours or 0)
    if hours:
        return ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}
    return ngettext("%(n)d minute", "%(n)d minutes", int(allowance.minutes or 0)) % {"n": int(allowance.minutes or 0)}


def value_words(field: FormField, value: Value) -> str:
    """One value of the form as people read it."""
    if field.type == "choice":
        return next((said(one.names) for one in field.choices if one.code == value), str(value))
    if field.type == "yes_no":
        return _("Yes") if value else _("No")
    if field.type == "unit":
        return unit_label(str(value))
    if field.type == "day":
        return date_format(date.fromisoformat(str(value)), "d/m/Y")
    return number(value) if isinstance(value, int) else str(value)


def rows_of(process: Process, values: Mapping[str, Value]) -> list[tuple[str, str, bool]]:
    """(name, words, is long) of every filled field, in the order of the form."""
    return [
        (said(one.names), value_words(one, values[one.code]), one.type == "paragraph")
        for one in process.field
        if one.code in values
    ]


def condition_words(process: Process, condition: Condition) -> str:
    """What a branch asks, in as few words as fit beside a line."""
    field = next((one for one in process.field if one.code == condition.field), None)
    if field is None:
        known = {"starter_is_head": _("a head starts it"), "starter_kind": _("kind of unit")}
        words = str(known.get(condition.field, condition.field))
        return words if condition.is_ in (True, None) else f"{words}: {condition.is_}"
    name = said(field.names)
    if condition.is_ is not None or condition.one_of:
        wanted = [condition.is_] if condition.is_ is not None else list(condition.one_of)
        return f"{name}: {' / '.join(value_words(field, one) for one in wanted if one is not None)}"
    parts = [f"≥ {number(condition.at_least)}"] if condition.at_least is not None else []
    parts += [f"< {number(condition.less_than)}"] if condition.less_than is not None else []
    return f"{name} {' '.join(parts)}"


def outcome_words(process: Process, code: str) -> str:
    """The name of an outcome."""
    return next((said(one.names) for one in process.outcome if one.code == code), code)


def title_of(instance: Instance) -> str:
    """What a list calls an instance: the process, and the field that names it."""
    name = said(definition_of(instance).names)
    return f"{name}: {instance.subject}" if instance.subject else name


def step_chip(instance: Instance) -> list[Chip]:
    """Where an open instance stands."""
    if not instance.step:
        return []
    return [Chip("s-progress", "route", step_name(definition_of(instance), instance.step))]


def _end_chip(instance: Instance, process: Process) -> Chip:
    """How it ended, by its own definition."""
    is_fixed = any(one.fixed for one in process.outcome if one.code == instance.outcome)
    look, icon = ("s-resolved", "circle-check") if is_fixed else ("", "info-circle")
    return Chip(look, icon, outcome_words(process, instance.outcome))


def step_deadline(instance: Instance) -> Chip | None:
    """The time that is left for the present step, or by how much it is over."""
    due_at, now = instance.step_due_at, clock.now()
    if due_at is None:
        return None
    if due_at < now:
        return Chip("s-breach", "filled/alert-triangle", _("%(span)s over") % {"span": span_words(now - due_at)})
    return Chip("s-ok", "clock", _("%(span)s left") % {"span": span_words(due_at - now)})


def shown(instance: Instance) -> dict[str, Any]:
    """What a row or the head of a page shows of an instance."""
    process = definition_of(instance)
    chips = step_chip(instance) or [_end_chip(instance, process)]
    if instance.is_confidential:
        chips = [Chip("s-warn", "lock", _("confidential")), *chips]
    return {
        "instance": instance,
        "title": title_of(instance),
        "icon": category_icon(instance.service),
        "unit": unit_label(instance.unit) if instance.unit else "",
        "started_unit": unit_label(instance.started_unit),
        "chips": chips,
        "deadline": step_deadline(instance) if instance.step else None,
        "whole": deadline_chip(instance, clock.now()),
    }
