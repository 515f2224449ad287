"""One line for each request, gathered and written by a thread, so that a slow reader of the log delays nobody."""

import sys
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

# A burst is written at once; whoever reads along sees it this much later.
GATHER_S = 0.1
# About 4 MB. When the reader of the log stands still the oldest lines go, and their number is told.
MOST_WAITING = 20_000
_encode = msgspec.json.Encoder().encode


class AccessLog:
    """Lines of requests as JSON. Safe for threads; `write` puts whole lines out."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._lines: deque[tuple[float, str, str, int, float, str]] = deque(maxlen=MOST_WAITING)
        self._news = threading.Event()
        self._end = threading.Event()
        self._lost = 0
        self._thread = threading.Thread(target=self._run, name="access", daemon=True)
        self._thread.start()

    def note(self, at: float, method: str, route: str, status: int, seconds: float, number: str) -> None:
        """Note one request: its moment (seconds since 1970), names and figures, nothing of what it said."""
        if len(self._lines) >= MOST_WAITING:
            self._lost += 1
        self._lines.append((at, method, route, status, seconds, number))
        if not self._news.is_set():
            self._news.set()

    def close(self) -> None:
        """Write what is left."""
        self._end.set()
        self._news.set()
        self._thread.join(2.0)

    def _run(self) -> None:
        while not self._end.is_set():
            self._news.wait()
            self._end.wait(GATHER_S)
            self._news.clear()
            self._flush()
        self._flush()

    def _flush(self) -> None:
        lines = []
        while self._lines:
            lines.append(_line(*self._lines.popleft()))
        if self._lost:
            lost, self._lost = self._lost, 0
            lines.append(_encode({"level": "WARNING", "logger": "hueioc.access", "message": f"{lost} lines were lost"}))
        if lines:
            self._write(b"\n".join(lines) + b"\n")


def _line(at: float, method: str, route: str, status: int, seconds: float, number: str) -> bytes:
    return _encode(
        {
            "at": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
            "level": "INFO",
            "logger": "hueioc.access",
            "method": method,
            "route": route,
            "status": status,
            "ms": round(1000 * seconds, 1),
            "request": number,
        }
    )


def to_output(data: bytes) -> None:
    """Write to the place of all logs, between other lines and never into one."""
    sys.stderr.write(data.decode())
    sys.stderr.flush()
