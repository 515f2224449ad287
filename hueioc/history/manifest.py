"""Which files count: one small file that is replaced as a whole, so that a crash leaves neither halves nor doubles."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from hueioc.history.rules import Part
from hueioc.lib.shapes import read_json

NAME = "manifest.json"
FORMAT = 1
_PARTS = "month=*/part-*"


class HistoryError(ValueError):
    """A sentence for the one who runs the city."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The parts that count, in what zone their days are, and the journal up to `upto` with its chain there."""

    format: int = FORMAT
    zone: str
    upto: int = 0
    chain: str = ""
    parts: list[Part] = []


def facts_folder(place: Path) -> Path:
    """Where the files of the facts lie below the history's folder."""
    return place / "facts"


def read(folder: Path) -> Manifest | None:
    """The manifest of a folder; None when nothing was exported yet. Raises HistoryError for one of another kind."""
    try:
        found = read_json((folder / NAME).read_bytes(), Manifest)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise HistoryError(f"{folder / NAME} cannot be read: {error}. Delete the folder and export again.") from None
    if found.format != FORMAT:
        raise HistoryError(f"{folder} was written by another version. Delete the folder and export again.")
    return found


def write(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step that is on disk when this returns."""
    keep(folder / NAME, msgspec.json.format(msgspec.json.encode(manifest)))


def keep(path: Path, content: bytes) -> None:
    """Write a file so that after a crash either the old or the new one is there, whole."""
    draft = path.with_name(f"{path.name}.tmp")
    draft.write_bytes(content)
    settle(draft, path)


def settle(draft: Path, path: Path) -> None:
    """Give a finished file its name, when its content and then its name are safely on the disk."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    for folder in (path.parent, path.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear_away(folder: Path, manifest: Manifest) -> None:
    """Delete parts that do not count: what a crash left behind, and what was made one with others."""
    counted = {part.file for part in manifest.parts}
    for path in folder.glob(_PARTS):
        if path.relative_to(folder).as_posix() not in counted:
            path.unlink()


@contextmanager
def locked(folder: Path, *, alone: bool) -> Iterator[None]:
    """Hold the folder: alone to write, together with others to read. Raises HistoryError when it is taken."""
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HistoryError(f"Another process works in {folder}; try again when it is done.") from None
        yield
