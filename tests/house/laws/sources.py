"""What every law reads: the files of the house, parsed once, with the room and the kind of each."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hueioc.config.floors import Floor, floors

PACKAGE = "hueioc"
REGISTERS, GRAMMAR, WORK, VIEWS, DOORS, WIRING = 2, 3, 4, 5, 6, 7


@dataclass(frozen=True)
class Source:
    """One Python file of the house."""

    root: Path
    path: Path

    @property
    def name(self) -> str:
        """The path as findings show it, relative to the clone."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def parts(self) -> tuple[str, ...]:
        """The path below the clone, cut at the slashes."""
        return self.path.relative_to(self.root).parts

    @property
    def room(self) -> str:
        """The room the file lies in; empty outside the package."""
        return self.parts[1] if self.parts[0] == PACKAGE and len(self.parts) > 2 else ""

    @property
    def place(self) -> str:
        """First name inside the room, without suffix: `commands` for commands.py and for commands/close.py."""
        return self.parts[2].removesuffix(".py") if len(self.parts) > 2 else ""

    @property
    def is_test(self) -> bool:
        """True for tests, wherever they lie."""
        return "tests" in self.parts or self.path.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        """True for migrations: history, not code that people maintain."""
        return "migrations" in self.parts

    @cached_property
    def text(self) -> str:
        """The whole file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.text, str(self.path))

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the file; most laws only filter these."""
        return list(ast.walk(self.tree))

    def finding(self, line: int, law: int | str, sentence: str) -> str:
        """One finding in the form every tool understands."""
        label = f"law {law}" if isinstance(law, int) else law
        return f"{self.name}:{line}: {label}: {sentence}"


@dataclass(frozen=True)
class House:
    """A clone to be checked."""

    root: Path

    @cached_property
    def floors(self) -> list[Floor]:
        """The floors, ground first."""
        return floors(self.root)

    @cached_property
    def everything(self) -> list[Source]:
        """All Python files of package, scripts, tests and bench."""
        return [Source(self.root, path) for path in _python_files(self.root)]

    @cached_property
    def code(self) -> list[Source]:
        """The package without tests and migrations."""
        return [s for s in self.everything if s.parts[0] == PACKAGE and not s.is_test and not s.is_migration]

    def rooms(self, *numbers: int) -> set[str]:
        """Names of the rooms on the given floors."""
        return {room for floor in self.floors if floor.number in numbers for room in floor.rooms}

    @cached_property
    def texts(self) -> list[Path]:
        """Every text file people keep in the clone (what git would track, when there is git)."""
        return [path for path in _tracked(self.root) if path.is_file() and not _is_binary(path)]


def _python_files(root: Path) -> Iterator[Path]:
    for top in (PACKAGE, "scripts", "tests", "bench"):
        yield from sorted(path for path in (root / top).rglob("*.py") if "__pycache__" not in path.parts)


def _tracked(root: Path) -> list[Path]:
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True)
    if listed.returncode == 0:
        return sorted(root / name for name in listed.stdout.decode().split("\0") if name)
    return sorted(path for path in root.rglob("*") if not {".git", "__pycache__"} & set(path.parts))


def _is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        return b"\0" in file.read(4096)
