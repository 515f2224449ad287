"""How a report looks in words: chips of its state, the remaining time, and how its deadline came about."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hueioc.cases.models import Case
from hueioc.lib import clock
from hueioc.places.queries import area_name
from hueioc.workflow.queries import (
    catalogue,
    category_icon,
    category_name,
    outcome_label,
    phase_label,
    unit_label,
    wait_label,
)

_PHASE_LOOKS = {
    "received": ("s-new", "sparkles"),
    "assigned": ("s-triaged", "arrow-right-circle"),
    "in_work": ("s-progress", "progress"),
    "resolved": ("s-resolved", "circle-check"),
    "closed": ("", "archive"),
}


class Chip(NamedTuple):
    """A small mark with icon and words; never colour alone."""

    css: str
    icon: str
    words: str


def share_left(case: Case) -> int | None:
    """Percent of the allowed time that is left; None without a running deadline."""
    if case.due_at is None or not case.is_open:
        return None
    start = case.clock_started_at or case.opened_at
    whole = (case.due_at - start).total_seconds()
    left = (case.due_at - clock.now()).total_seconds()
    return max(0, min(100, round(100 * left / whole))) if whole > 0 else 0


def span_words(span: timedelta) -> str:
    """A span as people say it: minutes up to two hours, hours up to two days, then days."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}


def deadline_chip(case: Case, now: datetime) -> Chip | None:
    """The remaining or exceeded time of an open report; a pause while the clock stands."""
    if not case.is_open:
        return None
    if case.due_at is None:
        return Chip("", "player-pause", _("clock stands")) if case.wait_reason else None
    if case.due_at < now:
        return Chip("s-breach", "filled/alert-triangle", _("%(span)s over") % {"span": span_words(now - case.due_at)})
    start = case.clock_started_at or case.opened_at
    near = (case.due_at - now) < (case.due_at - start) * 0.2
    words = _("%(span)s left") % {"span": span_words(case.due_at - now)}
    return Chip("s-warn", "clock-exclamation", words) if near else Chip("s-ok", "clock", words)


def state_chips(case: Case) -> list[Chip]:
    """Phase, outcome, waiting and reopening of a report, in this order."""
    css, icon = _PHASE_LOOKS[case.phase]
    if case.phase == "closed" or (case.phase == "resolved" and case.outcome != "fixed"):
        css = ""
    chips = [Chip(css, icon, phase_label(case.service, case.phase))]
    if case.outcome:
        look = "s-resolved" if case.outcome == "fixed" else ""
        chips.append(Chip(look, "circle-check" if look else "info-circle", outcome_label(case.service, case.outcome)))
    if case.wait_reason:
        chips.append(Chip("s-waiting", "player-pause", wait_label(case.service, case.wait_reason)))
    if case.reopened:
        chips.append(Chip("s-reopened", "rotate", _("taken up again")))
    return chips


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


def trace_sentences(case: Case) -> list[str]:
    """How the deadline came about, one sentence a step."""
    return [sentence for step in case.due_trace if (sentence := _trace_sentence(step))]


def _trace_sentence(step: dict[str, Any]) -> str:
    said = {
        "started": _("The clock started on %(at)s."),
        "moved_to_working_day": _("That was a day off, so it counts as %(at)s."),
        "day_off": _("%(at)s is a public holiday and is not counted."),
        "paused_day": _("%(at)s is not counted because the clock stood."),
        "paused": _("The clock has been standing since %(at)s."),
        "pause_added": _("The pause from %(at)s was added."),
        "working_days": _("%(number)d working days are allowed; the last one is %(at)s."),
        "hours": _("%(number)g hours are allowed."),
        "due": _("So it is due on %(at)s."),
        "clock_stands": _("While the clock stands there is no deadline."),
        "given_by_source": _("The deadline was taken over from the earlier system."),
        "no_promise": _("The earlier system gave no deadline."),
    }.get(step["code"], "")
    return said % {"at": _when(step["at"]), "number": step["number"]} if said else ""


def _when(text: str) -> str:
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    if len(text) == len("2026-11-23"):
        return moment.strftime("%d/%m/%Y")
    return moment.astimezone(catalogue().calendar.time_zone).strftime("%d/%m/%Y %H:%M")
