"""Reads the body of a POST strictly: broken text is refused instead of being repaired."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from hueioc.connectors.open311.connector import Given
from hueioc.connectors.open311.faults import Fault

MOST_FIELDS = 200
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,64})\](?:\[\])?")


def read_given(request: HttpRequest) -> Given:
    """Fields of the form, then of the address: the draft of the standard sends them there. Raises Fault 400."""
    try:
        pairs = [*pairs_of(request.META.get("QUERY_STRING", "").encode("latin-1", "replace")), *_form(request)]
    except UnicodeDecodeError as error:
        raise Fault(400, _("The text is not UTF-8.")) from error
    except (RequestDataTooBig, SuspiciousOperation, MultiPartParserError, ValueError) as error:
        raise Fault(400, _("The form is too large or cannot be read.")) from error
    return sorted_out(pairs)


def sorted_out(pairs: Iterable[tuple[str, str]]) -> Given:
    """Names and values as single fields and as attributes."""
    fields: dict[str, str] = {}
    attributes: dict[str, list[str]] = {}
    for name, value in pairs:
        found = _ATTRIBUTE.fullmatch(name)
        if found:
            attributes.setdefault(found[1], []).append(value)
        else:
            fields[name] = value
    return Given(fields, attributes)


def _form(request: HttpRequest) -> Iterable[tuple[str, str]]:
    if request.content_type == "multipart/form-data":
        return [(name, str(value)) for name, values in request.POST.lists() for value in values]
    if request.content_type in {"application/x-www-form-urlencoded", "text/plain", ""}:
        return pairs_of(request.body)
    return []


def pairs_of(body: bytes) -> list[tuple[str, str]]:
    """Names and values, decoded strictly. Raises UnicodeDecodeError for broken text, ValueError for too many fields."""
    text = body.decode("utf-8")
    return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding="utf-8", errors="strict")
