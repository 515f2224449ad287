"""How a meeting looks in words: its kind, state, time and place, and how somebody answered."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.meetings.models import Invitee, Meeting
from hueioc.workflow.queries import Chip, category_icon, category_name, deadline_chip, state_chips, unit_label

_ANSWERS: dict[str, tuple[str, str, str | Promise]] = {
    "": ("", "clock", _("not answered yet")),
    "comes": ("s-ok", "check", _("comes")),
    "substitute": ("s-ok", "users", _("sends a substitute")),
    "declines": ("s-breach", "x", _("does not come")),
}
_WAYS: dict[str, str | Promise] = {
    "qr": _("here (code)"),
    "link": _("here (link)"),
    "hand": _("here (by the secretary)"),
}


def span_words(starts_at: datetime, ends_at: datetime) -> str:
    """When it is, in the city's time: "08:00–09:30 01/12/2026", with both days when it goes over one."""
    begin, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if begin.date() == end.date():
        return f"{date_format(begin, 'H:i')}–{date_format(end, 'H:i')} {date_format(begin, 'd/m/Y')}"
    return f"{date_format(begin, 'H:i d/m/Y')} – {date_format(end, 'H:i d/m/Y')}"


def chips_of(meeting: Meeting) -> list[Chip]:
    """Confidentiality and state."""
    chips = [Chip("s-warn", "lock", str(_("confidential")))] if meeting.is_confidential else []
    return [*chips, *state_chips(meeting, public=False)]


def answer_chip(one: Invitee) -> Chip:
    """How an invitation was answered; who is here is shown as such."""
    if one.came_at is not None:
        return Chip("s-resolved", "circle-check", str(_WAYS.get(one.came_by, one.came_by)))
    css, icon, words = _ANSWERS[one.answer]
    return Chip(css, icon, str(words))


def shown(meeting: Meeting) -> dict[str, Any]:
    """What a row or the head of a page shows of a meeting."""
    is_over = meeting.phase in {"in_work", "resolved"} and meeting.ends_at < clock.now()
    return {
        "meeting": meeting,
        "title": meeting.title,
        "icon": category_icon(meeting.service),
        "kind": category_name(meeting.service),
        "unit": unit_label(meeting.unit) if meeting.unit else "",
        "when": span_words(meeting.starts_at, meeting.ends_at),
        "chips": chips_of(meeting),
        "deadline": deadline_chip(meeting, clock.now()) if is_over else None,
    }
