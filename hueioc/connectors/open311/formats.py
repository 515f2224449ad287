"""Writes one answer as XML or as JSON; both say the same."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse

from hueioc.lib.text import has_broken_characters

CONTENT_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# What a list is called in XML, and each thing in it.
_ITEM_OF = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
}
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """A collection (a list in JSON) or one thing (an object) under its XML name.

    `blanks` are fields that XML shows empty when they are absent; JSON leaves them out.
    """

    name: str
    content: Sequence[Fields] | Fields
    blanks: tuple[str, ...] = ()

    def write(self, form: str, status: int = 200) -> HttpResponse:
        """The document as an HTTP response in `xml` or `json`."""
        body = self.xml() if form == "xml" else self.json()
        return HttpResponse(body, status=status, content_type=CONTENT_TYPES[form])

    def json(self) -> str:
        """Without the document element; None is left out."""
        return json.dumps(_without_none(self.content), ensure_ascii=False)

    def xml(self) -> str:
        """With the document element, without namespaces."""
        inner = "".join(_element(self.name, self.content, self.blanks))
        return f'<?xml version="1.0" encoding="utf-8"?>\n{inner}\n'


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_none(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_without_none(inner) for inner in value]
    return value


def _element(name: str, value: Any, blanks: tuple[str, ...] = ()) -> Iterable[str]:
    yield f"<{name}>"
    if isinstance(value, Mapping):
        missing = dict.fromkeys(blank for blank in blanks if blank not in value)
        for inner, content in {**value, **missing}.items():
            yield from _element(inner, content)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _element(_ITEM_OF[name], item, blanks)
    else:
        yield _words(value)
    yield f"</{name}>"


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # A document that does not parse helps nobody: what XML cannot carry is left out, wherever it came from.
    text = str(value)
    if has_broken_characters(text):
        text = "".join(character for character in text if not has_broken_characters(character))
    return escape(text)
