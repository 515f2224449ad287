"""Figures of a subcommand as JSON, for a person or for another program."""

import os
import sys
from pathlib import Path
from typing import Any

import msgspec


def write_figures(data: Any, out: Path | None) -> None:
    """Write JSON to a file, or to the terminal for none and for `-`."""
    text = msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"
    if out is None or str(out) == "-":
        sys.stdout.write(text.decode())
    else:
        _write(out, text)


def _write(path: Path, text: bytes) -> None:
    """The whole file or none: another program may be waiting for it. What is no plain file is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_bytes(text)
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
