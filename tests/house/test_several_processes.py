"""A city on several nodes: two that answer, one that works, one that stands by; each a process that can be killed."""

import json
import os
import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from tests.house.conftest import fresh_databases
from tests.house.served import Served, hueioc, launch, serve, wait_until_ready
from tests.house.test_acts import Place, staff
from tests.load.judged import assert_whole
from tests.load.senders import BODY, Senders
from tests.waiting import until

pytestmark = pytest.mark.skipif(
    not os.environ.get("HUEIOC_DATABASE_URL"), reason="on SQLite one process does everything"
)
AT_WORK = "Background work: this process is at work"
CSRF = "a" * 32


class Nodes:
    """Two nodes that answer and two workers, each with a home of its own, and what all have in common."""

    def __init__(self, place: Path, database: dict[str, str]) -> None:
        self.place, self.database = place, database
        self.settings = {**database, "HUEIOC_SHARED": str(place / "shared"), "HUEIOC_LOGS": "json"}
        self.homes = {name: place / name for name in ("a", "b", "w1", "w2")}
        self.web: dict[str, Served] = {}
        self.workers: dict[str, Popen[str]] = {}
        self._said_before: dict[str, int] = {}
        self.told: dict[str, str] = {}
        self.cookies: dict[str, str] = {}

    def start(self, *names: str) -> None:
        """Start processes at the same moment, and wait for those that answer."""
        for name in names:
            if name.startswith("w"):
                self._said_before[name] = self._times(name)
                self.workers[name] = launch(self.homes[name], "work", **self.settings)
            else:
                self.web[name] = serve(self.homes[name], "--no-background", **self.settings)
        for name in names:
            if name in self.web:
                wait_until_ready(self.web[name], self.homes[name])

    def kill(self, name: str) -> None:
        """As the machine's own last word: SIGKILL."""
        process = self.workers.pop(name, None) or self.web[name].process
        process.kill()
        process.wait()

    def stop(self) -> list[int]:
        """Ask all to end at the same moment; their exit codes.

        Each is asked once: while an interpreter takes itself down, a second signal finds no handler any more.
        """
        running = [*self.workers.values(), *(served.process for served in self.web.values())]
        for process in running:
            if process.poll() is None:
                process.terminate()
        return [process.wait(30) for process in running]

    def ask(self, name: str, method: str, path: str, body: Any = None, who: str = "", **headers: str) -> Any:
        return Place(self.web[name], self.cookies).ask(method, path, body, who, **headers)

    def worker(self) -> str:
        """Who is at work now, by its own word."""
        at_work = [name for name in self.workers if self._times(name) > self._said_before[name]]
        assert len(at_work) <= 1, "two workers at once"
        return at_work[0] if at_work else ""

    def _times(self, name: str) -> int:
        log = self.place / f"{name}.log"
        return log.read_text().count(AT_WORK) if log.exists() else 0

    def count(self, question: str) -> int:
        with psycopg.connect(self.database["HUEIOC_DATABASE_URL"]) as connection:
            [number] = connection.execute(question).fetchone() or [0]
            return int(number)

    def unsealed(self) -> int:
        return self.count("SELECT (SELECT count(*) FROM journal_fact) - (SELECT count(*) FROM journal_seal)")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    place = tmp_path_factory.mktemp("nodes")
    with fresh_databases() as databases:
        running = Nodes(place, databases[0])
        try:
            running.start("a", "b")
            # Before anybody works: a day's rebuild tells whoever came that day of its morning too.
            running.cookies = staff(running.homes["a"], running.settings)
            running.start("w1", "w2")
            yield running
        finally:
            running.stop()


class Crossing(Senders):
    """Senders that go to one node or the other by chance, with every try and every repetition."""

    def __init__(self, nodes: Nodes, threads: int = 4) -> None:
        self._nodes, self._chance = nodes, random.Random(20_261_127)
        super().__init__(0, threads)

    @property
    def port(self) -> int:
        return self._nodes.web[self._chance.choice("ab")].port

    @port.setter
    def port(self, port: int) -> None:
        """There are two."""


def test_nodes_that_start_at_the_same_moment_prepare_one_city(nodes: Nodes) -> None:
    until(nodes.worker)
    for name in "ab":
        status, body = nodes.ask(name, "GET", "/readyz")
        assert (status, body["status"]) == (200, "ok")
        assert "warning" not in body
    assert nodes.count("SELECT count(*) FROM upkeep_keymark") == 1


def test_a_key_that_comes_to_both_nodes_at_once_makes_one_report(nodes: Nodes) -> None:
    def send(name: str, key: str) -> tuple[int, str]:
        status, body = nodes.ask(name, "POST", "/api/v1/reports", BODY, **{"Idempotency-Key": key})
        return status, body["number"]

    keys = [uuid.uuid4().hex for _ in range(24)]
    with ThreadPoolExecutor(16) as pool:
        answers = {name: [pool.submit(send, name, key) for key in keys] for name in "ab"}
        told = {name: [answer.result() for answer in answers[name]] for name in "ab"}
    assert told["a"] == told["b"]
    assert {status for status, _number in told["a"]} == {201}
    nodes.told |= {key: number for key, (_status, number) in zip(keys, told["a"], strict=True)}
    assert len(set(nodes.told.values())) == len(keys)


def test_an_act_at_one_node_is_seen_on_a_screen_of_the_other(nodes: Nodes) -> None:
    number = next(iter(nodes.told.values()))
    screen = HTTPConnection("127.0.0.1", nodes.web["b"].port, timeout=20)
    screen.request("GET", "/live", headers={"Cookie": nodes.cookies["operator"]})
    lines = screen.getresponse()
    while not lines.readline().startswith(b": place"):
        pass
    act = {"number": number, "acts": [{"verb": "hand_over", "lead": "ward-19777"}]}
    status, body = nodes.ask("a", "POST", "/api/v1/acts", act, "operator")
    assert (status, body["phase"]) == (200, "assigned")
    subjects: list[str] = []
    while f"case:{number}" not in subjects:
        line = lines.readline()
        assert line, "the stream ended"
        if line.startswith(b"data: "):
            subjects.append(json.loads(line[6:])["subject"])
    screen.close()
    stale = {"number": number, "version": body["version"] - 1, "acts": [{"verb": "note", "text": "x"}]}
    assert nodes.ask("b", "POST", "/api/v1/acts", stale, "operator")[0] == 409


def post_form(nodes: Nodes, name: str, path: str, who: str = "", **fields: str) -> tuple[int, bytes]:
    """A form sent from a page of the city."""
    cookies = "; ".join(filter(None, [nodes.cookies.get(who, ""), f"csrftoken={CSRF}"]))
    kind = "application/x-www-form-urlencoded"
    # Behind a proxy all nodes have one name, and tries are counted by it.
    headers = {
        "Host": "localhost",
        "Cookie": cookies,
        "X-CSRFToken": CSRF,
        "Content-Type": kind,
        "Accept-Language": "en",
    }
    answer = nodes.web[name].ask("POST", path, urlencode(fields), **headers)
    return answer.status, answer.body


def test_who_looks_at_a_report_is_known_on_every_node(nodes: Nodes) -> None:
    number = list(nodes.told.values())[1]
    assert json.loads(post_form(nodes, "a", "/desk/here/", "operator", case=number)[1])["others"] == []
    assert json.loads(post_form(nodes, "b", "/desk/here/", "coordinator", case=number)[1])["others"] == ["operator"]
    assert json.loads(post_form(nodes, "a", "/desk/here/", "operator", case=number)[1])["others"] == ["coordinator"]


def test_tries_to_sign_in_are_counted_over_all_nodes(nodes: Nodes) -> None:
    wrong = {"login": "nobody@example.org", "password": "wrong"}
    said = [post_form(nodes, "ab"[n % 2], "/accounts/login/", **wrong)[1] for n in range(6)]
    assert [b"Too many failed login attempts" in page for page in said] == [False] * 5 + [True]


def test_a_node_with_other_keys_is_refused(nodes: Nodes) -> None:
    more = {**nodes.settings, "HUEIOC_SHARED": str(nodes.place / "elsewhere")}
    done = hueioc(nodes.place / "c", ["serve", "--no-background", "--port", "0"], **more)
    assert done.returncode == 1
    assert "are not those of this database" in done.stderr
    assert not (nodes.place / "elsewhere" / "demo.json").exists()


def test_a_home_holds_the_spool_of_one_node(nodes: Nodes) -> None:
    done = hueioc(nodes.homes["a"], ["serve", "--no-background", "--port", "0"], **nodes.settings)
    assert done.returncode == 1
    assert "Another process serves" in done.stderr


def test_of_two_workers_one_works_and_the_other_takes_over_when_it_is_killed(nodes: Nodes) -> None:
    first = until(nodes.worker)
    [second] = {"w1", "w2"} - {first}
    nodes.kill(first)
    status, body = nodes.ask("a", "POST", "/api/v1/reports", BODY)
    assert status == 201
    nodes.told[uuid.uuid4().hex] = body["number"]
    assert until(nodes.worker) == second
    until(lambda: nodes.unsealed() == 0)


def test_killing_a_node_and_the_worker_in_a_burst_loses_and_doubles_nothing(nodes: Nodes) -> None:
    with Crossing(nodes) as senders:
        senders.wait_for(25, 201)
        at_work = nodes.worker()
        nodes.kill("b")
        nodes.kill(at_work)
        senders.wait_for(25, 201)
        nodes.start("b", at_work)
        senders.wait_for(25, 201)
        senders.finish()
        for key in list(senders.numbers):
            senders.file(key)
    assert senders.wrong == []
    until(lambda: nodes.unsealed() == 0)
    assert set(nodes.stop()) == {0}
    assert_whole(nodes.homes["a"], nodes.settings, [*nodes.told.values(), *senders.numbers.values()])
