"""How a directive looks in words: its field, priority, lead unit, state, and what it came from."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.directives.models import Directive
from hueioc.directives.queries.choices import priority_words
from hueioc.lib import clock
from hueioc.people.queries import unit
from hueioc.workflow.queries import (
    Chip,
    catalogue,
    category_icon,
    category_name,
    deadline_chip,
    page_of,
    said,
    state_chips,
    unit_label,
)

_ORIGINS: dict[str, str | Promise] = {
    "number": _("A number on a screen"),
    "report": _("A report"),
    "dossier": _("A dossier"),
    "bottleneck": _("A bottleneck"),
    "alarm": _("An alarm"),
    "page": _("A page"),
    "document": _("A document"),
    "meeting": _("A meeting"),
    "directive": _("A directive above it"),
}


def chips_of(directive: Directive) -> list[Chip]:
    """Priority when it is not the usual one, confidentiality, state, and silence."""
    chips = []
    if directive.is_confidential:
        chips.append(Chip("s-warn", "lock", str(_("confidential"))))
    if directive.urgency != "normal":
        chips.append(Chip("s-warn", "bolt", priority_words(directive.urgency)))
    chips += state_chips(directive, public=False)
    if directive.silent_at is not None and directive.silent_at < clock.now() and directive.is_open:
        chips.append(Chip("s-waiting", "volume", str(_("silent"))))
    return chips


def shown(directive: Directive) -> dict[str, Any]:
    """What a row or the head of a page shows of a directive."""
    return {
        "directive": directive,
        "title": directive.title,
        "icon": category_icon(directive.service),
        "field": category_name(directive.service),
        "priority": priority_words(directive.urgency),
        "unit": unit_label(directive.unit) if directive.unit else "",
        "unit_short": found.short() if (found := unit(directive.unit)) else "",
        "chips": chips_of(directive),
        "deadline": deadline_chip(directive, clock.now()),
    }


def origin_words(directive: Directive) -> dict[str, str]:
    """What it came from, in words, and where that is looked at; empty without an origin."""
    if not directive.origin:
        return {}
    kind, _colon, number = directive.origin_ref.partition(":")
    return {
        "words": str(_ORIGINS.get(directive.origin, directive.origin)),
        "number": number if page_of(directive.origin_ref) else "",
        "path": directive.origin_path or page_of(directive.origin_ref),
    }


def reason_words(directive: Directive, group: str, code: str) -> str:
    """The name of a coded reason."""
    found = catalogue().reason(directive.service, group, code)
    return said(found.names) if found else ""
