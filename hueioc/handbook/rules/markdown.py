"""Shows Markdown as HTML and lets no HTML through: what somebody types as a tag is shown as they typed it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

# The page's own heading is the first level; headings of the text come below it.
_SHIFT = 1
_LOWEST = 6
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_MARKS = re.compile(r"[#*_`>|~\[\]()!-]+")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    """CommonMark with tables; raw HTML and pictures are switched off, and deep nesting ends."""
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable("table")
    reader.disable(["html_block", "html_inline", "image"])
    # Replaces the reader's own test, which lets some addresses of data pass.
    reader.validateLink = _is_safe  # type: ignore[method-assign, assignment]
    reader.add_render_rule("link_open", _link)
    reader.add_render_rule("table_open", _table)
    reader.add_render_rule("table_close", _table_end)
    return reader


def _is_safe(address: str) -> bool:
    """True for addresses of the web, mail and telephone, and for places of our own."""
    try:
        return urlsplit(address.strip()).scheme.lower() in _SCHEMES and not address.lstrip().startswith(("//", "\\"))
    except ValueError:
        return False


def _link(renderer: Any, tokens: Sequence[Token], number: int, options: Any, env: Any) -> str:
    token = tokens[number]
    if urlsplit(str(token.attrGet("href") or "")).scheme in {"http", "https"}:
        token.attrSet("rel", "noopener noreferrer nofollow")
    return str(renderer.renderToken(tokens, number, options, env))


# A wide table scrolls inside its own box, which the keyboard reaches.
def _table(renderer: Any, tokens: Sequence[Token], number: int, options: Any, env: Any) -> str:
    return '<div class="wide" tabindex="0"><table class="tbl">\n'


def _table_end(renderer: Any, tokens: Sequence[Token], number: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def rendered(text: str) -> str:
    """HTML of a Markdown text, safe to put into a page as it is: every tag in it comes from here."""
    reader = _reader()
    env: dict[str, Any] = {}
    tokens = reader.parse(text, env)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_LOWEST, int(token.tag[1:]) + _SHIFT)}"
    return str(reader.renderer.render(tokens, reader.options, env))


def plain(text: str, most: int = 160) -> str:
    """The first words of a Markdown text without its marks, for a line of a list."""
    words = " ".join(_MARKS.sub(" ", text).split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
