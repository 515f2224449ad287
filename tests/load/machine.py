"""Bad machines: a slow disk and a clock that jumps by a library loaded before all others, a disk that is full."""

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Machine:
    """What is bad about it now; a process started with `surroundings` feels every change at once."""

    def __init__(self, place: Path) -> None:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            pytest.skip("there is no C compiler to make a bad machine with")
        library, self._numbers = place / "bad_machine.so", place / "bad_machine.numbers"
        source = Path(__file__).with_name("bad_machine.c")
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        subprocess.run(command, check=True)
        self._numbers.write_bytes(struct.pack("qqq", 0, 0, 0))
        self.surroundings = {"LD_PRELOAD": str(library), "BAD_MACHINE": str(self._numbers)}

    def slow_down(self, sync_us: int) -> None:
        """Every sync takes so many microseconds longer."""
        self._write(0, sync_us)

    def set_clock(self, seconds: int) -> None:
        """The clock is wrong by so many seconds from now on."""
        self._write(1, seconds)

    @property
    def syncs(self) -> int:
        """How many syncs there were."""
        return int(struct.unpack_from("q", self._numbers.read_bytes(), 16)[0])

    def _write(self, place: int, number: int) -> None:
        with self._numbers.open("r+b") as file:
            file.seek(8 * place)
            file.write(struct.pack("q", number))


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own; skips where none may be mounted."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte; the file that does it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue
    return filler
