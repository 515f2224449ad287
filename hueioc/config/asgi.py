"""The one application behind the one port: hot paths as bare ASGI in front, the Django site on threads behind."""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from hueioc.config import rooms
from hueioc.config.health import healthz, readyz
from hueioc.config.wsgi import application as site
from hueioc.lib.hot import PassOn, Receive, Scope, Send

SITE_THREADS = 8
Route = tuple[str, str]


def _routes() -> dict[Route, Any]:
    """Every hot path: `gate.py` of a room lists (method, path, ASGI application)."""
    found: dict[Route, Any] = {("GET", "/healthz"): healthz, ("GET", "/readyz"): readyz}
    for module in rooms.modules("gate"):
        for method, path, handler in module.ROUTES:
            found[method, path] = handler
    return found


class Gate:
    """Sends a request to the hot path that matches method and path exactly, and everything else to the site."""

    def __init__(self) -> None:
        self.routes = _routes()
        self.site: Any = WSGIMiddleware(cast(Any, site), workers=SITE_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI connection."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            handler = self.routes.get((scope["method"], scope["path"]), self.site)
            try:
                await handler(scope, receive, send)
            except PassOn as request:
                await self.site(scope, request.receive(receive), send)
        else:
            await send({"type": "websocket.close", "code": 1000})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = Gate()
