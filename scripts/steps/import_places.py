"""Puts file and line before import-linter's findings, which name modules only."""

import re
from collections.abc import Iterator
from pathlib import Path

BROKEN_IMPORT = re.compile(r"(?P<module>hueioc[\w.]*) -> [\w.]+ \(l\. ?(?P<line>\d+)[^)]*\)")
RING = re.compile(r"No cycles are allowed in (?P<package>[\w.]+)\.")
EDGE = re.compile(r"^- \.(?P<importer>[\w.]+) -> \.(?P<imported>[\w.]+) \(\d+ imports?\)", re.MULTILINE)


def with_paths(text: str, root: Path) -> str:
    """The report with `file:line: ` in front of each import it complains about."""
    placed = BROKEN_IMPORT.sub(lambda m: f"{_file(m['module'], root)}:{m['line']}: {m[0]}", text)
    pieces = RING.split(placed)
    result = [pieces[0]]
    for package, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        result.append(f"No cycles are allowed in {package}." + _rings(package, piece, root))
    return "".join(result)


def _rings(package: str, text: str, root: Path) -> str:
    def place(match: re.Match[str]) -> str:
        first = f"{package}.{match['importer']}"
        lines = _imports(root / first.replace(".", "/"), package, match["imported"], root)
        return "\n".join(f"{where}: {match[0][2:]}" for where in lines) or match[0]

    return EDGE.sub(place, text)


def _file(module: str, root: Path) -> str:
    path = module.replace(".", "/")
    return f"{path}.py" if (root / f"{path}.py").exists() else f"{path}/__init__.py"


def _imports(importer: Path, package: str, imported: str, root: Path) -> Iterator[str]:
    """file:line of every line under `importer` that names the imported sibling."""
    name, parent = re.escape(f"{package}.{imported}"), re.escape(package)
    last = re.escape(imported)
    line_of = re.compile(rf"^\s*(?:from {name}\b|import {name}\b|from {parent} import .*\b{last}\b)")
    files = [importer.with_suffix(".py"), *sorted(importer.rglob("*.py"))]
    for path in (file for file in files if file.is_file() and "tests" not in file.parts):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line_of.match(line):
                yield f"{path.relative_to(root).as_posix()}:{number}"
