"""Takes many calls that arrive at once in one transaction; while the database is away they are laid down, encrypted.

A call that was answered is safe: after its commit, or on the disk. None is refused for being one of many.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import msgspec
from cryptography.fernet import InvalidToken
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from hueioc.lib import clock
from hueioc.lib.refusals import Refusal
from hueioc.lib.shapes import read_json
from hueioc.lib.spool import Full
from hueioc.lib.together import Busy, Together
from hueioc.people.queries import seal_text, unseal_text
from hueioc.people.rules import ANYONE, Actor, machine
from hueioc.rescues.commands.found import RescueDesk
from hueioc.rescues.commands.opening import prepare
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries.intake import check_new, spool
from hueioc.rescues.rules.intake import NewRescue
from hueioc.workflow.commands import clear

MOST_TOGETHER, MOST_WAITING = 128, 8192
log = logging.getLogger(__name__)


class Arrival(NamedTuple):
    """A call as it came, through whose door, and how that door tells its sender."""

    new: NewRescue
    actor: Actor
    tell: Callable[[Rescue], bytes]


class Kept(NamedTuple):
    """A call that is safe on the disk; sent again with its key, it is told its number once the database is back."""

    key: str


class _Line(msgspec.Struct):
    new: NewRescue
    actor: str
    at: datetime


# What an arrival is told; None when its key was known, so that it is not told as new.
Outcome = bytes | Kept | None


def receive_together(arrivals: Sequence[Arrival]) -> Sequence[Outcome | Exception]:
    """Open a call for every arrival, all in one transaction; each has a key before the first try (ADR 0042)."""
    now = clock.now()
    keyed = [replace(one.new, key=one.new.key or f"once:{secrets.token_urlsafe(24)}") for one in arrivals]
    try:
        close_old_connections()
        faults = [_fault(new) for new in keyed]
        right = [place for place, fault in enumerate(faults) if fault is None]
        opened = _opened([(keyed[place], arrivals[place].actor, now) for place in right])
    except (OperationalError, InterfaceError) as error:
        connection.close()
        log.error("the database is away: %d calls for rescue are laid down: %s", len(arrivals), type(error).__name__)
        return _laid([(new, one.actor, now) for new, one in zip(keyed, arrivals, strict=True)])
    outcomes: list[Outcome | Exception] = list(faults)
    for place, call in zip(right, opened, strict=True):
        outcomes[place] = arrivals[place].tell(call) if call is not None else None
    return outcomes


def _fault(new: NewRescue) -> Refusal | None:
    try:
        check_new(new)
    except Refusal as refusal:
        return refusal
    return None


_Given = tuple[NewRescue, Actor, datetime]


def _opened(given: Sequence[_Given]) -> list[Rescue | None]:
    """The new call of each, None for one whose key was known."""
    found: list[Rescue | None] = [None] * len(given)
    with transaction.atomic():
        desks: list[RescueDesk] = []
        for actor in dict.fromkeys(actor for _new, actor, _at in given):
            places = [place for place, one in enumerate(given) if one[1] == actor]
            made, calls = prepare([given[p][0] for p in places], actor, [given[p][2] for p in places])
            fresh = {id(desk.item) for desk in made}
            desks += made
            for place, call in zip(places, calls, strict=True):
                if id(call) in fresh:
                    found[place] = call
                    fresh.discard(id(call))
        clear(desks)
    return found


def _laid(given: Sequence[_Given]) -> list[Outcome | Exception]:
    lines = [seal_text(msgspec.json.encode(_Line(new, actor.ref, at))) for new, actor, at in given]
    try:
        spool().append(lines)
    except Full:
        return [Busy() for _one in given]
    return [Kept(str(new.key)) for new, _actor, _at in given]


def receive_kept_rescues() -> int:
    """Take what was laid down, in its order; returns how many. Raises OperationalError while the database is away."""
    done = 0
    for path, lines in spool().batches():
        given: list[_Given] = []
        for line in lines:
            try:
                one = read_json(unseal_text(line), _Line)
            except (InvalidToken, msgspec.DecodeError):
                continue  # torn by a crash before it was promised
            if _fault(one.new) is None:
                actor = ANYONE if one.actor == ANYONE.ref else machine(one.actor.partition(":")[2])
                given.append((one.new, actor, one.at))
        for start in range(0, len(given), MOST_TOGETHER):
            _opened(given[start : start + MOST_TOGETHER])
        spool().done(path)
        done += len(given)
    return done


# One writer for the whole process: on SQLite two would only wait for each other.
rescue_intake: Together[Arrival, Outcome] = Together(receive_together, most=MOST_TOGETHER, waiting=MOST_WAITING)
