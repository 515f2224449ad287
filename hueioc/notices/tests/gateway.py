"""A message gateway in the test's own process: a real server that can also fail, refuse and say nothing."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gateway(ThreadingHTTPServer):
    """Takes messages; `answers` are the next statuses (0: says nothing until closed), afterwards 200."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.answers: list[int] = []
        self.heard: list[dict[str, Any]] = []
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"http://city:se%40cret@127.0.0.1:{self.server_port}/send?from=city"

    @property
    def taken(self) -> dict[str, dict[str, Any]]:
        """Messages by their key, as a gateway keeps them that knows repeated ones."""
        return {one["key"]: one for one in self.heard if one["status"] == 200}


class _Door(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.answers.pop(0) if self.server.answers else 200
        key, credentials = self.headers["Idempotency-Key"], self.headers["Authorization"]
        self.server.heard.append(
            {"body": body, "key": key, "credentials": credentials, "path": self.path, "status": status}
        )
        if status == 0:
            self.server.closing.wait(30)
            return
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Gateway]:
    """A gateway on a free port until the block ends."""
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
