"""The hot path of reading one report: whoever follows it asks again and again, and all who ask now share one question.

Only an answer that needs no session is given here; the site says everything else, as before.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.translation import override

from hueioc.cases.api.data import case_data, written
from hueioc.cases.models import Case
from hueioc.cases.queries import cases_read
from hueioc.lib.hot import JSON_HEADERS, Message, PassOn, Receive, Scope, Send, answer, headers_of, language_of
from hueioc.lib.together import Busy, Together

MOST_TOGETHER, MOST_WAITING = 64, 2048
ROUTE = "/api/v1/reports/"
# What may be a number; anything else is not asked of a database together with what others ask.
_NUMBER = re.compile(r"[0-9A-Z-]{1,24}")


class _Wish(NamedTuple):
    """Which report, and the secret that its sender was told; empty from anybody else."""

    number: str
    secret: str


def _read(wishes: Sequence[_Wish]) -> Sequence[tuple[Case, bool] | None]:
    close_old_connections()
    return cases_read(wishes)


_reads: Together[_Wish, tuple[Case, bool] | None] = Together(_read, most=MOST_TOGETHER, waiting=MOST_WAITING)


async def read_report(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /api/v1/reports/{number}."""
    messages: list[Message] = []
    headers = headers_of(scope)
    if headers.keys() & {b"cookie", b"authorization", b"if-none-match", b"if-modified-since"}:
        raise PassOn(messages)
    number = scope["path"].removeprefix(ROUTE)
    if not _NUMBER.fullmatch(number):
        raise PassOn(messages)
    secret = headers.get(b"report-secret", b"").decode("latin-1")
    try:
        found = await _reads.do(_Wish(number, secret))
    except (Busy, OperationalError, InterfaceError) as away:
        raise PassOn(messages) from away
    if found is None:
        raise PassOn(messages)
    case, is_whole = found
    language = language_of(headers)
    with override(language):
        body = written(
            case_data(case, text=case.description, address=case.address, exact=True) if is_whole else case_data(case)
        )
    await answer(send, 200, body, JSON_HEADERS | {b"content-language": language.encode()})
