"""Every sentence for people exists in the language of the city: a text without translation is a finding."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from hueioc.lib.catalogue import joined
from tests.house.laws.sources import House

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LANGUAGE = "vi"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
Message = tuple[str, int, str | tuple[str, ...], str | None]


def everything_is_translated(house: House) -> Iterator[str]:
    """Each text of code and templates has a translation that uses the same placeholders."""
    directory = house.root / "hueioc" / "locale" / LANGUAGE
    catalogue = joined(directory) if directory.is_dir() else None
    for name, line, text, context in messages(house):
        found = catalogue.get(text, context) if catalogue is not None else None
        shown = text if isinstance(text, str) else text[0]
        if found is None or not found.string:
            yield f'{name}:{line}: language: "{shown}" has no translation into {LANGUAGE}.'
        elif _placeholders(shown) != _placeholders(_first(found.string)):
            yield f'{name}:{line}: language: the {LANGUAGE} translation of "{shown}" has other placeholders.'


def messages(house: House) -> Iterator[Message]:
    """Every marked text with its file and line."""
    for source in house.code:
        yield from _extracted("python", source.text.encode(), source.name)
    for path in house.texts:
        if path.suffix in {".html", ".txt"} and "templates" in path.parts and "tests" not in path.parts:
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield from _extracted("python", code.encode(), path.relative_to(house.root).as_posix())


def _extracted(method: str, code: bytes, name: str) -> Iterator[Message]:
    for line, text, _comments, context in extract(method, BytesIO(code), keywords=KEYWORDS):
        if text:
            yield name, line, text, context


def _first(string: str | tuple[str, ...] | list[str]) -> str:
    return string if isinstance(string, str) else string[0]


def _placeholders(text: str) -> set[str]:
    return {match[1] or match[2] or "" for match in PLACEHOLDER.finditer(text)}
