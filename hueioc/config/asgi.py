"""The one application behind the one port: hot paths as bare ASGI in front, the Django site on threads behind."""

import logging
from functools import partial
from time import perf_counter, time
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from hueioc.config import rooms
from hueioc.config.access import AccessLog, to_output
from hueioc.config.health import healthz, readyz
from hueioc.config.wsgi import application as site
from hueioc.lib import tracing
from hueioc.lib.hot import Message, PassOn, Receive, Scope, Send, answer
from hueioc.lib.traffic import METHODS, count_request

SITE_THREADS = 8
# Whoever asked left before there was an answer; the number is the one other servers use.
LEFT = 499
Route = tuple[str, str]
log = logging.getLogger(__name__)


def _routes() -> dict[Route, Any]:
    """Every hot path: `gate.py` of a room lists (method, path, ASGI application)."""
    found: dict[Route, Any] = {("GET", "/healthz"): healthz, ("GET", "/readyz"): readyz}
    for module in rooms.modules("gate"):
        for method, path, handler in module.ROUTES:
            found[method, path] = handler
    return found


def _named(handler: Any) -> tuple[Any, str]:
    """A hot path with the name it has in figures and logs: its room and its function."""
    function = handler.func if isinstance(handler, partial) else handler
    return handler, f"{function.__module__.split('.')[1]}:{function.__name__}"


class Gate:
    """Sends a request to the hot path that matches its method and path, and everything else to the site."""

    def __init__(self) -> None:
        self.routes = {route: _named(handler) for route, handler in _routes().items()}
        self.site: Any = WSGIMiddleware(cast(Any, site), workers=SITE_THREADS)
        self.access = AccessLog(to_output) if settings.LOGS == "json" else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI connection."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            if self.access:
                self.access.close()
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    def _hot(self, method: str, path: str) -> tuple[Any, str]:
        """The hot path of exactly this address, or of every address one step below the same parent (`parent/*`)."""
        found = self.routes.get((method, path)) or self.routes.get((method, f"{path[: path.rfind('/') + 1]}*"))
        return found or (None, "")

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: answered with its number, and counted whatever becomes of it."""
        began = perf_counter()
        trace = tracing.Trace(tracing.request_number(scope["headers"]))
        tracing.current.set(trace)
        status, started = LEFT, 0.0

        async def told(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], perf_counter()
                message["headers"] = [*message["headers"], (tracing.HEADER, trace.number.encode())]
            await send(message)

        handler, name = self._hot(scope["method"], scope["path"])
        door = "hot" if handler else "site"
        try:
            if handler:
                trace.route = name
                try:
                    await handler(scope, receive, told)
                    return
                except PassOn as request:
                    door, receive, trace.route = "site", request.receive(receive), tracing.UNKNOWN
            await self.site(scope, receive, told)
        except Exception:
            log.exception("A request could not be answered")
            if not started:
                await answer(told, 500, b"", {b"cache-control": b"no-store"})
        finally:
            ended = perf_counter()
            method = scope["method"] if scope["method"] in METHODS else "other"
            count_request(method, door, trace.route, status, (started or ended) - began)
            if self.access:
                self.access.note(time(), method, trace.route, status, ended - began, trace.number)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = Gate()
