"""What hot paths share: bare ASGI, a body of limited size, and passing a request on to the site as it came."""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from types import SimpleNamespace
from typing import Any

from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

# A report with every field at its longest is a fifth of this.
MOST_BYTES = 64_000
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


async def answer_busy(send: Send, language: str, retry_s: int, headers: Mapping[bytes, bytes]) -> None:
    """503 with the moment to try again; nothing was saved."""
    with override(language):
        sentence = _("Very many reports arrive now. Send yours again in a moment.")
    body = json.dumps({"error": sentence, "fields": {}}, ensure_ascii=False).encode()
    more = {b"content-language": language.encode(), b"retry-after": str(retry_s).encode()}
    await answer(send, 503, body, {**headers, **more, b"content-type": b"application/json; charset=utf-8"})
