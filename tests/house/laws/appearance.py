"""Colours live in one file, and nothing is left or right: pages are mirrored for languages that run the other way."""

import re
from collections.abc import Iterator

from tests.house.laws.sources import PACKAGE, House

TOKENS = "tokens.css"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\(")
SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>|style=\"([^\"]*)\"", re.DOTALL)


def colours_and_sides(house: House) -> Iterator[str]:
    """Checks style sheets, and the style elements and attributes of templates."""
    for path in house.texts:
        parts = path.relative_to(house.root).parts
        if parts[0] != PACKAGE or path.suffix not in {".css", ".html"} or "vendor" in parts or "dist" in parts:
            continue
        text = path.read_text(encoding="utf-8")
        name = "/".join(parts)
        pieces = [(0, text)] if path.suffix == ".css" else [(m.start(), m[0]) for m in STYLE.finditer(text)]
        for start, piece in pieces:
            first = text.count("\n", 0, start) + 1
            yield from _piece(name, first, piece, path.name == TOKENS)


def _piece(name: str, first: int, piece: str, is_tokens: bool) -> Iterator[str]:
    plain = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), piece)
    for number, line in enumerate(plain.splitlines(), first):
        colour, side = COLOUR.search(line), SIDES.search(line)
        if colour and not is_tokens:
            yield f"{name}:{number}: look: colour `{colour[0]}` belongs to {TOKENS}."
        if side:
            yield f"{name}:{number}: look: `{side[0]}` is physical; use the logical start and end."
