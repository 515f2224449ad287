"""Taking readings: what can be kept is kept, what cannot is told, one sentence each; alarms follow at once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import close_old_connections
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.lib.together import Together
from hueioc.people.rules import Actor, rule
from hueioc.sensors.commands.alarms import LEVEL, set_alarm
from hueioc.sensors.commands.keeping.batches import Batch, Valued, keep_batches
from hueioc.sensors.commands.keeping.numbering import kept_series
from hueioc.sensors.queries.registry import number
from hueioc.sensors.queries.rights import may_send
from hueioc.sensors.rules.intake import NO_ZONE, UNKNOWN, UNREAD, Arrived, Bounds, refused
from hueioc.sensors.storage import reading, writing

ALARMS = rule("alarms")
log = logging.getLogger(__name__)


@dataclass
class Sending:
    """One sender's readings; `unread` are places of what could not be read at all."""

    readings: Sequence[tuple[int, Arrived]]
    actor: Actor
    unread: Sequence[int] = ()


@dataclass
class Answer:
    """What became of readings: how many are new, how many were known before, and those refused by their place."""

    new: int = 0
    known: int = 0
    refused: list[tuple[int, str, str | Promise]] = field(default_factory=list)


def take_readings(sendings: Sequence[Sending]) -> list[Answer]:
    """Keep the readings of several senders by one commit; durable when it returns. Raises NotAllowed for a stranger.

    Each is kept or refused by itself, and known ones change nothing. What the rules with a clock did not hear of, they
    hear at their next stroke.
    """
    for sending in sendings:
        if not may_send(sending.actor):
            raise NotAllowed(_("Readings are sent by machines with a key, and by staff who look after stations."))
    now, bounds = int(clock.now().timestamp()), _bounds()
    answers, batches = [], []
    for sending in sendings:
        answer = Answer(refused=[(place, "", UNREAD) for place in sending.unread])
        batches.append(Batch(_sorted_out(sending.readings, bounds, answer), sending.actor.ref, now))
        answers.append(answer)
    outcomes = keep_batches(batches)
    for answer, batch, outcome in zip(answers, batches, outcomes, strict=True):
        answer.new, answer.known = outcome.new, len(batch.readings) - outcome.new
        answer.refused.sort(key=lambda one: one[0])
    if any(outcome.has_news for outcome in outcomes):
        _follow_at_once()
    return answers


def _follow_at_once() -> None:
    """The readings are kept, whatever becomes of the alarms now: the clock asks again in a few seconds."""
    try:
        follow_levels()
    except Exception:
        log.exception("alarms could not follow the levels; the clock tries again")


def _sorted_out(readings: Sequence[tuple[int, Arrived]], bounds: Bounds, answer: Answer) -> list[Valued]:
    known, found = kept_series(), []
    earliest, latest, _days = bounds
    for place, one in readings:
        kept = known.get(one.series)
        if kept is None:
            answer.refused.append((place, one.series, UNKNOWN))
            continue
        if one.ts.tzinfo is None:
            answer.refused.append((place, one.series, NO_ZONE))
            continue
        ts, value = int(one.ts.timestamp()), one.value
        if earliest <= ts <= latest and -1e12 < value < 1e12:
            found.append(Valued(kept, ts, value))
        else:
            answer.refused.append((place, one.series, refused(ts, value, bounds) or UNREAD))
    return found


def _bounds() -> Bounds:
    now, days = clock.now().timestamp(), int(number("keep_days"))
    return Bounds(int(now - days * 86400), int(now + number("future_minutes") * 60), days)


def follow_levels(limit: int = 200) -> int:
    """Bring alarms to the levels at which the readings stand; returns how many stations that concerned.

    Asked after each batch that changed a level, and by the clock for what a crash left between the two databases.
    """
    with reading() as session:
        rows = session.run(
            "SELECT s.code, l.series, l.level, l.value, l.ts FROM sensors_latest AS l "
            "JOIN sensors_series AS s ON s.id = l.series WHERE l.level <> l.told_level LIMIT ?",
            [limit],
        )
    known = kept_series()
    for code, key, level, value, ts in rows:
        if code in known:
            at = datetime.fromtimestamp(ts, UTC)
            set_alarm(known[code].series, LEVEL, level, ALARMS, value=value, measured_at=at)
        with writing() as session:
            session.run("UPDATE sensors_latest SET told_level = ? WHERE series = ?", [level, key])
    return len(rows)


def _take_in_turn(sendings: Sequence[Sending]) -> list[Answer]:
    # A thread that lives as long as the city: a connection that broke meanwhile is made anew.
    close_old_connections()
    return take_readings(sendings)


# Those who send at the same moment share one commit.
MOST_TOGETHER, MOST_WAITING = 16, 512
intake: Together[Sending, Answer] = Together(_take_in_turn, most=MOST_TOGETHER, waiting=MOST_WAITING)
