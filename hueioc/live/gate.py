"""GET /live: server-sent events of new facts, resumed by `Last-Event-ID`, each screen only what it may hear."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from hueioc.live.feed import Feed
from hueioc.live.rules import Wish, batches, read_wish
from hueioc.people.queries import account_by_key, standing
from hueioc.people.rules import ANYONE, Actor

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0
RIGHTS_SECONDS = 60.0
SLOW_SECONDS = 30.0
PIECE_BYTES = 64_000
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


def actor_behind(cookie_header: str) -> Actor:
    """Who a browser's cookies say it is; blocking."""
    try:
        cookies = SimpleCookie(cookie_header)
    except CookieError:
        return ANYONE
    session_cookie = cookies.get(settings.SESSION_COOKIE_NAME)
    if session_cookie is None:
        return ANYONE
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_cookie.value)
    return standing(account_by_key(str(session.get(SESSION_KEY, "")), session))


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """One open screen, until it leaves, is too slow, or the city stops."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    wish = read_wish(parse_qs(scope["query_string"].decode("latin-1")), headers.get("last-event-id", ""))
    source, cookies = feed(), headers.get("cookie", "")
    actor = await source.ask(actor_behind, cookies) if cookies else ANYONE
    place = await source.join()
    if wish.after is not None:
        place = min(wish.after, place)
    gone = asyncio.create_task(_until_gone(receive))
    telling = asyncio.create_task(_tell(send, source, actor, cookies, wish, place))
    try:
        await asyncio.wait({gone, telling}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        source.leave()
        for task in (gone, telling):
            task.cancel()
        await asyncio.gather(gone, telling, return_exceptions=True)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _tell(send: Send, source: Feed, actor: Actor, cookies: str, wish: Wish, place: int) -> None:
    loop = asyncio.get_running_loop()
    checked = loop.time()
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await _send(send, b"retry: 3000\n: place %d\n\n" % place)
    while True:
        if not await source.news(place, HEARTBEAT_SECONDS):
            await _send(send, b": still here\n\n")
        if cookies and loop.time() - checked > RIGHTS_SECONDS:
            actor, checked = await source.ask(actor_behind, cookies), loop.time()
        for piece, last in batches(await source.after(place), actor, wish, PIECE_BYTES):
            if piece:
                await _send(send, piece)
            place = last


async def _send(send: Send, body: bytes) -> None:
    """Send, or give up on a screen that does not read; it comes back with its place and misses nothing."""
    await asyncio.wait_for(send({"type": "http.response.body", "body": body, "more_body": True}), SLOW_SECONDS)


ROUTES = [("GET", "/live", live)]
