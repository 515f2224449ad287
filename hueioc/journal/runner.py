"""Keeps the journal moving: seals new facts and lets every follower take them in, once and in order."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import InterfaceError, OperationalError, connection, connections

from hueioc.journal.commands.checkpoints import checkpoint
from hueioc.journal.commands.positions import Read, note_failure, park_next, renew, rewind, skip_to, take_in
from hueioc.journal.commands.sealing import BATCH as SEALED_AT_ONCE
from hueioc.journal.commands.sealing import is_behind, seal
from hueioc.journal.follower import Follower
from hueioc.journal.models import Position
from hueioc.journal.pace import BATCH, Pace
from hueioc.journal.queries import facts_after, facts_exist, head
from hueioc.journal.registry import followers
from hueioc.lib.sqlite.memory import keep_pages_in_memory

TRIES_BEFORE_PARKING = 5
TICK_S = 0.02
IDLE_S = 0.1
FIRST_PAUSE_S = 0.1
CHECKPOINT_EVERY_S = 3600.0
_LONGEST_PAUSE_S = 60.0
# A follower with nothing to read is only moved forward on disk after this many facts: each write is a sync.
_SKIP = 500
_PATIENCE_S = 60.0

_log = logging.getLogger(__name__)


class FollowerStopped(RuntimeError):
    """A follower could not handle a fact; it keeps its position. The cause is the error it raised."""


@dataclass
class _Round:
    """What a running loop remembers between two rounds; losing it costs nothing but a few reads.

    `read` keeps the last batches of facts, which never change: most followers stand at one place and read the same.
    """

    seen: dict[str, int] = field(default_factory=dict)
    retry_at: dict[str, float] = field(default_factory=dict)
    errors: dict[str, Exception] = field(default_factory=dict)
    patient: bool = True
    read: Read = field(default_factory=lambda: lru_cache(maxsize=4)(facts_after))
    pace: Pace = field(default_factory=Pace)

    def is_due(self, name: str, last: int) -> bool:
        if self.seen.get(name, -1) >= last:
            return False
        return not self.patient or self.retry_at.get(name, 0.0) <= time.monotonic()


def catch_up() -> int:
    """Seal everything committed and run every follower until nothing is left; returns the facts handled in all.

    A follower that parks gets its five tries at once. Raises FollowerStopped when one that stops has failed, after
    the others went to the end, and TimeoutError when an older transaction stays open for a minute.
    """
    _renew()
    state = _Round(patient=False)
    handled = 0
    until = time.monotonic() + _PATIENCE_S
    while True:
        progress = seal() + _advance_all(state)
        handled += progress
        if progress:
            continue
        if not is_behind():
            break
        if time.monotonic() > until:
            raise TimeoutError("Facts wait for a transaction that has been open for a minute.")
        time.sleep(0.005)
    for name, error in state.errors.items():
        raise FollowerStopped(f"{name} stopped: {type(error).__name__}: {error}") from error
    return handled


def seal_forever(stop: threading.Event) -> None:
    """Seal new facts as they come, in a thread of its own: screens show what is sealed, and must not wait for views."""
    pace = Pace(SEALED_AT_ONCE)

    def turn() -> int:
        limit, began = pace.batch(), time.monotonic()
        sealed = seal(limit)
        if sealed == limit:  # there is more: a whole import may wait, and then whoever reports goes first
            pace.rest(time.monotonic() - began, sealed)
        return sealed

    _for_ever(stop, turn)


def follow_forever(stop: threading.Event) -> None:
    """Let followers take in what is sealed, in a thread of its own, and sign checkpoints; failures are tried again."""
    state, due, is_ready = _Round(), time.monotonic() + CHECKPOINT_EVERY_S, False

    def turn() -> int:
        nonlocal due, is_ready
        if not is_ready:
            # The rows of all views are written from here.
            keep_pages_in_memory()
            _renew()
            is_ready = True
        if time.monotonic() >= due:
            checkpoint()
            due = time.monotonic() + CHECKPOINT_EVERY_S
        return _advance_all(state)

    _for_ever(stop, turn, is_owing=lambda: bool(state.errors))


def _for_ever(stop: threading.Event, work: Callable[[], int], is_owing: Callable[[], bool] = lambda: False) -> None:
    """Work while there is anything new, and look again after a short rest, until `stop` is set."""
    pause, changes, progress = TICK_S, _Changes(), 0
    try:
        while not stop.is_set():
            try:
                progress = work() if changes.are_there() or progress or is_owing() else 0
            except Exception:
                # A thread that died would stop every view of the city without a word.
                _log.exception("the journal stands still; trying again")
                connection.close()
                progress, pause = 0, min(pause * 2, 5.0)
            else:
                pause = TICK_S if progress else min(max(pause, TICK_S) * 1.2, IDLE_S)
            stop.wait(0 if progress >= BATCH else pause)
    finally:
        connections.close_all()


def _renew() -> None:
    for name in renew(followers().values()):
        _log.warning("%s reads the whole journal again: this version of the program keeps other rows", name)


def rebuild(name: str) -> int:
    """Drop a view's rows and let it read the whole journal again by the same path as live; returns the facts read.

    Raises LookupError for an unknown name, NotImplementedError for a follower that acts on facts, and whatever
    the follower raises.
    """
    follower = followers().get(name)
    if follower is None:
        raise LookupError(f"There is no follower called {name}. Known: {', '.join(sorted(followers()))}.")
    rewind(follower)
    handled, last = 0, head()
    while Position.objects.filter(follower=name, seq__lt=last).exists():
        handled += take_in(follower, last, BATCH)
    return handled


class _Changes:
    """Says cheaply whether anybody else wrote to the database since the last look (SQLite only; else always yes)."""

    def __init__(self) -> None:
        self._version = -1

    def are_there(self) -> bool:
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            [version] = cursor.execute("PRAGMA data_version").fetchone()
        changed = bool(version != self._version)
        self._version = version
        return changed


def _advance_all(state: _Round) -> int:
    last = head()
    due = [follower for name, follower in followers().items() if state.is_due(name, last)]
    if not due:
        return 0
    positions = dict(Position.objects.values_list("follower", "seq"))
    handled, idle = 0, []
    batch = state.pace.batch() if state.patient else BATCH
    for follower in due:
        place = positions.get(follower.name, 0)
        if not facts_exist(place, last, follower):
            state.seen[follower.name] = last
            if last - place >= _SKIP:
                idle.append(follower.name)
        else:
            began = time.monotonic()
            taken = _advance(follower, last, state, batch)
            handled += taken
            if state.patient:
                state.pace.rest(time.monotonic() - began, taken)
    if idle:
        skip_to(idle, last)
    return handled


def _advance(follower: Follower, last: int, state: _Round, batch: int) -> int:
    """One batch; after an error one fact at a time for a follower that parks, so that its neighbours go on."""
    try:
        handled = take_in(follower, last, batch, state.read)
        state.errors.pop(follower.name, None)
        return handled
    except Exception as error:
        _give_up_when_disconnected(error)
        if follower.on_failure == "park":
            return _advance_singly(follower, last, state)
        _postpone(follower, error, state)
        return 0


def _advance_singly(follower: Follower, last: int, state: _Round) -> int:
    handled = 0
    for _ in range(BATCH):
        try:
            taken = take_in(follower, last, 1)
        except Exception as error:
            _give_up_when_disconnected(error)
            failures = _postpone(follower, error, state)
            if failures >= TRIES_BEFORE_PARKING:
                park_next(follower, last)
                handled += 1
                _forget(follower, state)
            elif state.patient:
                return handled
        else:
            _forget(follower, state)
            handled += taken
            if not taken:
                break
    return handled


def _postpone(follower: Follower, error: Exception, state: _Round) -> int:
    failures = note_failure(follower, error)
    _log.error("follower %s failed %d times", follower.name, failures, exc_info=error)
    state.errors[follower.name] = error
    state.retry_at[follower.name] = time.monotonic() + min(FIRST_PAUSE_S * 2.0**failures, _LONGEST_PAUSE_S)
    if not state.patient and follower.on_failure == "stop":
        state.seen[follower.name] = 1 << 62
    return failures


def _forget(follower: Follower, state: _Round) -> None:
    state.errors.pop(follower.name, None)
    state.retry_at.pop(follower.name, None)


def _give_up_when_disconnected(error: Exception) -> None:
    """A lost connection is nobody's fault: let the loop reconnect instead of counting it against a follower."""
    if isinstance(error, OperationalError | InterfaceError) and not connection.is_usable():
        raise error
