"""Draws the house as text: floors, rooms and their sizes, so that a newcomer sees the whole in one screen."""

import argparse
import ast
import sys
from pathlib import Path

from hueioc.config.env import ROOT
from hueioc.config.floors import floors

NAME = "house"
HELP = "draw the floors and rooms with their sizes"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Print one line per room, top floor first."""
    sys.stdout.writelines(f"{line}\n" for line in drawing(ROOT))
    return 0


def drawing(root: Path) -> list[str]:
    """The lines of the picture."""
    lines = [f"{'floor':<12}{'room':<14}{'files':>6}{'lines':>8}{'tests':>8}  what it is for"]
    for floor in reversed(floors(root)):
        for position, room in enumerate(floor.rooms):
            label = f"{floor.number} {floor.name}" if position == 0 else ""
            lines.append(f"{label:<12}{room:<14}{_sizes(root / 'hueioc' / room)}  {_purpose(root / 'hueioc' / room)}")
    return lines


def _sizes(room: Path) -> str:
    files = [path for path in room.rglob("*.py") if "migrations" not in path.parts]
    tests = [path for path in files if "tests" in path.parts]
    code = [path for path in files if "tests" not in path.parts]
    return f"{len(code):>6}{_lines(code):>8}{_lines(tests):>8}"


def _lines(paths: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def _purpose(room: Path) -> str:
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    return text.split("\n")[0].removeprefix("Floor ").partition(": ")[2]
