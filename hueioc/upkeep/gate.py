"""The hot path of the figures: GET /metrics, for a watcher that holds the token; for everybody else it is not there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from hmac import compare_digest

from django.conf import settings
from django.db import close_old_connections
from prometheus_client import CONTENT_TYPE_LATEST

from hueioc.lib.hot import PassOn, Receive, Scope, Send, answer, headers_of
from hueioc.upkeep.metrics import metrics

# One thread with one connection: watchers ask often, and must neither wait behind pages nor stop the loop.
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="metrics")
_HEADERS = {b"cache-control": b"no-store", b"x-content-type-options": b"nosniff"}


async def figures(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /metrics."""
    if not settings.METRICS_TOKEN:
        raise PassOn([])
    if not _is_known(headers_of(scope).get(b"authorization", b"")):
        await answer(send, 401, b"", _HEADERS | {b"www-authenticate": b"Bearer"})
        return
    text = await asyncio.get_running_loop().run_in_executor(_asking, _read)
    await answer(send, 200, text, _HEADERS | {b"content-type": CONTENT_TYPE_LATEST.encode()})


def _is_known(authorization: bytes) -> bool:
    scheme, _, token = authorization.partition(b" ")
    return scheme.lower() == b"bearer" and compare_digest(token.strip(), settings.METRICS_TOKEN.encode())


def _read() -> bytes:
    try:
        return metrics()
    finally:
        close_old_connections()


ROUTES = [("GET", "/metrics", figures)]
