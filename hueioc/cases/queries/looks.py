"""How a report looks in words, beside what all work shows."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hueioc.cases.models import Case
from hueioc.lib import clock
from hueioc.places.queries import area_name
from hueioc.workflow.queries import (
    Chip,
    category_icon,
    category_name,
    deadline_chip,
    share_left,
    span_words,
    trace_sentences,
    unit_label,
)
from hueioc.workflow.queries import state_chips as chips_of_work

__all__ = ["Chip", "deadline_chip", "share_left", "shown", "span_words", "state_chips", "trace_sentences"]


def state_chips(case: Case) -> list[Chip]:
    """Phase, outcome, waiting and reopening of a report, in this order."""
    reopened = [Chip("s-reopened", "rotate", _("taken up again"))] if case.reopened else []
    return chips_of_work(case) + reopened


def shown(case: Case, *, text: str | None = None) -> dict[str, Any]:
    """What a row or the head of a page shows of a report."""
    words = case.public_text if text is None else text
    return {
        "case": case,
        "title": _title(words) or category_name(case.service),
        "category": category_name(case.service),
        "icon": category_icon(case.service),
        "unit": unit_label(case.unit) if case.unit else "",
        "area": area_name(case.area, get_language() or "") if case.area else "",
        "chips": state_chips(case),
        "deadline": deadline_chip(case, clock.now()),
    }


def _title(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= 90 else line[:89].rsplit(" ", 1)[0] + "…"
