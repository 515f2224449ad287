"""What a new directive must be like; every refusal says what to correct."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters
from hueioc.workflow.rules.calendar import WorkingCalendar

LONGEST_TITLE, LONGEST_TEXT, LONGEST_TASK, MOST_SUPPORTS = 200, 4000, 1000, 30
# What a directive can have come from.
ORIGINS = ("number", "report", "dossier", "bottleneck", "alarm", "page", "document", "meeting", "directive")
_REF = re.compile(r"[a-z_]+:[A-Za-z0-9_.\-]{1,64}")
# A path of this site with its query; two slashes would lead to another host.
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9_\-.~/?&=%:,+@!*;]{0,299}")


@dataclass(frozen=True, kw_only=True)
class NewDirective:
    """A directive as its form, an interface or the minutes of a meeting give it. `supports` maps a unit to its part."""

    title: str
    text: str
    lead: str
    due_on: date
    field: str
    priority: str = "normal"
    supports: Mapping[str, str] = made_by(default_factory=dict)
    is_confidential: bool = False
    document: str = ""
    origin: str = ""
    origin_ref: str = ""
    origin_path: str = ""
    key: str | None = None


def local_path(typed: str) -> str:
    """The path of this site that was meant, empty for anything that could lead elsewhere."""
    return typed if _PATH.fullmatch(typed) else ""


def reference(typed: str) -> str:
    """The reference that was meant, empty for anything else."""
    return typed if _REF.fullmatch(typed) else ""


def origin_of(origin: str, ref: str) -> str:
    """What it came from: as named, else what the reference speaks of, else nothing."""
    if origin in ORIGINS:
        return origin
    kind = ref.partition(":")[0]
    return {"case": "report", "figure": "number", "step": "bottleneck"}.get(kind, kind if kind in ORIGINS else "")


def check_directive(
    new: NewDirective, *, today: date, calendar: WorkingCalendar, most_days: int, fields: Collection[str]
) -> None:
    """Raises Invalid with one sentence for every field that is wrong."""
    wrong: dict[str, str | Promise] = {}
    if not new.title.strip() or len(new.title) > LONGEST_TITLE:
        wrong["title"] = _("Say in one line what is asked, with at most 200 characters.")
    if not new.text.strip() or len(new.text) > LONGEST_TEXT:
        wrong["text"] = _("Write what is to be done, in at most 4,000 characters.")
    if any(map(has_broken_characters, (new.title, new.text, new.document, *new.supports.values()))):
        wrong["text"] = _("This text holds characters that cannot be stored. Type it again.")
    if new.field not in fields:
        wrong["field"] = _("Choose a field from the list.")
    if not new.lead:
        wrong["lead"] = _("Choose the lead unit.")
    if new.lead in new.supports or len(new.supports) > MOST_SUPPORTS:
        wrong["supports"] = _("The lead unit supports nobody, and at most 30 units support it.")
    if any(len(task) > LONGEST_TASK for task in new.supports.values()):
        wrong["supports"] = _("A part has at most 1,000 characters.")
    if fault := wrong_day(new.due_on, today=today, calendar=calendar, most_days=most_days):
        wrong["due_on"] = fault
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)


def wrong_day(day: date, *, today: date, calendar: WorkingCalendar, most_days: int) -> str | Promise:
    """Why a day can be no deadline; empty when it can."""
    if day < today:
        return _("This day lies in the past.")
    if (day - today).days > most_days:
        return _("This day is too far away.")
    if not calendar.is_working_day(day):
        return _("This is a day off. Choose a working day.")
    return ""
