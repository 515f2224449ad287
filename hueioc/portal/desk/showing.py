"""What rows and the pane of the desk show of reports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.cases.queries import (
    CaseView,
    case_view,
    photos_of,
    share_left,
    shown,
    similar_cases,
    suggest_for,
    timeline,
    trace_sentences,
    why_suggested,
)
from hueioc.lib import clock
from hueioc.people.queries import display_names, unit
from hueioc.people.rules import Actor
from hueioc.portal.desk.choices import outcomes, refusal_reasons, reply_templates
from hueioc.workflow.queries import catalogue, category_name, outcome_label

CHANNEL_ICONS = {"phone": "phone", "chat": "message", "email": "mail", "app": "device-mobile"}
TAB_NAMES = {
    "new": gettext_lazy("To sort"),
    "overdue": gettext_lazy("Overdue"),
    "soon": gettext_lazy("Due soon"),
    "mine": gettext_lazy("Mine"),
    "coordinator": gettext_lazy("Coordinator"),
}
_CALM = {"s-breach": "breach", "s-warn": "warn"}


def row(case: Any, duplicates: Mapping[str, int]) -> dict[str, Any]:
    """One line of the queue."""
    found = shown(case, text=case.description)
    deadline = found["deadline"]
    return {
        **found,
        "tone": _CALM.get(deadline.css, "") if deadline else "",
        "icon": _icon(case.service),
        "channel_icon": CHANNEL_ICONS.get(case.channel, "world"),
        "age": age(case.opened_at),
        "pick": _("Select %(number)s") % {"number": case.code},
        "duplicates": duplicates.get(case.ref, 0),
    }


def rows(cases: Sequence[Any], duplicates: Mapping[str, int]) -> list[dict[str, Any]]:
    return [row(case, duplicates) for case in cases]


def _icon(service: str) -> str:
    known = catalogue().categories.get(service)
    group = catalogue().categories.get(known.parent or "") if known else None
    return (known and known.icon) or (group and group.icon) or "category"


def age(opened_at: datetime) -> str:
    """How long ago, short: minutes, hours, days."""
    minutes = max(0, int((clock.now() - opened_at).total_seconds() // 60))
    if minutes < 120:
        return _("%(n)d min") % {"n": minutes}
    return _("%(n)d h") % {"n": minutes // 60} if minutes < 48 * 60 else _("%(n)d d") % {"n": minutes // 1440}


def pane(code: str, actor: Actor) -> dict[str, Any]:
    """Everything the middle shows of one report. Raises NotFound."""
    view = case_view(code, actor)
    case = view.case
    can_sort = "triage" in view.can and case.phase == "received"
    suggestion = suggest_for(case) if can_sort else None
    refs = [message.author for message in view.messages] + [case.keeper]
    return {
        **shown(case, text=view.description),
        "view": view,
        "left": share_left(case),
        "suggestion": suggestion and _words(suggestion),
        "similar": near(view),
        "photos": view.photos,
        "trace": trace_sentences(case),
        "timeline": timeline(case, staff=True),
        "conversation": [_message(message) for message in view.messages],
        "parts": [(part, unit(part.unit)) for part in view.parts if part.is_live or part.state in {"returned", "done"}],
        "names": display_names(refs),
        "replies": reply_templates(case.service, case.code),
        "reasons": refusal_reasons(case.service),
        "outcomes": outcomes(case.service, "answer_at_centre"),
        "can": view.can,
        "lead_of": next((link.target.partition(":")[2] for link in view.links if _leads(link, case.ref)), ""),
        "followers": [
            link.source.partition(":")[2]
            for link in view.links
            if link.target == case.ref and link.kind == "duplicate_of"
        ],
    }


def _leads(link: Any, ref: str) -> bool:
    return bool(link.kind == "duplicate_of" and link.source == ref)


def _words(found: Any) -> dict[str, Any]:
    lead, other = unit(found.lead), unit(found.other_lead)
    return {
        "is": found,
        "category": category_name(found.category),
        "lead": lead.name() if lead else "",
        "other_lead": other.name() if other else "",
        "category_percent": percent(found.category_probability),
        "lead_percent": percent(found.lead_probability),
        "urgency_percent": percent(found.urgency_probability),
        "why": why_suggested(found),
        "others": [
            {"code": one.code, "name": category_name(one.code), "percent": percent(one.probability)}
            for one in found.others
        ],
    }


def percent(share: float | None) -> str:
    """A probability in words; never 100 %, because no guess is."""
    return "" if share is None else f"{min(99, round(share * 100))} %"


def near(view: CaseView) -> list[Any]:
    """Open reports nearby that may speak of the same thing, without those that are linked already."""
    case = view.case
    if case.point is None or not view.works_on_it:
        return []
    linked = {link.source for link in view.links} | {link.target for link in view.links}
    found = similar_cases(case.point, case.service, case.description, leave_out=case.code)
    return [one for one in found if one.case.ref not in linked and one.case.outcome != "duplicate"]


def _message(message: Any) -> dict[str, Any]:
    who = unit(message.unit) if message.unit else None
    outcome = outcome_label(message.case.service, message.outcome) if message.outcome else ""
    return {"message": message, "unit": who.name() if who else "", "text": message.text, "outcome": outcome}


def side(case: Any, pictures: Mapping[int, Sequence[Any]]) -> dict[str, Any]:
    """One side of a comparison."""
    return {**shown(case, text=case.description), "photos": pictures.get(case.pk, ()), "age": age(case.opened_at)}


def sides(cases: Sequence[Any]) -> list[dict[str, Any]]:
    pictures = photos_of(cases)
    return [side(case, pictures) for case in cases]
