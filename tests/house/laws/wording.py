"""No words outside the catalogue, and no sentence glued from pieces that another language would order differently."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.sources import House

# What no reader sees as words of ours: tags, comments, code, scripts, and values.
_BLOCKS = re.compile(
    r"\{%\s*(?:blocktranslate|blocktrans)\b.*?\{%\s*end(?:blocktranslate|blocktrans)\s*%\}"
    r"|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{#.*?#\}"
    r"|<(script|style|code)\b.*?</\1>|<!--.*?-->|\{%.*?%\}|\{\{.*?\}\}|<!doctype[^>]*>",
    re.DOTALL,
)
_TAGS = re.compile(r"<[^>]*>|[\w-]+=\"", re.DOTALL)
_ENTITY = re.compile(r"&\w+;|&#\d+;")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Formats and products are called the same in every language.
_NAMES = frozenset({"csv", "json", "pdf", "xml", "html", "hueioc", "ctrl", "qr", "id", "cap"})
_TRANSLATED = r"""\{%\s*translate\s+(?:"[^"]*"|'[^']*')\s*%\}"""
_GLUED = re.compile(rf"{_TRANSLATED}\s*\{{\{{|\}}\}}\s+{_TRANSLATED}")
# A mark before a title, not the beginning of a sentence.
_MARKS = ('"Error:"', "'Error:'")
_GLUED_CODE = re.compile(r"""f["'][^"']*\{_\(|\b_\(["'][^"']*["']\)\s*\+""")


def no_words_outside_the_catalogue(house: House) -> Iterator[str]:
    """Words that stand in a template as they are, without `translate`."""
    for path, text in _templates(house):
        plain = _BLOCKS.sub(_blank, text)
        plain = _ENTITY.sub(_blank, _TAGS.sub(_blank, plain))
        for found in _WORD.finditer(plain):
            if found[0].lower() not in _NAMES:
                yield f'{path}:{_line(text, found.start())}: language: "{found[0]}" stands outside the catalogue.'


def no_sentence_is_glued(house: House) -> Iterator[str]:
    """A translated piece beside a value, or pieces added up: another language may need another order."""
    for path, text in _templates(house):
        for found in _GLUED.finditer(text):
            if not any(mark in found[0] for mark in _MARKS):
                yield f"{path}:{_line(text, found.start())}: language: glued: {found[0][:60]}; use blocktranslate."
    for source in house.code:
        for found in _GLUED_CODE.finditer(source.text):
            line = _line(source.text, found.start())
            yield f"{source.name}:{line}: language: glued: {found[0][:60]}; use one sentence with placeholders."


def _templates(house: House) -> Iterator[tuple[str, str]]:
    for path in house.texts:
        if path.suffix == ".html" and "templates" in path.parts and "tests" not in path.parts:
            yield Path(path).relative_to(house.root).as_posix(), path.read_text(encoding="utf-8")


def _blank(found: re.Match[str]) -> str:
    """As many blanks and line ends as before, so that line numbers stay true."""
    return re.sub(r"[^\n]", " ", found[0])


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
