"""A carrier that carries nothing: what it would have sent is laid into the home, and it says so on its face.

Numbers that end in 9 do not exist for it, so that a page of proof has failures to show without a network.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from hueioc.lib import clock
from hueioc.notices.rules import Letter, Outcome

VIA = "simulator"
_SHOWN_BYTES = 64_000
_LARGEST_BYTES = 20_000_000


def simulate(name: str, letters: Sequence[Letter]) -> list[Outcome]:
    """Lay the letters into the simulator's file in one write and say what became of each."""
    at = clock.now().isoformat(timespec="seconds")
    found = [_outcome(letter) for letter in letters]
    lines = (
        {"at": at, "to": letter.to, "title": letter.title, "link": letter.link, "state": one.state}
        for letter, one in zip(letters, found, strict=True)
    )
    path = _path(name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    is_full = path.exists() and path.stat().st_size > _LARGEST_BYTES
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if is_full else os.O_APPEND)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    return found


def _outcome(letter: Letter) -> Outcome:
    if letter.to.endswith("9"):
        return Outcome("failed", "no_such_number", VIA)
    return Outcome("delivered", via=VIA)


def _path(name: str) -> Path:
    return Path(settings.HOME) / "simulators" / f"{name}.jsonl"


def shown(name: str, most: int = 50) -> list[dict[str, Any]]:
    """The latest letters of a simulator, the newest first, with the middle of each number hidden."""
    return list(_lines(name))[::-1][:most]


def _lines(name: str) -> Iterator[dict[str, Any]]:
    path = _path(name)
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _SHOWN_BYTES))
        text = file.read().decode("utf-8", "replace")
    for line in text.split("\n")[:-1]:
        try:
            one = json.loads(line)
        except ValueError:
            continue  # the first line may have been cut
        yield {**one, "to": f"{one['to'][:4]}…{one['to'][-2:]}"}
