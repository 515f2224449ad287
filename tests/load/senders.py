"""Clients as they should be: each report has a key, and is sent again under it until the city has answered."""

import http.client
import json
import threading
import uuid
from collections import Counter
from types import TracebackType

BODY = {"category": "drainage", "description": "Cống nghẹt trước nhà", "lat": 16.4778, "lon": 107.6080}
# Five minutes: on a busy machine the city may take long to come back, and nobody gives up before.
MOST_TRIES = 6_000


class Senders:
    """Threads that file reports one after the other; what each was told last, by its key."""

    def __init__(self, port: int, threads: int = 8) -> None:
        self.port = port
        self.numbers: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []
        self.stopping = threading.Event()
        self._news = threading.Condition()
        self._threads = [threading.Thread(target=self._send) for _ in range(threads)]

    def __enter__(self) -> "Senders":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.wrong.append("given up")
        self.finish()

    def finish(self) -> None:
        """Let each get its last answer, and send no new one."""
        self.stopping.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int, status: int | None = None) -> None:
        """Until so many more answers came, of one status or of any."""

        def many() -> int:
            return self.statuses.total() if status is None else self.statuses[status]

        with self._news:
            goal = many() + more
            came = self._news.wait_for(lambda: many() >= goal or bool(self.wrong), timeout=120)
        assert came, f"waited in vain: {dict(self.statuses)}"
        assert self.wrong == []

    def _send(self) -> None:
        while not self.stopping.is_set():
            self.file(uuid.uuid4().hex)

    def file(self, key: str) -> None:
        """File one report until it has a number, or is kept under a token."""
        for _ in range(MOST_TRIES):
            if self._told(key) or self.wrong:
                return
            threading.Event().wait(0.05)
        self.wrong.append(f"{key}: never acknowledged")

    def _told(self, key: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            connection.request("POST", "/api/v1/reports", json.dumps(BODY), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        with self._news:
            self.statuses[answer.status] += 1
            self._note(key, answer, text)
            self._news.notify_all()
        return answer.status in {201, 202}

    def _note(self, key: str, answer: http.client.HTTPResponse, text: bytes) -> None:
        if answer.status == 503:
            if not answer.headers.get("Retry-After"):
                self.wrong.append(f"{key}: 503 without Retry-After: {text[:200]!r}")
        elif answer.status == 202:
            self.tokens[key] = str(json.loads(text)["token"])
        elif answer.status == 201:
            number = str(json.loads(text)["number"])
            if self.numbers.setdefault(key, number) != number:
                self.wrong.append(f"{key}: first {self.numbers[key]}, then {number}")
        else:
            self.wrong.append(f"{key}: {answer.status} {text[:200]!r}")
