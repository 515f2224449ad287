"""Small files that one process leaves for another: notes of a backup or a check, and keys that are made once."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any


def leave_note(path: Path, content: dict[str, Any]) -> None:
    """Replace a note as a whole, so that nobody reads half of one."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
    unfinished.replace(path)


def read_note(path: Path) -> dict[str, Any] | None:
    """What a note says; None when there is none, or somebody made it unreadable."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def keep_once(path: Path, content: str) -> None:
    """Write a file that is not there yet, for its owner only; of several that do so at once all keep the first one's.

    Nobody ever reads half of it, also when the folder is shared by machines.
    """
    if path.exists():
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        try:
            os.link(name, path)
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no links; then two that start at once may disturb each other
            with path.open("x", encoding="utf-8") as file:
                path.chmod(0o600)
                file.write(content)
    Path(name).unlink()


def keep_whole(path: Path, content: bytes) -> None:
    """Write a file whole: it is on the disk under its name when this returns, or the old one still is."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
