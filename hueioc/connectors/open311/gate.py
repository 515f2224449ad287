"""The hot path of GeoReport: a plain form that can be right is received together with everything else that arrives."""

from functools import partial
from typing import Any

from django.utils.translation import override

from hueioc.cases.commands import Arrival, Kept, intake
from hueioc.connectors.open311.connector import CHANNEL, check_jurisdiction, report_of
from hueioc.connectors.open311.faults import Fault
from hueioc.connectors.open311.formats import CONTENT_TYPES, Document
from hueioc.connectors.open311.requests import pairs_of, sorted_out
from hueioc.connectors.open311.views import received
from hueioc.lib.hot import (
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
from hueioc.lib.refusals import Refusal
from hueioc.lib.together import Busy
from hueioc.people.rules import machine

_PLAIN = b"application/x-www-form-urlencoded"


async def file_request(scope: Scope, receive: Receive, send: Send, form: str) -> None:
    """POST requests.json or requests.xml; whatever is not plain is passed on to the site."""
    messages: list[Message] = []
    headers = headers_of(scope)
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != _PLAIN or b"cookie" in headers:
        raise PassOn(messages)
    body, language = await body_of(receive, MOST_BYTES, messages), language_of(headers)
    try:
        given = sorted_out([*pairs_of(scope["query_string"]), *pairs_of(body)])
        check_jurisdiction(given.fields.get("jurisdiction_id", "").strip())
        key = headers.get(b"idempotency-key", b"").decode("latin-1").strip()
        report = report_of(given, api_key=given.fields.get("api_key", "").strip(), language=language, repeat_key=key)
        told = await intake.do(Arrival(report, machine(CHANNEL), partial(_receipt, language, form)))
    except (ValueError, Fault, Refusal) as fault:
        raise PassOn(messages) from fault
    except Busy as busy:
        await answer_busy(send, language, busy.retry_s, _headers(form, language))
        return
    if told is None:
        raise PassOn(messages)
    if isinstance(told, Kept):
        # What the standard foresees for a request whose number is not known yet.
        told = Document("service_requests", [{"token": told.token}]).write(form).content
    await answer(send, 200, told, _headers(form, language))


def _receipt(language: str, form: str, case: Any) -> bytes:
    with override(language):
        return received(case.code).write(form).content


def _headers(form: str, language: str) -> dict[bytes, bytes]:
    return {
        b"content-type": CONTENT_TYPES[form].encode(),
        b"content-language": language.encode(),
        b"access-control-allow-origin": b"*",
        b"x-content-type-options": b"nosniff",
        b"vary": b"Accept-Language, Cookie",
    }


ROUTES = [("POST", f"requests.{form}", partial(file_request, form=form)) for form in ("json", "xml")]
