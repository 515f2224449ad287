"""Words of dossiers in templates: times, fees, kinds of applicants, origins of papers, roles of agencies."""

from datetime import timedelta

from django import template
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hueioc.workflow.pack import Allowance, Fee
from hueioc.workflow.queries import catalogue, span_words

register = template.Library()
Words = dict[str, str | Promise]
_KINDS: Words = {
    "person": gettext_lazy("Person"),
    "company": gettext_lazy("Company"),
    "household": gettext_lazy("Household business"),
}
_CHANNELS: Words = {
    "in_person": gettext_lazy("In person"),
    "online": gettext_lazy("Online"),
    "post": gettext_lazy("By public post"),
}
_ORIGINS: Words = {
    "paper": gettext_lazy("on paper"),
    "file": gettext_lazy("as a file"),
    "population": gettext_lazy("from the population data"),
    "vault": gettext_lazy("from their own papers"),
}
_ROLES: Words = {
    "lead": gettext_lazy("has the dossier"),
    "hold": gettext_lazy("handed it over"),
    "desk": gettext_lazy("desk"),
}
_STATES: Words = {
    "offered": gettext_lazy("offered"),
    "accepted": gettext_lazy("accepted"),
    "returned": gettext_lazy("returned"),
    "withdrawn": gettext_lazy("taken back"),
    "done": gettext_lazy("done"),
}
_SAID: Words = {
    "note": gettext_lazy("Note of the staff"),
    "asked": gettext_lazy("Papers that are missing"),
    "supplement": gettext_lazy("What was brought"),
    "answer": gettext_lazy("Result"),
    "refusal": gettext_lazy("Why it was not accepted"),
    "stopped": gettext_lazy("Why it was stopped"),
    "apology": gettext_lazy("Apology"),
}


@register.filter
def span(length: timedelta | None) -> str:
    """How long something took, in words."""
    return span_words(length) if length is not None else ""


@register.filter
def allowed(allowance: Allowance | None) -> str:
    """A time allowed, in words."""
    if allowance is None:
        return ""
    if allowance.working_days:
        days = allowance.working_days
        return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
    if allowance.working_hours:
        return _("%(n)s working hours") % {"n": f"{allowance.working_hours:g}"}
    return _("%(n)s hours") % {"n": f"{allowance.hours or (allowance.minutes or 0) / 60:g}"}


@register.filter
def amount(value: int) -> str:
    """Whole units of the city's currency with its groups of digits."""
    # Django groups no digits in Vietnamese, however it is asked.
    grouped = f"{value:,}".replace(",", str(get_format("THOUSAND_SEPARATOR")))
    return f"{grouped} {catalogue().pack.city.currency}".strip()


@register.filter
def price(fee: Fee) -> str:
    """A fee and what it is for."""
    per = {"copy": _("%(n)s a copy"), "page": _("%(n)s a page")}.get(fee.per, "%(n)s")
    return per % {"n": amount(fee.amount)}


@register.filter
def applicant(kind: str) -> str | Promise:
    return _KINDS.get(kind, kind)


@register.filter
def channel(code: str) -> str | Promise:
    return _CHANNELS.get(code, code)


@register.filter
def origin(code: str) -> str | Promise:
    return _ORIGINS.get(code, code)


@register.filter
def part_role(role: str) -> str | Promise:
    return _ROLES.get(role, role)


@register.filter
def part_state(state: str) -> str | Promise:
    return _STATES.get(state, state)


@register.filter
def said_kind(kind: str) -> str | Promise:
    return _SAID.get(kind, kind)
