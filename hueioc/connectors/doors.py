"""The public doors of an installation over a network, for whoever replays an exercise to it."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit


class HttpDoors:
    """The doors of an installation at an address."""

    def __init__(self, address: str) -> None:
        """`address` is http(s)://host:port. Raises ValueError for what is no address."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(f"{address} is no address of an installation; give http://host:port.")
        self.kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.place = parts.netloc

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body of one answer. Raises OSError when there is none."""
        connection = self.kind(self.place, timeout=30)
        try:
            connection.request(method, path, body or None, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as broken:
            raise ConnectionError(f"{self.place} answered with no whole answer") from broken
        finally:
            connection.close()
