"""Which open work will be late, the most endangered first, each person what they may see."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from django.conf import settings

from hueioc.cases.queries import visible_codes as visible_cases
from hueioc.directives.queries import visible_codes as visible_directives
from hueioc.dossiers.queries import visible_codes as visible_dossiers
from hueioc.indicators.queries import Promise, promises_to_come
from hueioc.lib import clock
from hueioc.mining.rules.warning.forecast import Foretold, foretell
from hueioc.mining.rules.warning.moments import moments_now
from hueioc.people.rules import Actor
from hueioc.portal.warning.lesson import Lesson, lesson_of
from hueioc.portal.warning.work import watched
from hueioc.processes.queries import visible_codes as visible_processes
from hueioc.questions.queries import visible_codes as visible_questions
from hueioc.returns.queries import visible_codes as visible_returns
from hueioc.warnings.queries import visible_codes as visible_warnings

# What is due later than these is far away enough to be looked at tomorrow.
MOST_WATCHED = 5_000
_KEPT_S = 300
_SHELF = 200
_ONE_AT_A_TIME = Lock()
# Whoever adds a kind of work says here who may see which of it; of any other kind nobody sees a single piece.
_VISIBLE: dict[str, Callable[[Actor, Sequence[str]], set[str]]] = {
    "case": visible_cases,
    "dossier": visible_dossiers,
    "directive": visible_directives,
    "question": visible_questions,
    "process": visible_processes,
    "return": visible_returns,
    "warning": visible_warnings,
}


class Endangered(NamedTuple):
    """One open piece of work with its forecast and the time that is left."""

    promise: Promise
    code: str
    foretold: Foretold
    left: timedelta


class Warned(NamedTuple):
    """All forecasts of a kind at an instant; `too_new` counts work that has used less than an eighth of its time."""

    as_of: datetime
    endangered: list[Endangered]
    too_new: int


def warned(kind: str, lesson: Lesson) -> Warned:
    """The forecasts of a kind, at most five minutes old."""
    slot = int(clock.now().timestamp()) // _KEPT_S
    # Two people who open one page at once wait for one reading of the log instead of making two.
    with _ONE_AT_A_TIME:
        return _warned(kind, lesson.learned_at, slot)


@lru_cache(maxsize=4)
def _warned(kind: str, _learned_at: datetime, _slot: int) -> Warned:
    now, lesson = clock.now(), lesson_of(kind)
    promises = promises_to_come(kind, now, MOST_WATCHED)
    work = watched(kind, promises, now) if promises else None
    if lesson is None or lesson.model is None or work is None:
        return Warned(now, [], len(promises))
    by_ref = {promise.ref: promise for promise in promises}
    looks = moments_now(work)
    found = []
    for one in foretell(lesson.model, work, looks):
        promise = by_ref[work.log.case.names[one.case]]
        found.append(Endangered(promise, promise.ref.partition(":")[2], one, promise.due_at - now))
    return Warned(now, found, len(promises) - len(found))


def seen_by(actor: Actor, kind: str, found: Sequence[Endangered], most: int) -> list[Endangered]:
    """The first `most` of some forecasts of one of `kinds()` that this actor may see, in their order."""
    seen: list[Endangered] = []
    for start in range(0, len(found), _SHELF):
        shelf = found[start : start + _SHELF]
        allowed = _VISIBLE[kind](actor, [one.code for one in shelf])
        seen += [one for one in shelf if one.code in allowed]
        if len(seen) >= most:
            break
    return seen[:most]


def kinds() -> list[str]:
    """The kinds of work that can be warned of."""
    return [kind for kind in settings.WORK_PAGES if kind in _VISIBLE]
