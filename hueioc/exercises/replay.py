"""Replays an exercise: sends each act at its hour, tries again where a door was busy, and counts what doors said."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from hueioc.exercises.acts import Act

TRIES, PAUSE_S = 5, 0.5
# A door that is full or away says so by these; the same request is then right a moment later.
_LATER = frozenset({429, 502, 503, 504})


class Doors(Protocol):
    """The public doors of an installation, over a network or in a test."""

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = ...) -> tuple[int, bytes]:
        """Status and body of one answer. Raises OSError when there is none."""


@dataclass
class Sent:
    """What was sent to each door, refused there, tried again or lost, how late it was at most, kept readings, and
    the number that each call was given, by its key.
    """

    sent: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    retried: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    readings: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, str] = field(default_factory=dict)
    latest_s: float = 0.0


def replay(
    acts: Sequence[Act],
    doors: Doors,
    now: Callable[[], datetime],
    wait: Callable[[float], object],
    tell: Callable[[Act], object] = lambda act: None,
) -> Sent:
    """Send each act when it is due; one after the other, so a slow city makes the replay late, and that is counted."""
    sent = Sent()
    for act in acts:
        ahead = (act.due - now()).total_seconds()
        if ahead > 0:
            wait(ahead)
        sent.latest_s = max(sent.latest_s, (now() - act.due).total_seconds())
        _send(act, doors, wait, sent)
        tell(act)
    return sent


def _send(act: Act, doors: Doors, wait: Callable[[float], object], sent: Sent) -> None:
    sent.sent[act.door] += 1
    for attempt in range(TRIES):
        if attempt:
            sent.retried[act.door] += 1
            wait(PAUSE_S * attempt)
        try:
            status, body = doors.ask("POST", act.door, act.body, act.headers)
        except OSError:
            continue
        if status in _LATER:
            continue
        if not 200 <= status < 300:
            sent.refused[act.door] += 1
        _note(act, body, sent)
        return
    sent.lost[act.door] += 1


def _note(act: Act, body: bytes, sent: Sent) -> None:
    try:
        told = json.loads(body)
    except ValueError:
        return
    if not isinstance(told, dict):
        return
    if (key := act.headers.get("Idempotency-Key")) and told.get("number"):
        sent.numbers[key] = str(told["number"])
    if isinstance(told.get("refused"), list):
        sent.readings["kept"] += told.get("new", 0)
        sent.readings["refused"] += len(told["refused"])


def asked(doors: Doors, path: str) -> Any:
    """What a door says. Raises ValueError with a sentence when it says nothing that can be read."""
    try:
        status, body = doors.ask("GET", path)
        if status == 200:
            return json.loads(body)
    except (OSError, ValueError):
        status = 0
    raise ValueError(f"{path} does not answer as an installation does ({status or 'no answer'}).")


def refuse_beside_real_data(doors: Doors, code: str) -> None:
    """Raise ValueError unless the installation was set up for this exercise."""
    here = asked(doors, "/api/v1/exercise").get("code")
    if here != code:
        raise ValueError(
            f"Nothing was sent: this installation is not set up for {code}, so an exercise would lie beside other data."
            f" Start a new one with HUEIOC_EXERCISE={code} scripts/run --home DIR, or leave --address out."
        )
