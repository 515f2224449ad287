"""Writes docs/reference from the code, so that what the pages say is what the code does."""

import importlib
import os
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Write every page; with `--check` only say which ones differ (exit code 1 when some do)."""
    with tempfile.TemporaryDirectory(prefix="hueioc-docs-") as home:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hueioc.config.settings", "HUEIOC_HOME": home}
        django.setup()
        # Only now: the pages are made from models, which need the settings above.
        pages: dict[str, str] = importlib.import_module("scripts.steps.pages").all_pages(ROOT)
    folder = ROOT / "docs" / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    differing = [name for name, text in pages.items() if _known(folder / name) != text]
    for name in differing:
        print(f"docs/reference/{name} {'differs; run scripts/docs' if arguments else 'written'}")
        if not arguments:
            (folder / name).write_text(pages[name], encoding="utf-8")
    return 1 if differing and arguments else 0


def _known(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
