"""The hot path of readings: batches that arrive together are kept by one commit, and each is answered after it."""

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from hueioc.lib.hot import (
    JSON_HEADERS,
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
from hueioc.lib.together import Busy
from hueioc.sensors.api.bodies import MOST_BYTES, Unreadable, read_body, told, written_refusal
from hueioc.sensors.commands import Sending, intake
from hueioc.sensors.queries import sender_behind

BUSY = gettext_noop("Very many readings arrive at this moment. Nothing was kept; send them again in a moment.")
_HEADERS = JSON_HEADERS | {b"cache-control": b"no-store"}


async def take(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /api/v1/readings; what has a session or a strange form is told by the site."""
    messages: list[Message] = []
    headers = headers_of(scope)
    if headers.keys() & {b"cookie", b"expect"}:
        raise PassOn(messages)
    language = language_of(headers)
    sender = sender_behind(headers.get(b"authorization", b"").decode("latin-1"))
    if sender is None:
        raise PassOn(messages)
    body = await body_of(receive, MOST_BYTES, messages)
    said = _HEADERS | {b"content-language": language.encode()}
    try:
        readings, unread = read_body(body)
    except Unreadable as fault:
        with override(language):
            await answer(send, 400, written_refusal(_(str(fault))), said)
        return
    try:
        found = await intake.do(Sending(readings, sender, unread))
    except Busy as busy:
        await answer_busy(send, language, busy.retry_s, _HEADERS, BUSY)
        return
    except (OperationalError, InterfaceError):
        await answer_busy(send, language, Busy().retry_s, _HEADERS, BUSY)
        return
    with override(language):
        status, content = told(found)
    await answer(send, status, content, said)


ROUTES = [("POST", "/api/v1/readings", take)]
