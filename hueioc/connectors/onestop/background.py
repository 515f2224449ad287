"""Makes a round every minute when the setting names another system."""

import logging
import threading
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from hueioc.connectors.onestop.exchange import exchange
from hueioc.connectors.onestop.link import Away, Link
from hueioc.connectors.onestop.log import note_round, note_trouble, read_log

EVERY_S = 60.0
LONGEST_PAUSE_S = 900.0
_log = logging.getLogger(__name__)


def synchronise_forever(stop: threading.Event) -> None:
    """Rounds until `stop` is set; a side that is away is asked again, at last every quarter of an hour."""
    where, pause, trouble = settings.ONESTOP, EVERY_S, ""
    while where is not None and not stop.is_set():
        try:
            is_more = one_round(where)
            pause, trouble = (0.0 if is_more else EVERY_S), ""
        except (Away, DatabaseError) as reason:
            words = str(reason) if isinstance(reason, Away) else type(reason).__name__
            if words != trouble:
                _log.warning("the synchronisation of dossiers waits and tries again: %s", words)
            trouble, pause = words, min(max(pause, EVERY_S) * 2, LONGEST_PAUSE_S)
            note_trouble(words)
        finally:
            connection.close()
        stop.wait(pause)


def one_round(where: dict[str, Any]) -> bool:
    """One round, noted; True when more waits to be sent. Raises Away."""
    before = read_log()
    done = exchange(Link(where), where["system"], before.declined, before.unanswered)
    note_round(done)
    return done.is_more


BACKGROUND = [synchronise_forever]
