"""How work looks in words: chips of its state, the remaining time, and how its deadline came about."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hueioc.lib import clock
from hueioc.workflow.models import Item
from hueioc.workflow.queries.reading import catalogue, outcome_label, outcome_traits, phase_label, wait_label

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


class OwedLine(NamedTuple):
    """One line of the inbox about work of any kind: what it is, how it looks, where it is acted on, until when.

    `group` is the heading it stands under, `board` the address of the whole list of its kind. The room that keeps the
    work offers them for an actor (setting `OWED_WORK`), rights included. Of confidential work (`is_withheld`) nothing
    leaves by mail (ADR 0083).
    """

    ref: str
    page: str
    title: str
    chips: list[Chip]
    deadline: Chip | None
    due_at: datetime | None
    group: str
    board: str
    is_withheld: bool = False

    @property
    def code(self) -> str:
        return self.ref.partition(":")[2]

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now()


class FoundLine(NamedTuple):
    """One line of the search box about anything that has a page: where it leads, its number, title and what it is."""

    page: str
    code: str
    title: str
    hint: str


def share_left(item: Item) -> int | None:
    """Percent of the allowed time that is left; None without a running deadline."""
    if item.due_at is None or not item.is_open:
        return None
    start = item.clock_started_at or item.opened_at
    whole = (item.due_at - start).total_seconds()
    left = (item.due_at - clock.now()).total_seconds()
    return max(0, min(100, round(100 * left / whole))) if whole > 0 else 0


def span_words(span: timedelta) -> str:
    """A span as people say it: minutes up to two hours, hours up to two days, then days."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}


def deadline_chip(item: Item, now: datetime) -> Chip | None:
    """The remaining or exceeded time of open work; a pause while the clock stands."""
    if not item.is_open:
        return None
    if item.due_at is None:
        return Chip("", "player-pause", _("clock stands")) if item.wait_reason else None
    if item.due_at < now:
        return Chip("s-breach", "filled/alert-triangle", _("%(span)s over") % {"span": span_words(now - item.due_at)})
    start = item.clock_started_at or item.opened_at
    near = (item.due_at - now) < (item.due_at - start) * 0.2
    words = _("%(span)s left") % {"span": span_words(item.due_at - now)}
    return Chip("s-warn", "clock-exclamation", words) if near else Chip("s-ok", "clock", words)


def state_chips(item: Item, *, public: bool = True) -> list[Chip]:
    """Phase, outcome and waiting of a piece of work, in this order, as the public or as staff read them."""
    css, icon = _PHASE_LOOKS[item.phase]
    is_fixed = bool(item.outcome) and outcome_traits(item.service, item.outcome).fixed
    if item.phase == "closed" or (item.phase == "resolved" and not is_fixed):
        css = ""
    chips = [Chip(css, icon, phase_label(item.service, item.phase, public=public))]
    if item.outcome:
        look = "s-resolved" if is_fixed else ""
        words = outcome_label(item.service, item.outcome, public=public)
        chips.append(Chip(look, "circle-check" if look else "info-circle", words))
    if item.wait_reason:
        chips.append(Chip("s-waiting", "player-pause", wait_label(item.service, item.wait_reason)))
    return chips


def trace_sentences(item: Item) -> list[str]:
    """How the deadline came about, one sentence a step."""
    return [sentence for step in item.due_trace if (sentence := _trace_sentence(step))]


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
