"""The hot path of acts: what many people do at the same moment is saved by one commit, and each is answered after it.

A body that cannot be read, or that another site's page may have sent, is told by the site, in its words.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.translation import gettext_noop, override

from hueioc.cases.api.acts import ActIn, orders, read, told
from hueioc.cases.api.data import written
from hueioc.cases.commands import Act, act_together
from hueioc.cases.models import Case
from hueioc.lib.hot import (
    JSON_HEADERS,
    MOST_BYTES,
    Message,
    PassOn,
    Receive,
    Scope,
    Send,
    answer,
    answer_busy,
    body_of,
    headers_of,
    language_of,
)
from hueioc.lib.origin import is_from_here
from hueioc.lib.refusals import Refusal
from hueioc.lib.together import Busy, Together
from hueioc.people.queries import actor_behind

MOST_TOGETHER, MOST_WAITING = 64, 2048
_HEADERS = JSON_HEADERS | {b"cache-control": b"no-store"}
BUSY = gettext_noop("Very many act at this moment. Nothing was changed; try again in a moment.")


class _Wish(NamedTuple):
    """What somebody wants to do, with the cookies that say who it is."""

    given: ActIn
    cookies: str


def _do(wishes: Sequence[_Wish]) -> Sequence[Case | Exception]:
    close_old_connections()
    people = {cookies: actor_behind(cookies) for cookies in {wish.cookies for wish in wishes}}
    return act_together([Act(w.given.number, orders(w.given), people[w.cookies]) for w in wishes])


_acts: Together[_Wish, Case] = Together(_do, most=MOST_TOGETHER, waiting=MOST_WAITING)


async def act(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /api/v1/acts."""
    messages: list[Message] = []
    headers = headers_of(scope)
    cookies = headers.get(b"cookie", b"").decode("latin-1")
    if not cookies or not _is_plain(headers):
        raise PassOn(messages)
    body, language = await body_of(receive, MOST_BYTES, messages), language_of(headers)
    try:
        given = read(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise PassOn(messages) from fault
    try:
        case = await _acts.do(_Wish(given, cookies))
    except Refusal as refusal:
        await answer(send, refusal.status, _refused(refusal, language), _said_in(language))
    except Busy as busy:
        await answer_busy(send, language, busy.retry_s, _HEADERS, BUSY)
    except (OperationalError, InterfaceError):
        await answer_busy(send, language, Busy().retry_s, _HEADERS, BUSY)
    else:
        with override(language):
            body = written(told(case))
        await answer(send, 200, body, _said_in(language))


def _said_in(language: str) -> dict[bytes, bytes]:
    return _HEADERS | {b"content-language": language.encode()}


def _refused(refusal: Refusal, language: str) -> bytes:
    with override(language):
        fields = {name: str(sentence) for name, sentence in refusal.fields.items()}
        return json.dumps({"error": str(refusal.sentence), "fields": fields}, ensure_ascii=False).encode()


def _is_plain(headers: dict[bytes, bytes]) -> bool:
    texts = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
    return "expect" not in texts and is_from_here(texts)
