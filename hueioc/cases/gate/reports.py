"""The hot path of new reports: many that arrive together are saved by one commit, and each is answered after it.

Only the plain case is done here: JSON from somebody unknown, which can be right. Everything else (a browser with a
session, a body that cannot be read, a report that must be refused, a key that is known) is told by the site as before,
so that there is one place for its words.
"""

import json
from functools import partial

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import override

from hueioc.cases.api.data import receipt, written
from hueioc.cases.commands import Arrival, Kept, intake
from hueioc.cases.models import Case
from hueioc.cases.rules.intake import NewReport
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
from hueioc.lib.refusals import Refusal
from hueioc.lib.shapes import decoder
from hueioc.lib.together import Busy
from hueioc.people.rules import ANYONE, ContactData

_LONGEST_KEY = 200


class _Contact(msgspec.Struct):
    name: str = ""
    phone: str = ""
    email: str = ""


class _Given(msgspec.Struct):
    """The body as `ReportIn` of the API describes it, read strictly."""

    category: str
    description: str
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    accuracy_m: float | None = None
    # Read by the site alone: a time needs its time zone, and sentences of its own.
    observed_at: msgspec.Raw | None = None
    contact: _Contact = msgspec.field(default_factory=_Contact)


_read = decoder(_Given)


async def create_report(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /api/v1/reports."""
    messages: list[Message] = []
    headers = headers_of(scope)
    if not _is_plain(headers):
        raise PassOn(messages)
    body = await body_of(receive, MOST_BYTES, messages)
    language = language_of(headers)
    try:
        told = await intake.do(Arrival(_report(body, headers, language), ANYONE, partial(_receipt, language)))
    except (msgspec.DecodeError, UnicodeDecodeError, Refusal) as fault:
        raise PassOn(messages) from fault
    except Busy as busy:
        await answer_busy(send, language, busy.retry_s, JSON_HEADERS)
        return
    if told is None:
        raise PassOn(messages)
    if isinstance(told, Kept):
        await answer(send, 202, _kept(told, language), JSON_HEADERS | {b"content-language": language.encode()})
        return
    await answer(send, 201, told, JSON_HEADERS | {b"content-language": language.encode()})


def _kept(told: Kept, language: str) -> bytes:
    """What somebody is told whose report is safe, while nobody can say its number yet."""
    with override(language):
        sentence = _("Your report is kept safe and gets its number soon. Ask for it with this token.")
    links = {"status": f"/open311/v2/tokens/{told.token}.json"}
    return json.dumps({"token": told.token, "notice": sentence, "links": links}, ensure_ascii=False).encode()


def _receipt(language: str, case: Case) -> bytes:
    with override(language):
        return written(receipt(case))


def _is_plain(headers: dict[bytes, bytes]) -> bool:
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return kind == b"application/json" and not headers.keys() & {b"cookie", b"authorization", b"expect"}


def _report(body: bytes, headers: dict[bytes, bytes], language: str) -> NewReport:
    given = _read.decode(body)
    if given.observed_at is not None:
        raise msgspec.ValidationError("a time is read by the site")
    key = headers.get(b"idempotency-key", b"").decode("latin-1")
    if len(key) > _LONGEST_KEY:
        raise msgspec.ValidationError("the key is too long")
    contact = given.contact
    return NewReport(
        category=given.category,
        description=given.description,
        lat=given.lat,
        lon=given.lon,
        address=given.address,
        accuracy_m=given.accuracy_m,
        contact=ContactData(name=contact.name, phone=contact.phone, email=contact.email),
        channel="api",
        language=language,
        key=f"api:{key}" if key else None,
    )
