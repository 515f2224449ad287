"""Carries facts from the journal to the stream: each once, in order, whatever breaks and whenever."""

import logging
import threading
from typing import Any

import msgspec

from hueioc.connectors.jetstream.letters import letter, read_stamp, stamp_of
from hueioc.connectors.jetstream.stream import Away, End, Stream
from hueioc.journal.commands import keep_position
from hueioc.journal.queries import facts_after, position
from hueioc.lib.together import is_pressed

READER = "relay.jetstream"
BATCH = 200
IDLE_S = 0.25
PRESSED_S = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 30.0
_log = logging.getLogger(__name__)


class OtherPast(Exception):
    """The stream ends with something this journal never said; a person must decide what to do with the stream."""


class Relay:
    """One connection's work. The stream itself says how far the relay came; the kept position only helps out."""

    def __init__(self, where: dict[str, Any], stream: Stream | None = None) -> None:
        self._where = where
        self._stream = stream or Stream(where)
        self._place = 0
        self._number = 0

    def start(self) -> None:
        """Connect and find the place to go on from. Raises Away or OtherPast."""
        end = self._stream.open()
        self._place, self._number = _place_behind(end), end.number
        if position(READER) != self._place:
            keep_position(READER, self._place)

    def step(self) -> int:
        """Relay the next facts and keep the position after they were acknowledged; returns how many. Raises Away.

        The journal is read before and the position kept after the network is used, so no transaction waits for it.
        """
        facts = facts_after(self._place, BATCH)
        if not facts:
            return 0
        self._number = self._stream.publish([letter(fact, self._where["subject"]) for fact in facts], self._number)
        self._place = facts[-1].seq
        keep_position(READER, self._place)
        return len(facts)

    def rest(self, seconds: float) -> None:
        """Wait with the connection kept alive. Raises Away when it breaks."""
        self._stream.rest(seconds)

    def close(self) -> None:
        """End the connection."""
        self._stream.close()


def relay_forever(where: dict[str, Any], stop: threading.Event) -> None:
    """Relay until `stop` is set. A server that is away is tried again, at last every half minute; nothing is lost."""
    pause, trouble = FIRST_PAUSE_S, ""
    while not stop.is_set():
        relay = Relay(where)
        try:
            relay.start()
            if trouble:
                _log.warning("NATS answers again; the relay goes on")
            pause, trouble = FIRST_PAUSE_S, ""
            _go_on(relay, stop)
        except (Away, OtherPast) as reason:
            if str(reason) != trouble:
                _log.warning("the relay to NATS waits and tries again: %s", reason)
            trouble = str(reason)
        finally:
            relay.close()
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE_S)


def _go_on(relay: Relay, stop: threading.Event) -> None:
    while not stop.is_set():
        taken = relay.step()
        if is_pressed():
            relay.rest(PRESSED_S)  # whoever reports waits for an answer; other systems can wait for the news
        elif not taken:
            relay.rest(IDLE_S)


def _place_behind(end: End) -> int:
    """Where the journal goes on behind the end of the stream. Raises OtherPast when the two do not fit together.

    The stream's own end counts more than the kept position: a crash may have come between the two, and a server that
    lost its newest messages in a power cut gets them again. A stream that never held anything gets the whole journal.
    """
    if end.number == 0:
        return 0
    if end.body is None:
        return position(READER)
    try:
        last = read_stamp(end.body)
    except msgspec.MsgspecError:
        raise OtherPast("the stream ends with a message that is no fact of a city; name another stream.") from None
    known = facts_after(last.seq - 1, 1, upto=last.seq)
    if not known or stamp_of(known[0]) != last:
        raise OtherPast(f"the stream ends with fact {last.seq} of another journal; name another stream or delete it.")
    return last.seq
