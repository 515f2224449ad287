"""What a new meeting must be like; every refusal says what to correct."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters

LONGEST_TITLE, LONGEST_ABOUT, LONGEST_POINT, MOST_POINTS = 200, 4000, 300, 60
LONGEST_MEETING = timedelta(days=10)


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """A meeting as its form gives it; `points` is the agenda, instants are aware."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    chair: str
    unit: str
    secretary: str = ""
    checker: str = ""
    place: str = ""
    about: str = ""
    points: Sequence[str] = ()
    is_confidential: bool = False
    key: str | None = None


def check_time(starts_at: datetime, ends_at: datetime, *, now: datetime) -> dict[str, str | Promise]:
    """What is wrong with the time of a meeting, by field."""
    if starts_at < now - timedelta(hours=1):
        return {"starts_at": _("This time has passed.")}
    if not timedelta(0) < ends_at - starts_at <= LONGEST_MEETING:
        return {"ends_at": _("It must end after it begins, within ten days.")}
    return {}


def check_meeting(new: NewMeeting, *, now: datetime, kinds: Collection[str], people: Collection[str]) -> None:
    """Raises Invalid with one sentence for every field that is wrong. `people` are accounts of staff that exist."""
    wrong: dict[str, str | Promise] = {}
    if not new.title.strip() or len(new.title) > LONGEST_TITLE:
        wrong["title"] = _("Name the meeting in one line of at most 200 characters.")
    if len(new.about) > LONGEST_ABOUT or len(new.place) > LONGEST_TITLE:
        wrong["about"] = _("At most 4,000 characters, and 200 for the place.")
    if any(map(has_broken_characters, (new.title, new.about, new.place, *new.points))):
        wrong["title"] = _("This text holds characters that cannot be stored. Type it again.")
    if new.kind not in kinds:
        wrong["kind"] = _("Choose a kind of meeting from the list.")
    if new.chair not in people:
        wrong["chair"] = _("Choose who chairs it.")
    if new.checker and new.checker not in people:
        wrong["checker"] = _("Choose a person from the list.")
    if len(new.points) > MOST_POINTS or any(len(one) > LONGEST_POINT for one in new.points):
        wrong["points"] = _("At most 60 points of at most 300 characters.")
    wrong |= check_time(new.starts_at, new.ends_at, now=now)
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
