"""GET /live: server-sent events of new facts, resumed by `Last-Event-ID`, each screen only what it may hear."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from hueioc.live.feed import Audience, Feed
from hueioc.live.rules import Wish, ears_of, read_wish
from hueioc.people.queries import actor_behind
from hueioc.people.rules import ANYONE, Actor

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0
RIGHTS_SECONDS = 60.0
SLOW_SECONDS = 30.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_feeds: dict[asyncio.AbstractEventLoop, Feed] = {}


def feed() -> Feed:
    """The feed of the running loop; a process has one."""
    loop = asyncio.get_running_loop()
    if loop not in _feeds:
        _feeds.clear()
        _feeds[loop] = Feed()
    return _feeds[loop]


def listeners() -> int:
    """Screens of this process that listen now."""
    return sum(audience.screens for one in list(_feeds.values()) for audience in list(one.audiences.values()))


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """One open screen, until it leaves, is too slow, or the city stops."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    wish = read_wish(parse_qs(scope["query_string"].decode("latin-1")), headers.get("last-event-id", ""))
    source, cookies = feed(), headers.get("cookie", "")
    actor = await source.ask(actor_behind, cookies) if cookies else ANYONE
    gone = asyncio.create_task(_until_gone(receive))
    telling = asyncio.create_task(_tell(send, source, actor, cookies, wish))
    try:
        await asyncio.wait({gone, telling}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, telling):
            task.cancel()
        await asyncio.gather(gone, telling, return_exceptions=True)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _tell(send: Send, source: Feed, actor: Actor, cookies: str, wish: Wish) -> None:
    """Tell one screen, and look from time to time whether its rights are still the same."""
    loop = asyncio.get_running_loop()
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    place: int | None = wish.after
    while True:
        audience = await source.join(ears_of(actor, wish))
        try:
            if place is None or place > source.last:
                place = source.last
            await _send(send, b"retry: 3000\n: place %d\n\n" % place)
            until = loop.time() + RIGHTS_SECONDS if cookies else None
            place = await _tell_audience(send, source, audience, place, until)
        finally:
            source.leave(audience)
        actor = await source.ask(actor_behind, cookies)


async def _tell_audience(send: Send, source: Feed, audience: Audience, place: int, until: float | None) -> int:
    """Tell what this audience hears until the hour comes; returns how far the screen has heard."""
    loop, is_behind = asyncio.get_running_loop(), True
    while until is None or loop.time() < until:
        if not is_behind and not await audience.news(place, HEARTBEAT_SECONDS):
            # Nothing until here was for this screen: it need not look through it when something is.
            place = max(place, source.last)
            await _send(send, b": still here\n\n")
            continue
        end = source.last
        for piece, last in await source.after(place, audience):
            if piece:
                await _send(send, piece)
            place = last
        is_behind = place < end
    return place


async def _send(send: Send, body: bytes) -> None:
    """Send, or give up on a screen that does not read; it comes back with its place and misses nothing."""
    async with asyncio.timeout(SLOW_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": True})


ROUTES = [("GET", "/live", live)]
