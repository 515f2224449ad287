"""The box of a secret vote: running sums, sealed anew with every ballot under a key that dies with the vote (ADR 0095).

The key is a file of the installation and no row, so that no copy of the database opens a box; it is destroyed when the
vote closes, so that afterwards nobody opens one, whatever copies were taken. Nothing here knows who voted.
"""

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hueioc.lib.notes import keep_once

_NONCE = 12
# Every sum takes the same room, so that the length of a box says nothing.
_WIDTH = 6


class BoxLost(Exception):
    """The box cannot be opened any more; the vote must be held again."""


def _place(name: str) -> Path:
    return Path(settings.SHARED) / "ballots" / f"{name}.once"


def make_key(name: str) -> None:
    """Draw the key of a box; readable by the installation only, and in no backup."""
    place = _place(name)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    keep_once(place, secrets.token_hex(32))


def destroy_key(name: str) -> None:
    """Overwrite the key and take it away; what it sealed stays sealed for ever."""
    place = _place(name)
    with suppress(FileNotFoundError):
        place.write_text(secrets.token_hex(32), encoding="ascii")
        place.unlink()


def sweep_keys(is_open: Callable[[str], bool], *, older_than_s: float = 3600.0) -> int:
    """Destroy keys whose vote is not open, which a process left that died at the wrong moment; returns how many.

    A young key is left alone: its vote may open in a transaction that nobody sees yet.
    """
    swept = 0
    for place in (Path(settings.SHARED) / "ballots").glob("*.once"):
        with suppress(FileNotFoundError):
            if time.time() - place.stat().st_mtime >= older_than_s and not is_open(place.stem):
                destroy_key(place.stem)
                swept += 1
    return swept


def _key(name: str) -> bytes:
    try:
        return bytes.fromhex(_place(name).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as lost:
        raise BoxLost from lost


def sealed(name: str, sums: list[int]) -> bytes:
    """The sums under a fresh nonce: two seals of the same sums share nothing."""
    nonce = secrets.token_bytes(_NONCE)
    plain = "".join(f"{one:0{_WIDTH}d}" for one in sums).encode("ascii")
    return nonce + AESGCM(_key(name)).encrypt(nonce, plain, name.encode())


def opened(name: str, box: bytes) -> list[int]:
    """The sums in a box. Raises BoxLost."""
    try:
        plain = AESGCM(_key(name)).decrypt(box[:_NONCE], box[_NONCE:], name.encode())
    except (InvalidTag, ValueError) as lost:
        raise BoxLost from lost
    return [int(plain[place : place + _WIDTH]) for place in range(0, len(plain), _WIDTH)]
