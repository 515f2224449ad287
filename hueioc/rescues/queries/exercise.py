"""What an exercise asks of rescue: by which channel its calls come, and how each went; no word of any call."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from hueioc.lib.refusals import Conflict
from hueioc.rescues.models import Rescue


class CallCourse(NamedTuple):
    """How one call went, in instants and words of the grammar; `lead` is the code of the one it was merged into."""

    code: str
    lead: str
    channel: str
    phase: str
    is_sorted: bool
    opened_at: datetime
    first_assigned_at: datetime | None


def channel_of(*, is_exercise: bool) -> str:
    """The channel of a call of the open interface. Raises Conflict for a call of an exercise beside real ones."""
    if not is_exercise:
        return "api"
    if not settings.EXERCISE:
        raise Conflict(_("This installation is not set up for an exercise."))
    return "exercise"


def courses_since(since: datetime, most: int = 50_000) -> list[CallCourse]:
    """How each call went that was made since an instant, the earliest first."""
    names = ("code", "lead", "channel", "phase", "sorted_at", "opened_at", "first_assigned_at")
    rows = Rescue.objects.filter(opened_at__gte=since).order_by("id").values_list(*names)[:most]
    return [
        CallCourse(code, lead, channel, phase, at is not None, opened, first)
        for code, lead, channel, phase, at, opened, first in rows
    ]
