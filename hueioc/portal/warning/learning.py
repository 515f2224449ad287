"""Learns early warning of each kind of work from what has come due; a process of its own loads this module."""

from datetime import datetime

import msgspec
from django.conf import settings

from hueioc.indicators.queries import promises_come_due
from hueioc.lib import clock
from hueioc.lib.notes import keep_whole
from hueioc.mining.queries.trial import OLDER_SHARE
from hueioc.mining.rules.warning.forecast import Forecaster
from hueioc.mining.rules.warning.learning import TooLittle, learn
from hueioc.portal.warning.lesson import NO_BETTER, TOO_LITTLE, Lesson, lesson_path
from hueioc.portal.warning.work import watched

# The newest years say most of the next weeks, and must fit into memory: half a gigabyte at eight steps each.
MOST_LEARNED = 20_000


def learn_warnings() -> dict[str, Lesson]:
    """Learn every kind of work anew and keep what was learned, or why nothing was; by kind."""
    now = clock.now()
    found = {kind: _learned(kind, now) for kind in settings.WORK_PAGES}
    for kind, lesson in found.items():
        path = lesson_path(kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        keep_whole(path, msgspec.json.encode(lesson))
    return found


def _learned(kind: str, now: datetime) -> Lesson:
    work = watched(kind, promises_come_due(kind, now, MOST_LEARNED), now)
    known = int(work.known.sum()) if work else 0
    share = float(work.late[work.known].mean()) if work and known else 0.0
    lesson = Lesson(kind=kind, learned_at=now, come_due=known, late_share=share, model=None, reason=TOO_LITTLE)
    if work is None:
        return lesson
    try:
        model: Forecaster = learn(*work.parted(OLDER_SHARE), with_places=True)
    except TooLittle:
        return lesson
    if not model.judged.is_better:
        return msgspec.structs.replace(lesson, reason=NO_BETTER)
    return msgspec.structs.replace(lesson, model=model, reason="")
