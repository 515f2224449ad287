"""What the last rounds brought, for the page of the staff and for the next round; a small file in the home."""

from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings

from hueioc.connectors.onestop.exchange import Refused, Round
from hueioc.lib import clock
from hueioc.lib.notes import keep_whole
from hueioc.lib.shapes import read_json

_MOST_REFUSED = 500


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """Counts since the first round; `trouble` says why the last round failed, in words without addresses or secrets.

    `unanswered` are ids of ours that the other side took in the last round and has said nothing of yet.
    """

    last_round_at: datetime | None = None
    last_good_at: datetime | None = None
    trouble: str = ""
    taken: int = 0
    sent: int = 0
    refused: list[Refused] = []
    unanswered: list[str] = []

    @property
    def declined(self) -> frozenset[str]:
        """Ids of our messages that the other side refused; they wait until the dossier changes."""
        return frozenset(one.id for one in self.refused if one.side == "there")


def log_path() -> Path:
    """Where it lies."""
    path: Path = settings.SHARED / "onestop.json"
    return path


def read_log() -> Log:
    """The log, a new one when there is none or it cannot be read."""
    try:
        return read_json(log_path().read_bytes(), Log)
    except (OSError, msgspec.MsgspecError):
        return Log()


def note_round(done: Round) -> None:
    """Add what a round brought; the newest refusals stay, of one dossier and side only the last."""
    before, now = read_log(), clock.now()
    settled = {*done.taken, *done.sent}
    seen: dict[tuple[str, str], Refused] = {}
    for one in (*before.refused, *done.refused):
        if one in before.refused and one.number in settled:
            continue
        seen.pop((one.side, one.number or one.id), None)
        seen[one.side, one.number or one.id] = one
    _keep(
        Log(
            last_round_at=now,
            last_good_at=now,
            taken=before.taken + len(done.taken),
            sent=before.sent + len(done.sent),
            refused=list(seen.values())[-_MOST_REFUSED:],
            unanswered=done.unanswered,
        )
    )


def note_trouble(words: str) -> None:
    """A round failed."""
    _keep(msgspec.structs.replace(read_log(), last_round_at=clock.now(), trouble=words))


def _keep(log: Log) -> None:
    keep_whole(log_path(), msgspec.json.encode(log))
