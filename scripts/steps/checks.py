"""Runs the checks of style, types and laws side by side; every finding has file and line."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from scripts.steps.import_places import with_paths

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
CODE = [name for name in ("hueioc", "scripts", "tests", "bench") if (ROOT / name).is_dir()]


class Check(NamedTuple):
    """One tool: the name people see and the command."""

    name: str
    command: list[str]


CHECKS = (
    Check("types", [str(BIN / "mypy"), "--no-error-summary", "hueioc", "scripts", "tests/house"]),
    Check("laws", [sys.executable, "-m", "tests.house.laws"]),
    Check("floors", [str(BIN / "lint-imports"), "--config", ".importlinter", "--no-cache"]),
    Check("style", [str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", *CODE]),
    Check("scripts", [str(ROOT / "node_modules" / ".bin" / "tsc"), "--noEmit", "--pretty", "false"]),
    Check("form", [str(BIN / "ruff"), "format", "--check", "--quiet", *CODE]),
)


def main(arguments: list[str]) -> int:
    """Run the named checks (all without a name); prints each result, and what the red ones found."""
    unknown = set(arguments) - {check.name for check in CHECKS}
    if unknown:
        print(f"There is no check named {', '.join(sorted(unknown))}; there are: {', '.join(c.name for c in CHECKS)}.")
        return 2
    chosen = [check for check in CHECKS if not arguments or check.name in arguments]
    with ThreadPoolExecutor(max_workers=2) as pool:
        reds = [check.name for check, red in zip(chosen, pool.map(_run, chosen), strict=True) if red]
    print("All checks are green." if not reds else f"Red: {', '.join(reds)}.", flush=True)
    return 1 if reds else 0


def _run(check: Check) -> bool:
    began = time.monotonic()
    done = subprocess.run(check.command, cwd=ROOT, capture_output=True, text=True)
    red = done.returncode != 0
    lines = [f"{check.name:8} {'RED' if red else 'green':6} {time.monotonic() - began:6.1f} s"]
    if red:
        lines += ["", with_paths((done.stdout + done.stderr).strip(), ROOT), ""]
    print("\n".join(lines), flush=True)
    return red


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
