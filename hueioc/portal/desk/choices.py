"""What can be chosen at the desk, in words: categories, units, wards, reasons, outcomes, templates of replies."""

from typing import Any

from django.utils.translation import get_language

from hueioc.lib import clock
from hueioc.people.queries import units_valid_on
from hueioc.places.queries import local_areas
from hueioc.workflow.queries import catalogue, outcome_label, said

Choices = list[tuple[str, str]]


def category_groups() -> list[tuple[str, str, Choices]]:
    """Groups of categories with their leaves: (code, name, leaves)."""
    known, day = catalogue(), clock.now().date()
    leaves = known.leaves(day)
    return [
        (group.code, said(group.names), [(leaf.code, said(leaf.names)) for leaf in leaves if leaf.parent == group.code])
        for group in known.groups()
    ]


def unit_names() -> Choices:
    """Units of today by name."""
    found = [(unit.code, unit.name()) for unit in units_valid_on(clock.now().date())]
    return sorted(found, key=lambda pair: pair[1])


def area_names() -> Choices:
    """Wards and communes of today by name, in the language of the request."""
    language = get_language() or ""
    found = [
        (area.code, area.names.get(language[:2]) or next(iter(area.names.values()), area.code))
        for area in local_areas()
    ]
    return sorted(found, key=lambda pair: pair[1])


def refusal_reasons(category: str) -> list[dict[str, Any]]:
    """Why a report of this category may be refused; some reasons need an explanation."""
    return [
        {"code": reason.code, "name": said(reason.names), "needs_text": reason.needs_text}
        for reason in catalogue().reasons(category, "refusal")
    ]


def outcomes(category: str, verb: str) -> Choices:
    """Outcomes a verb may end with."""
    process = catalogue().process_of(category)
    codes = next((step.outcomes for step in process.transition if step.verb == verb), [])
    return [(code, outcome_label(category, code, public=False)) for code in codes]


def reply_templates(category: str, number: str) -> list[dict[str, str]]:
    """Templates of replies for a category, with the number filled in; those for it alone come first."""
    known = catalogue()
    group = known.category(category).parent or ""
    found = [
        reply
        for reply in known.service_of[category].replies
        if not reply.categories or category in reply.categories or group in reply.categories
    ]
    return [
        {
            "code": reply.code,
            "verb": "ask_citizen" if reply.asks else "tell_citizen",
            "name": said(reply.names),
            "text": said(reply.text).replace("{number}", number),
        }
        for reply in sorted(found, key=lambda reply: not reply.categories)
    ]
