"""The background work of the joined pages: early warning is learned anew every night."""

from threading import Event

from hueioc.lib import clock
from hueioc.lib.apart import run_apart
from hueioc.portal.warning.lesson import lesson_of
from hueioc.portal.warning.listing import kinds

_FIRST_LOOK_S, _LOOK_AGAIN_S, _A_DAY_S = 150.0, 1800.0, 86_400.0


def keep_foretelling(stop: Event) -> None:
    """Learn when the last lesson of any kind of work is a day old, in a process of its own."""
    stop.wait(_FIRST_LOOK_S)
    while not stop.is_set():
        if is_time_to_learn():
            run_apart(["learn", "--only", "warnings"], stop)
        stop.wait(_LOOK_AGAIN_S)


def is_time_to_learn() -> bool:
    """True when a kind of work has no lesson, or one older than a day."""
    lessons = [lesson_of(kind) for kind in kinds()]
    return any(not lesson or (clock.now() - lesson.learned_at).total_seconds() >= _A_DAY_S for lesson in lessons)


BACKGROUND = [keep_foretelling]
