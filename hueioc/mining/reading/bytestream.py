"""The bytes of a file, unpacked when they are gzip, with a sentence where they end too early."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from hueioc.mining.rules.eventlog import LogError

CHUNK = 1 << 18
_GZIP = b"\x1f\x8b"


def opened(path: Path) -> BinaryIO:
    """The file, unpacked on the way when it begins like gzip, whatever it is called."""
    raw = path.open("rb")
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb")) if packed else raw


def chunks(path: Path) -> Iterator[bytes]:
    """The file in pieces. Raises LogError with the byte at which packed data end too early or are damaged."""
    done = 0
    with opened(path) as stream:
        while True:
            try:
                chunk = stream.read(CHUNK)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise LogError(
                    f"{path.name} is damaged or cut off after byte {done} of its content ({error})."
                ) from error
            if not chunk:
                return
            done += len(chunk)
            yield chunk
