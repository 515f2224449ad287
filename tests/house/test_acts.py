"""Acting over the hot path of a served city is acting over the site: same answers, same words, same rights."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from subprocess import run
from typing import Any, NamedTuple

import pytest

from tests.house.served import ROOT, Served, city, surroundings

GOOD = {"category": "drainage", "description": "Cống nghẹt", "lat": 16.4778, "lon": 107.608}
UNIT = "ward-19777"


class Place(NamedTuple):
    """A served city and the cookies of those who work there."""

    served: Served
    cookies: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, who: str = "", **headers: str) -> tuple[int, Any]:
        """Status and JSON of one request of somebody."""
        connection = HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        given = {"Content-Type": "application/json", **headers}
        given |= {"Cookie": self.cookies[who]} if who else {}
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, given)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def act(self, number: str, who: str, *acts: dict[str, Any], **headers: str) -> tuple[int, Any]:
        return self.ask("POST", "/api/v1/acts", {"number": number, "acts": list(acts)}, who, **headers)


def staff(home: Path, database: dict[str, str]) -> dict[str, str]:
    """Cookies of invented people, made in a process of its own before the city is served."""
    env = surroundings(home, DJANGO_SETTINGS_MODULE="hueioc.config.settings", **database)
    program = [sys.executable, "-m", "tests.house.fill_staff", UNIT]
    done = run(program, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    cookies: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return cookies


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("acts") / "home"
    home.mkdir()
    cookies = staff(home, {})
    with city(home, "--empty") as served:
        yield Place(served, cookies)


def opened(place: Place) -> tuple[str, str]:
    """Number and secret of a new report."""
    status, body = place.ask("POST", "/api/v1/reports", GOOD)
    assert status == 201, body
    return body["number"], body["secret"]


@pytest.mark.once
def test_a_life_over_the_hot_path(place: Place) -> None:
    number, secret = opened(place)
    assert place.act(number, "", {"verb": "hand_over", "lead": UNIT})[0] in (403, 404)
    assert place.act(number, "officer", {"verb": "hand_over", "lead": UNIT})[0] == 404
    status, body = place.act(number, "operator", {"verb": "hand_over", "lead": UNIT})
    assert (status, body["phase"], body["unit"]) == (200, "assigned", UNIT)
    done = {"verb": "resolve", "outcome": "answered", "text": "Đã xong"}
    status, body = place.act(number, "officer", {"verb": "accept"}, done)
    assert (status, body["phase"], body["outcome"]) == (200, "resolved", "answered")
    status, body = place.ask("GET", f"/api/v1/reports/{number}", **{"Report-Secret": secret})
    assert (status, body["phase"]) == (200, "resolved")


@pytest.mark.once
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "act", [{"verb": "hand_over"}, {"verb": "fly"}, {"verb": "resolve", "outcome": "x", "text": "y"}, {"verb": 7}, {}]
)
def test_both_ways_refuse_in_the_same_words(place: Place, act: dict[str, Any], language: str) -> None:
    number, _secret = opened(place)
    hot = place.act(number, "operator", act, **{"Accept-Language": language})
    # The site answers what asks to be told before it sends a body.
    site = place.act(number, "operator", act, **{"Accept-Language": language, "Expect": "100-continue"})
    assert hot == site
    assert hot[0] in (400, 403)


@pytest.mark.once
def test_many_at_once_each_get_their_own_answer(place: Place) -> None:
    numbers = [opened(place)[0] for _ in range(40)]
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda n: place.act(n, "operator", {"verb": "hand_over", "lead": UNIT}), numbers))
    assert [(status, body["number"]) for status, body in told] == [(200, number) for number in numbers]
