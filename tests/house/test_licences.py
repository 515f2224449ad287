"""What runs in a city is free for every city: no package under GPL or AGPL is installed by the base lock."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# LGPL libraries (the PostgreSQL driver) may be used from code under any licence; they are loaded, not copied in.
STRONG = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|(Affero )?General Public License)", re.IGNORECASE)
pytestmark = pytest.mark.once


def _licences(package: str) -> list[str]:
    about = metadata(package)
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    # The text of some licences stands in the field whole; its first line names it.
    fields = [text for field in ("License-Expression", "License") for text in about.get_all(field) or []]
    named = [text.split("\n")[0] for text in fields]
    return [text for text in [*named, *classifiers] if text]


def _pins() -> list[str]:
    lock = (ROOT / "requirements" / "base.lock").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE)


def test_no_package_of_the_base_lock_is_under_a_strong_copyleft_licence() -> None:
    strong = {}
    for package in _pins():
        try:
            found = [text for text in _licences(package) if STRONG.search(text)]
        except PackageNotFoundError:
            continue  # a package for another operating system
        if found:
            strong[package] = found
    assert strong == {}


@pytest.mark.parametrize("text", ["GPL-3.0-only", "AGPL-3.0-or-later", "GNU General Public License v3 (GPLv3)"])
def test_a_strong_copyleft_licence_is_recognised(text: str) -> None:
    assert STRONG.search(text)


@pytest.mark.parametrize("text", ["LGPL-3.0-only", "GNU Lesser General Public License v3", "MIT", "Apache-2.0"])
def test_a_licence_we_may_use_is_let_through(text: str) -> None:
    assert not STRONG.search(text)


def test_the_licence_of_the_project_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
