"""Law 10: what differs between cities stands in packs; no name of a unit, place, street or service is in the code."""

import ast
import csv
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.house.laws.sources import PACKAGE, House

SEARCHED = frozenset({".py", ".html", ".txt", ".ts", ".js", ".css", ".json", ".xml"})
# Lists in a pack whose entries are names that belong to a city; labels of the grammar (phases, reasons) are not.
NAMED_LISTS = ("unit", "area", "category", "rule", "place", "road", "board")
NAME_KEYS = ("names", "short", "short_names", "name")


def no_city_in_the_code(house: House) -> Iterator[str]:
    """Searches the package for names and codes that only a pack may know."""
    names, codes = pack_names(house.root / "packs")
    if not names and not codes:
        return
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True))) if names else None
    for path in house.texts:
        parts = path.relative_to(house.root).parts
        if parts[0] != PACKAGE or path.suffix not in SEARCHED or {"tests", "locale", "static"} & set(parts):
            continue
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            found = pattern.search(line) if pattern else None
            if found:
                yield f"{'/'.join(parts)}:{number}: law 10: `{found[0]}` belongs to a pack, not to the code."
        if path.suffix == ".py" and "migrations" not in parts:
            yield from _codes_in(text, "/".join(parts), codes)


def _codes_in(text: str, name: str, codes: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and node.value in codes:
            yield f"{name}:{node.lineno}: law 10: `{node.value}` is the code of a unit; ask the pack by role."


def pack_names(packs: Path) -> tuple[set[str], set[str]]:
    """Names that identify a city (of two words, or with a letter outside ASCII), and codes of its units."""
    names: set[str] = set()
    codes: set[str] = set()
    kinds: set[str] = set()
    for path in packs.rglob("*.toml"):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for key in NAMED_LISTS:
            for entry in _entries(content.get(key)):
                names |= _names(entry)
                kinds |= {str(entry[word]) for word in ("kind", "role") if word in entry}
                if key == "unit" and "code" in entry:
                    codes.add(str(entry["code"]))
        if "service" in path.parts or path.name in {"city.toml", "service.toml"}:
            names |= _names(content) if path.name == "service.toml" else set()
    for path in packs.rglob("*.geojson"):
        for feature in json.loads(path.read_text(encoding="utf-8")).get("features", []):
            names |= _names(feature.get("properties") or {})
    for path in packs.rglob("places.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            names |= {row["name"] for row in csv.DictReader(file) if row.get("name")}
    return {name for name in names if _tells_a_city(name)}, codes - kinds


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _names(entry: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for key in NAME_KEYS:
        value = entry.get(key)
        found |= {value} if isinstance(value, str) else set()
        found |= {text for text in value.values() if isinstance(text, str)} if isinstance(value, dict) else set()
    return {name.strip() for name in found}


def _tells_a_city(name: str) -> bool:
    return len(name) >= 5 and (" " in name or not name.isascii())
