"""What can be chosen at the desk, in words: categories, units, wards, reasons, outcomes, templates of replies."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.people.queries import unit, units_valid_on
from hueioc.places.queries import area_name, local_areas
from hueioc.workflow.queries import catalogue, outcome_label, said

Choices = list[tuple[str, str]]


def category_groups() -> list[tuple[str, str, Choices]]:
    """Groups of categories with their leaves: (code, name, leaves)."""
    known, day = catalogue(), clock.today()
    leaves = known.leaves(day)
    return [
        (group.code, said(group.names), [(leaf.code, said(leaf.names)) for leaf in leaves if leaf.parent == group.code])
        for group in known.groups()
    ]


def unit_names() -> Choices:
    """Units of today by name."""
    found = [(unit.code, unit.name()) for unit in units_valid_on(clock.today())]
    return sorted(found, key=lambda pair: pair[1])


def area_names() -> Choices:
    """Wards and communes of today by name, in the language of the request."""
    language = get_language() or ""
    found = [
        (area.code, area.names.get(language[:2]) or next(iter(area.names.values()), area.code))
        for area in local_areas()
    ]
    return sorted(found, key=lambda pair: pair[1])


@lru_cache(maxsize=64)
def _options(what: str, language: str, day: date, units: int) -> SafeString:
    """The options of a long list as HTML: the same for everybody, and most of what a page would spend its time on."""
    if what == "unit":
        return format_html_join("", '<option value="{}">{}</option>', unit_names())
    if what == "unit-list":
        return format_html_join("", '<li role="option" data-value="{}">{}</li>', unit_names())
    if what == "area":
        return format_html_join("", '<option value="{}">{}</option>', area_names())
    if what == "leaf-list":
        line = '<li role="option" data-value="{}" data-group="{}">{}</li>'
        return format_html_join(
            "", line, ((code, name, words) for _g, name, leaves in category_groups() for code, words in leaves)
        )
    groups = (
        (name, format_html('<option value="{}">{}</option>', group, _("%(name)s: all") % {"name": name}), leaves)
        for group, name, leaves in category_groups()
    )
    return format_html_join(
        "",
        '<optgroup label="{}">{}{}</optgroup>',
        (
            (name, whole if what == "category" else "", format_html_join("", '<option value="{}">{}</option>', leaves))
            for name, whole, leaves in groups
        ),
    )


def long_lists() -> dict[str, SafeString]:
    """The lists of the desk's page, made once a day and language."""
    day, language, known = clock.today(), get_language() or "", len(units_valid_on(clock.today()))
    names = ("unit", "unit-list", "area", "leaf", "leaf-list", "category")
    return {name.replace("-", "_"): _options(name, language, day, known) for name in names}


def chosen_names(wanted: Any) -> dict[str, Choices]:
    """Names of what narrows the view now, to stand selected above the lists."""
    known, language = catalogue(), get_language() or ""
    return {
        "category": [
            (code, said(known.categories[code].names)) for code in wanted.categories if code in known.categories
        ],
        "area": [(code, area_name(code, language)) for code in wanted.areas],
        "unit": [(code, found.name()) for code in wanted.units if (found := unit(code))],
    }


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
        if not reply.outcome and (not reply.categories or {category, group} & set(reply.categories))
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
