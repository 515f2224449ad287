"""Packs of a test: everything as shipped by links, only the processes and the list of those that are on are its own."""

import shutil
from datetime import date
from pathlib import Path

from django.conf import settings

SHIPPED = Path(settings.PACKS)


def own_packs(home: Path) -> Path:
    """A root of packs below `home` in which processes can be changed."""
    root, city = home / "packs", settings.CITY
    (root / "cities" / city).mkdir(parents=True)
    for family in ("services", "layers", "rules"):
        (root / family).symlink_to(SHIPPED / family)
    for path in (SHIPPED / "cities" / city).iterdir():
        if path.name != "city.toml":
            (root / "cities" / city / path.name).symlink_to(path)
    shutil.copy(SHIPPED / "cities" / city / "city.toml", root / "cities" / city / "city.toml")
    shutil.copytree(SHIPPED / "processes", root / "processes")
    return root


def changed(root: Path, process: str, *changes: tuple[str, str], name: str = "process.toml") -> None:
    """Change the pack of a process; each old text must stand in it."""
    path = root / "processes" / process / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def added(root: Path, name: str, like: str) -> None:
    """Add a process as a folder of its own, made from another one, and put it on in the city."""
    shutil.copytree(root / "processes" / like, root / "processes" / name)
    changed(root, name, (f'code = "{like}"', f'code = "{name}"'))
    city = root / "cities" / settings.CITY / "city.toml"
    text = city.read_text(encoding="utf-8")
    city.write_text(text.replace('"work-schedule",', f'"work-schedule", "{name}",'), encoding="utf-8")


def prepared(root: Path, process: str, day: date, *changes: tuple[str, str]) -> None:
    """Prepare another edition of a process for a day."""
    home = root / "processes" / process
    shutil.copy(home / "process.toml", home / "coming.toml")
    changed(root, process, ("valid_from = 2025-07-01", f"valid_from = {day}"), *changes, name="coming.toml")
