"""Words of reports in templates: names of verbs, states of parts, kinds of links, marked personal data."""

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from hueioc.cases.models import Case
from hueioc.cases.queries import Following, following, personal_data_in
from hueioc.cases.views.visitor import person_of
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import said as said_in_language

register = template.Library()

_PART_STATES: dict[str, str | Promise] = {
    "offered": _("offered"),
    "accepted": _("accepted"),
    "returned": _("returned"),
    "lapsed": _("lapsed"),
    "withdrawn": _("taken back"),
    "done": _("done"),
}
_LINK_KINDS: dict[str, str | Promise] = {
    "duplicate_of": _("is a duplicate of"),
    "part_of": _("belongs to the incident"),
    "repeats": _("is the same thing again as"),
    "split_from": _("was split from"),
    "related": _("has to do with"),
}


_STEPS: tuple[str | Promise, ...] = (_("Sent"), _("Sorted"), _("In work"), _("Done"))


@register.inclusion_tag("ui/parts/steps.html")
def steps(case: Case) -> dict[str, object]:
    """How far a report is: steps that are over, the one it is at, those to come."""
    at = {"received": 1, "assigned": 2, "in_work": 2}.get(case.phase, len(_STEPS))
    states = ["on" if number < at else "cur" if number == at else "" for number in range(len(_STEPS))]
    return {"steps": [{"words": words, "css": css} for words, css in zip(_STEPS, states, strict=True)]}


@register.simple_tag(takes_context=True)
def people_of(context: template.Context, case: Case) -> Following:
    """Who else has met the matter of a report, and whether this visitor is among them."""
    return following(case, person_of(context["request"]))


@register.filter
def said(text: dict[str, str]) -> str:
    """A pack's text in the language of the request."""
    return said_in_language(text) if text else ""


@register.filter
def verb_name(transition: Transition) -> str:
    return said_in_language(transition.names)


@register.filter
def part_state(state: str) -> str | Promise:
    return _PART_STATES.get(state, state)


@register.filter
def link_kind(kind: str) -> str | Promise:
    return _LINK_KINDS.get(kind, kind)


@register.filter
def linked(ref: str) -> SafeString:
    """A link to the report behind a reference."""
    code = ref.partition(":")[2]
    return format_html('<a class="link" href="{}"><bdi dir="ltr">{}</bdi></a>', reverse("case-page", args=[code]), code)


@register.filter
def marked(text: str) -> SafeString:
    """The text with everything marked that looks like personal data."""
    out, at = [], 0
    for find in personal_data_in(text):
        out += [escape(text[at : find.start]), format_html("<mark>{}</mark>", find.words)]
        at = find.end
    out.append(escape(text[at:]))
    return mark_safe("".join(out))
