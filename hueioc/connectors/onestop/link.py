"""The wire to the other system: five questions after the first one opened a session. No transaction waits for it."""

import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import msgspec

from hueioc.connectors.onestop.messages import (
    OurProgress,
    Ours,
    Verdict,
    read_session,
    read_verdicts,
    read_waiting,
)

TIMEOUT_S = 20.0
LONGEST_ANSWER_S = 60.0
_MOST_BYTES = 8_000_000


class Away(Exception):
    """The other side is not there, or answers what nobody can read; trying again later may help."""


class Link:
    """One round's connection; `where` are the parts of HUEIOC_ONESTOP_URL."""

    def __init__(self, where: dict[str, Any]) -> None:
        self._where = where
        self._token = ""

    def open(self) -> None:
        """Step 1: sign in. Raises Away, without the secret in it."""
        told = self._ask("session", {"TaiKhoan": self._where["user"], "MatKhau": self._where["password"]})
        self._token = _read(read_session, told).token

    def waiting(self) -> Sequence[bytes]:
        """Step 2: dossiers filed there that were not confirmed yet, each as it came."""
        return [bytes(raw) for raw in _read(read_waiting, self._ask("dossiers/waiting", {})).dossiers]

    def confirm(self, verdicts: Sequence[Verdict]) -> None:
        """Step 3: what became of each of them here."""
        self._ask("dossiers/confirm", {"KetQua": verdicts})

    def send(self, dossiers: Sequence[Ours]) -> None:
        """Step 4: dossiers of ours that are new or changed; an id that is known there changes nothing."""
        self._ask("dossiers/sync", {"HoSo": dossiers})

    def tell(self, progress: Sequence[OurProgress]) -> None:
        """Step 5: their statuses."""
        self._ask("dossiers/progress", {"TienDo": progress})

    def outcome(self, ids: Sequence[str]) -> list[Verdict]:
        """Step 6: what became of each of them there; one that is still being worked on is missing."""
        told: list[Verdict] = _read(read_verdicts, self._ask("outcome", {"MaGiaoDich": ids})).verdicts
        return told

    def _ask(self, step: str, body: Any) -> bytes:
        parts = urlsplit(self._where["address"])
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        try:
            # Redirects are not followed: nobody else is to get what is meant for the other side.
            connection.request("POST", f"{parts.path.rstrip('/')}/{step}", msgspec.json.encode(body), headers)
            answer = connection.getresponse()
            told = _whole(answer, step)
        except (OSError, HTTPException) as error:
            raise Away(f"{step}: {type(error).__name__}") from None
        finally:
            connection.close()
        if not 200 <= answer.status < 300:
            raise Away(f"{step}: status {answer.status}")
        return told


def _whole(answer: HTTPResponse, step: str) -> bytes:
    """The body; a side that sends a byte now and then does not hold a round open. Raises Away."""
    until, parts, size = time.monotonic() + LONGEST_ANSWER_S, [], 0
    while part := answer.read1(65_536):
        parts.append(part)
        size += len(part)
        if size > _MOST_BYTES or time.monotonic() > until:
            raise Away(f"{step}: the answer is too long")
    return b"".join(parts)


def _read(reader: Any, told: bytes) -> Any:
    try:
        return reader(told)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Away(f"the answer cannot be read: {fault}") from None
