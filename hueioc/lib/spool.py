"""Lines that must not be lost, kept on the local disk until somebody has done them: appended with a sync, in order."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path


class Full(Exception):
    """The spool holds as much as it may, or the disk takes no more; nothing was kept."""


class Spool:
    """A folder of files of lines. Safe for threads of one process; what was appended survives it."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self.folder, self._most = folder, most_bytes
        self._lock = threading.Lock()
        self._open: int | None = None
        self._number = 0
        self._counted: dict[str, tuple[int, int]] = {}

    @property
    def is_empty(self) -> bool:
        """True when nothing waits; cheap enough to ask often."""
        return not any(self._files())

    @property
    def depth(self) -> int:
        """How many lines wait; reads only what was appended since the last question."""
        counted: dict[str, tuple[int, int]] = {}
        for path in self._files():
            with suppress(FileNotFoundError):  # done meanwhile
                counted[path.name] = _count(path, *self._counted.get(path.name, (0, 0)))
        self._counted = counted
        return sum(lines for _size, lines in counted.values())

    @property
    def size(self) -> int:
        """How many bytes wait."""
        total = 0
        for path in self._files():
            with suppress(FileNotFoundError):
                total += path.stat().st_size
        return total

    def append(self, lines: Sequence[bytes]) -> None:
        """Keep lines (none holds a line end), durably before this returns. Raises Full, and then keeps none of them."""
        data = b"".join(line + b"\n" for line in lines)
        with self._lock:
            if sum(path.stat().st_size for path in self._files()) + len(data) > self._most:
                raise Full("the spool is full")
            try:
                handle = self._handle()
                before = os.fstat(handle).st_size
                try:
                    _write(handle, data)
                except OSError:
                    os.ftruncate(handle, before)
                    raise
            except OSError as error:
                raise Full("the disk takes no more") from error

    def batches(self) -> Iterator[tuple[Path, list[bytes]]]:
        """Files from the oldest, each with its lines; a last line that a crash cut off was never promised."""
        with self._lock:
            self._close()
            files = self._files()
        for path in files:
            yield path, path.read_bytes().split(b"\n")[:-1]

    def done(self, path: Path) -> None:
        """The lines of a file have been done."""
        path.unlink()
        _sync_folder(self.folder)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.lines")) if self.folder.exists() else []

    def _handle(self) -> int:
        if self._open is None:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            last = self._files()
            self._number = max(self._number, int(last[-1].stem) if last else 0) + 1
            path = self.folder / f"{self._number:012d}.lines"
            self._open = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL, 0o600)
            _sync_folder(self.folder)
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            os.close(self._open)
            self._open = None


def _count(path: Path, size: int, lines: int) -> tuple[int, int]:
    """Bytes and lines of a file of which `size` bytes with `lines` lines were counted before."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < size:  # a part that could not be written was cut off again
            size, lines = 0, 0
        file.seek(size)
        while piece := file.read(1 << 20):
            size, lines = size + len(piece), lines + piece.count(b"\n")
    return size, lines


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
