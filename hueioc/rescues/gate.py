"""The hot path of calls for rescue: all that arrive together are saved by one commit, and each is answered after it.

Only the plain case is done here, as with reports (ADR 0042): JSON from somebody unknown, which can be right. Everything
else is told by the site. Nobody is refused for being one of many; a full queue says when to come again.
"""

import json
from functools import partial

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

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
from hueioc.people.rules import ANYONE
from hueioc.rescues.api import receipt
from hueioc.rescues.commands import Arrival, Kept, rescue_intake
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries import channel_of, is_burst
from hueioc.rescues.rules.intake import NewRescue

_LONGEST_KEY = 200
CALLS_WAIT = gettext_noop("Very many call for help now. Send yours again in a moment; nothing of it was lost by you.")


class _Given(msgspec.Struct):
    """The body as `RescueIn` of the API describes it, read strictly."""

    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    address: str = ""
    people: int = 0
    depth: str = ""
    children: int = 0
    elderly: int = 0
    sick: int = 0
    pregnant: int = 0
    disabled: int = 0
    needs: tuple[str, ...] = ()
    name: str = ""
    phones: tuple[str, ...] = ()
    text: str = ""
    is_exercise: bool = False


_read = decoder(_Given)


async def create_rescue(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /api/v1/rescues."""
    messages: list[Message] = []
    headers = headers_of(scope)
    if not _is_plain(headers):
        raise PassOn(messages)
    body, language = await body_of(receive, MOST_BYTES, messages), language_of(headers)
    said_in = JSON_HEADERS | {b"content-language": language.encode()}
    try:
        new = _call(body, headers, language, _source(scope))
        outcome = await rescue_intake.do(Arrival(new, ANYONE, partial(_receipt, language)))
    except (msgspec.DecodeError, UnicodeDecodeError, Refusal) as fault:
        raise PassOn(messages) from fault
    except Busy as busy:
        await answer_busy(send, language, busy.retry_s, JSON_HEADERS, CALLS_WAIT)
        return
    if outcome is None:
        raise PassOn(messages)
    if isinstance(outcome, Kept):
        await answer(send, 202, _kept(language), said_in)
        return
    await answer(send, 201, outcome, said_in)


def _kept(language: str) -> bytes:
    """What somebody is told whose call is safe while nobody can say its number yet."""
    with override(language):
        sentence = _("Your call is kept safe and reaches the centre in a moment. Go as high as you can.")
    return json.dumps({"notice": sentence}, ensure_ascii=False).encode()


def _receipt(language: str, call: Rescue) -> bytes:
    with override(language):
        return json.dumps(receipt(call), ensure_ascii=False).encode()


def _is_plain(headers: dict[bytes, bytes]) -> bool:
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return kind == b"application/json" and not headers.keys() & {b"cookie", b"authorization", b"expect"}


def _source(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _call(body: bytes, headers: dict[bytes, bytes], language: str, source: str) -> NewRescue:
    given = _read.decode(body)
    key = headers.get(b"idempotency-key", b"").decode("latin-1")
    if len(key) > _LONGEST_KEY:
        raise msgspec.ValidationError("the key is too long")
    told = msgspec.structs.asdict(given)
    return NewRescue(
        channel=channel_of(is_exercise=told.pop("is_exercise")),
        **told,
        language=language,
        key=f"api:{key}" if key else None,
        is_doubtful=is_burst(source),
    )


ROUTES = [("POST", "/api/v1/rescues", create_rescue)]
