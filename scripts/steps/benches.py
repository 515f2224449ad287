"""Runs the measurements under bench/, each a program of its own that prints a ratio against a peer or a limit."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Run the named measurements (all without a name), each in a fresh home; 1 when one of them failed."""
    known = {path.stem for path in (ROOT / "bench").glob("[a-z]*.py")}
    unknown = sorted(set(arguments) - known)
    if unknown:
        print(f"There is no measurement named {', '.join(unknown)}; there are: {', '.join(sorted(known)) or 'none'}.")
        return 2
    failed = [name for name in arguments or sorted(known) if not _measured(name)]
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def _measured(name: str) -> bool:
    print(f"== {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hueioc-bench-") as home:
        surroundings = os.environ | {"HUEIOC_HOME": home, "DJANGO_SETTINGS_MODULE": "hueioc.config.settings"}
        return subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, env=surroundings).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
