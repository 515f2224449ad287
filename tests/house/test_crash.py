"""Killing the city at any moment loses nothing it acknowledged: the whole process, over its port, with many writers."""

import http.client
import json
import os
import random
import threading
import uuid
from pathlib import Path

from tests.house.served import city
from tests.load.judged import assert_whole

KILLS = int(os.environ.get("HUEIOC_KILLS", "3"))
WRITERS = 4
# Five minutes: on a busy machine the city may take long to come back, and a writer never gives up before.
MOST_TRIES = 6_000
BODY = {"category": "drainage", "description": "Cống nghẹt trước nhà", "lat": 16.4778, "lon": 107.6080}


class Writers:
    """Threads that file reports, each under a key of its own, again and again until it is acknowledged."""

    def __init__(self) -> None:
        self.port = 0
        self.numbers: dict[str, str] = {}
        self.retried = 0
        self.wrong: list[str] = []
        self.stopping = threading.Event()
        self.giving_up = False
        self._news = threading.Condition()
        self._threads = [threading.Thread(target=self._write) for _ in range(WRITERS)]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.giving_up = error[0] is not None
        self.finish()

    def finish(self) -> None:
        """Let each writer get its last answer, and no new one."""
        self.stopping.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Until so many more reports were acknowledged."""
        with self._news:
            goal = len(self.numbers) + more
            assert self._news.wait_for(lambda: len(self.numbers) >= goal or bool(self.wrong), timeout=60), "no answers"

    def _write(self) -> None:
        while not self.stopping.is_set():
            self.file(uuid.uuid4().hex)

    def file(self, key: str) -> None:
        """File one report; a lost answer is asked for again under the same key, whatever happens."""
        tries = 0
        while (number := self._post(key)) is None and tries < MOST_TRIES and not self.giving_up:
            tries += 1
            threading.Event().wait(0.05)
        if number is None:
            self.wrong.append(f"{key}: never acknowledged")
            return
        with self._news:
            self.retried += tries > 0
            first = self.numbers.setdefault(key, number)
            if first != number:
                self.wrong.append(f"{key}: first {first}, then {number}")
            self._news.notify_all()

    def _post(self, key: str) -> str | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            connection.request("POST", "/api/v1/reports", json.dumps(BODY), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        if answer.status != 201:
            self.wrong.append(f"{key}: {answer.status} {text[:200]!r}")
            return None
        return str(json.loads(text)["number"])


def test_no_acknowledged_report_is_lost_or_doubled_when_the_city_is_killed(
    tmp_path: Path, databases: list[dict[str, str]]
) -> None:
    home, database, chance = tmp_path / "home", databases[0], random.Random(20_261_126)
    with Writers() as writers:
        for _ in range(KILLS):
            with city(home, "--empty", **database) as served:
                writers.port = served.port
                writers.wait_for(chance.randint(2, 25))
                threading.Event().wait(chance.uniform(0, 0.2))
                served.process.kill()
                served.process.wait()
        with city(home, "--empty", **database) as served:
            writers.port = served.port
            writers.wait_for(5)
            writers.finish()
            for key in list(writers.numbers):
                writers.file(key)
    assert writers.wrong == []
    assert writers.retried > 0, "no answer was ever lost, so nothing was tried"
    assert_whole(home, database, writers.numbers.values())
