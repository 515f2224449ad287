"""Runs the measurements under bench/, each a program of its own that prints a ratio against a peer or a limit."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Run the named measurements (all without a name), each in a fresh home; 1 when one of them failed.

    What follows the name of one measurement is for that one: `mining --large`.
    """
    known = {path.stem for path in (ROOT / "bench").glob("[a-z]*.py")}
    names, options = arguments, []
    if len(arguments) > 1 and arguments[1].startswith("-"):
        names, options = arguments[:1], arguments[1:]
    unknown = sorted(set(names) - known)
    if unknown:
        print(f"There is no measurement named {', '.join(unknown)}; there are: {', '.join(sorted(known)) or 'none'}.")
        return 2
    failed = [name for name in names or sorted(known) if not _measured(name, options)]
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def _measured(name: str, options: list[str]) -> bool:
    print(f"== {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as home:
        surroundings = os.environ | {"HUEIOC_HOME": home, "DJANGO_SETTINGS_MODULE": "hueioc.config.settings"}
        command = [sys.executable, "-m", f"bench.{name}", *options]
        return subprocess.run(command, cwd=ROOT, env=surroundings).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
