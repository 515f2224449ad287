"""What hot paths share: bare ASGI, a body of limited size, and passing a request on to the site as it came."""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.utils.translation import get_language_from_request, gettext, gettext_noop, override

# A report with every field at its longest is a fifth of this.
MOST_BYTES = 64_000
REPORTS_WAIT = gettext_noop("Very many reports arrive now. Send yours again in a moment.")
# What the site's middleware puts on every JSON answer.
JSON_HEADERS = {
    b"content-type": b"application/json; charset=utf-8",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"vary": b"Accept-Language, Cookie",
}
Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class PassOn(Exception):
    """This request is not one for the hot path; `messages` are those of it that were read already."""

    def __init__(self, messages: list[Message]) -> None:
        super().__init__("for the site")
        self.messages = messages

    def receive(self, receive: Receive) -> Receive:
        """Tells the request again from its beginning."""
        left = self.messages[::-1]

        async def again() -> Message:
            return left.pop() if left else await receive()

        return again


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """Headers by their name in small letters; of a name that comes twice the last."""
    return dict(scope["headers"])


async def body_of(receive: Receive, most: int, messages: list[Message]) -> bytes:
    """The whole body; everything read is added to `messages`. Raises PassOn when it is longer than `most` bytes."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request":
            raise PassOn(messages)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise PassOn(messages)
        if not message.get("more_body"):
            return b"".join(parts)


async def answer(send: Send, status: int, body: bytes, headers: Mapping[bytes, bytes]) -> None:
    """One whole answer."""
    sized = [*headers.items(), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": sized})
    await send({"type": "http.response.body", "body": body})


def language_of(headers: dict[bytes, bytes]) -> str:
    """The language the site would answer in, from what the client accepts."""
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    return get_language_from_request(SimpleNamespace(COOKIES={}, META={"HTTP_ACCEPT_LANGUAGE": accepted}))  # type: ignore[arg-type]


async def answer_busy(
    send: Send, language: str, retry_s: int, headers: Mapping[bytes, bytes], sentence: str = REPORTS_WAIT
) -> None:
    """503 with the moment to try again; nothing was saved. The sentence stands in the catalogue."""
    more = {b"content-language": language.encode(), b"retry-after": str(retry_s).encode()}
    kind = {b"content-type": b"application/json; charset=utf-8"}
    await answer(send, 503, _busy(language, sentence), {**headers, **more, **kind})


@lru_cache(maxsize=16)
def _busy(language: str, sentence: str) -> bytes:
    """Said thousands of times in the seconds in which there is least time to find the words."""
    with override(language):
        said = gettext(sentence)
    return json.dumps({"error": said, "fields": {}}, ensure_ascii=False).encode()
