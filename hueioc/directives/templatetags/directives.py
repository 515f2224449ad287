"""Words of directives in templates: roles and states of parts, kinds of what was said, names of people."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

register = template.Library()
Words = dict[str, str | Promise]
_ROLES: Words = {"lead": gettext_lazy("leads"), "support": gettext_lazy("supports")}
_STATES: Words = {
    "offered": gettext_lazy("not answered yet"),
    "accepted": gettext_lazy("accepted"),
    "returned": gettext_lazy("returned"),
    "withdrawn": gettext_lazy("taken back"),
    "done": gettext_lazy("done"),
}
_SAID: Words = {
    "progress": gettext_lazy("Progress"),
    "question": gettext_lazy("Question to the giver"),
    "answer": gettext_lazy("The giver"),
    "extension": gettext_lazy("Wish for more time"),
    "refusal": gettext_lazy("More time was refused"),
    "returned": gettext_lazy("Why it was returned"),
    "done": gettext_lazy("Our part is done"),
    "closing": gettext_lazy("What came of it"),
    "object": gettext_lazy("Why it was sent back"),
    "withdrawn": gettext_lazy("Why it was withdrawn"),
}


@register.filter
def part_role(role: str) -> str | Promise:
    return _ROLES.get(role, role)


@register.filter
def part_state(state: str) -> str | Promise:
    return _STATES.get(state, state)


@register.filter
def said_kind(kind: str) -> str | Promise:
    return _SAID.get(kind, kind)


@register.filter
def named(names: Mapping[str, str], ref: str) -> str:
    """The name of an account, nothing for a machine."""
    return names.get(ref, "")
