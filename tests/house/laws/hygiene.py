"""What no file of the clone may contain: addresses of registries, paths of one machine, packages without hashes."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.sources import House

# Written in pieces, so that this file does not find itself.
_REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "npm" + "mirror")
_OPTIONS = ("index" + "-url", "find" + "-links", "trusted" + "-host", "registry" + "=")
_PATHS = ("/ro" + "ot/", "/wo" + "rk/", "/opt/wh" + "eels", "/opt/py" + "pi", "/home/[a-z][a-z0-9_-]+/")
FORBIDDEN = (
    (re.compile("|".join(map(re.escape, _REGISTRIES))), "names a package registry; each machine has its own"),
    (re.compile(r"(?:(?<![\w-])--?|^\s*)(?:" + "|".join(_OPTIONS) + ")"), "sets a package registry"),
    (re.compile(r"(?<![\w.)}\]])(" + "|".join(_PATHS) + ")"), "is a path of one machine"),
)
LOCK_LINE = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==\S+( ; [^\\]+)? \\$", re.IGNORECASE)
URL = re.compile(r"https?://|file:")


def no_registry_and_no_machine(house: House) -> Iterator[str]:
    """Every text file of the clone, line by line."""
    for path in house.texts:
        name = path.relative_to(house.root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            for pattern, what in FORBIDDEN:
                found = pattern.search(line)
                if found:
                    yield f"{name}:{number}: clean: `{found[0].strip()}` {what}."


def locks_have_hashes(house: House) -> Iterator[str]:
    """Each pin of a Python lock carries hashes and no address; an npm lock names no registry."""
    for path in sorted((house.root / "requirements").glob("*.lock")):
        yield from _lock(path, path.relative_to(house.root).as_posix())
    npm = house.root / "package-lock.json"
    if npm.is_file():
        for number, line in enumerate(npm.read_text(encoding="utf-8").splitlines(), 1):
            if '"resolved"' in line:
                yield f"{npm.name}:{number}: clean: an address; lock with omit-lockfile-registry-resolved."


def _lock(path: Path, name: str) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if URL.search(line):
            yield f"{name}:{number}: clean: a lock holds no address."
        if line and not line.startswith((" ", "#")):
            following = lines[number].strip() if number < len(lines) else ""
            if not LOCK_LINE.match(line) or not following.startswith("--hash=sha256:"):
                yield f"{name}:{number}: clean: `{line.split()[0]}` has no hash."


def development_has_every_pin(house: House) -> Iterator[str]:
    """The locks of development and of Spark contain the base lock, so that one environment serves all."""
    base = _pins(house.root / "requirements" / "base.lock")
    for name in ("dev.lock", "spark.lock"):
        path = house.root / "requirements" / name
        other = _pins(path)
        for package, (version, number) in base.items() if path.exists() or name == "dev.lock" else ():
            if other.get(package, ("", 0))[0] != version:
                yield f"requirements/base.lock:{number}: clean: {package} {version} is not the one of {name}; lock all."


def _pins(path: Path) -> dict[str, tuple[str, int]]:
    pins: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else [], 1):
        match = re.match(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", line)
        if match:
            pins[match[1].lower()] = (match[2], number)
    return pins
