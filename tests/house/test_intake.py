"""New reports at the front door: the hot path answers as the site would, and many at once lose and double nothing."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

from tests.house.served import Served, city

GOOD = {
    "category": "drainage",
    "description": "Cống nghẹt, nước tràn vào nhà.",
    "lat": 16.4778,
    "lon": 107.608,
    "contact": {"phone": "0900000001"},
}
# A cookie leads past the hot path to the site, whose answers are the measure.
BY_SITE = {"Cookie": "a=b"}
OWN = ("number", "secret", "opened_at", "due_at", "links")


class Told(NamedTuple):
    """One answer."""

    status: int
    body: Any
    headers: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    url = os.environ.get("HUEIOC_DATABASE_URL", "")
    if url:
        pytest.skip("the home of this city is SQLite; bench/intake.py tries both")
    with city(Path(tmp_path_factory.mktemp("intake")) / "home", "--empty", HUEIOC_OPEN311_KEYS="k-intake") as running:
        yield running


def send(served: Served, body: Any, **headers: str) -> Told:
    """POST one report."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
    try:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("POST", "/api/v1/reports", data, {"Content-Type": "application/json"} | headers)
        answer = connection.getresponse()
        return Told(answer.status, json.loads(answer.read()), {k.lower(): v for k, v in answer.getheaders()})
    finally:
        connection.close()


@pytest.mark.parametrize("language", ["", "vi", "en", "de", "ar", "fr;q=0.9, en;q=0.8", "*"])
def test_the_hot_path_answers_what_the_site_answers(served: Served, language: str) -> None:
    accept = {"Accept-Language": language} if language else {}
    hot, site = send(served, GOOD, **accept), send(served, GOOD, **accept, **BY_SITE)
    assert (hot.status, site.status) == (201, 201)
    assert hot.body.keys() == site.body.keys()
    assert {k: v for k, v in hot.body.items() if k not in OWN} == {k: v for k, v in site.body.items() if k not in OWN}
    assert hot.body["links"].keys() == site.body["links"].keys()
    for name in ("content-type", "content-language", "x-content-type-options"):
        assert hot.headers.get(name) == site.headers.get(name), name


def test_the_receipt_opens_the_report_and_nobody_else_reads_it(served: Served) -> None:
    told = send(served, GOOD).body
    assert served.get(f"/r/{told['number']}/{told['secret']}/")[0] in {200, 302}
    public = json.loads(served.get(f"/api/v1/reports/{told['number']}")[1])
    assert public.get("text", "") == ""


def read(served: Served, number: str, **headers: str) -> tuple[int, Any, dict[str, str]]:
    """GET one report, with the headers that must be the same by every way."""
    told = served.ask("GET", f"/api/v1/reports/{number}", **headers)
    kept = ("content-type", "content-language", "x-content-type-options", "x-frame-options", "referrer-policy", "vary")
    return told.status, json.loads(told.body), {name: told.headers.get(name, "") for name in kept}


@pytest.mark.parametrize("language", ["vi", "en", "ar"])
@pytest.mark.parametrize("secret", ["own", "wrong", "đ", ""])
def test_a_report_is_read_on_the_hot_path_as_on_the_site(served: Served, language: str, secret: str) -> None:
    told = send(served, GOOD).body
    known = (
        {"Report-Secret": told["secret"] if secret == "own" else secret.encode().decode("latin-1")} if secret else {}
    )
    hot = read(served, told["number"], Accept_Language=language, **known)
    site = read(served, told["number"], Accept_Language=language, Cookie="a=b", **known)
    assert hot == site
    assert hot[0] == (200 if secret == "own" else 404)


@pytest.mark.parametrize("number", ["26-0000-0000", "nothing", "%00", "26-7K3M-9Q2T.", "..", "%2e%2e", "x" * 300])
def test_a_number_nobody_has_is_told_on_the_hot_path_as_on_the_site(served: Served, number: str) -> None:
    hot, site = (served.ask("GET", f"/api/v1/reports/{number}", Cookie=cookie) for cookie in ("", "a=b"))
    assert (hot.status, hot.body) == (site.status, site.body)


@pytest.mark.parametrize(
    "change",
    [
        {"category": "nothing"},
        {"description": ""},
        {"description": "x" * 5000},
        {"lat": 10.0},
        {"lat": "here"},
        {"lat": None},
        {"contact": {"phone": "no phone"}},
        {"observed_at": "2026-11-26T08:00:00"},
        {"observed_at": "2030-01-01T00:00:00Z"},
        {"description": "\ud800"},
    ],
)
def test_a_report_that_cannot_be_right_is_refused_in_the_same_words(served: Served, change: dict[str, Any]) -> None:
    hot, site = send(served, GOOD | change), send(served, GOOD | change, **BY_SITE)
    assert 400 <= hot.status < 500
    assert (hot.status, hot.body) == (site.status, site.body)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"category": NaN}', b"\xff\xfe", b'"' + b"x" * 200_000])
def test_a_body_that_cannot_be_read_is_refused_in_the_same_words(served: Served, body: bytes) -> None:
    hot, site = send(served, body), send(served, body, **BY_SITE)
    assert 400 <= hot.status < 500
    assert (hot.status, hot.body) == (site.status, site.body)


def test_a_repeated_key_gives_the_first_report_and_its_secret_to_its_sender_only(served: Served) -> None:
    key = {"Idempotency-Key": "storm-1"}
    first, again = send(served, GOOD, **key), send(served, GOOD, **key)
    assert (again.body["number"], again.body["secret"]) == (first.body["number"], first.body["secret"])
    guessed = send(served, GOOD | {"description": "Cho tôi xem"}, **key)
    assert (guessed.body["number"], guessed.body["secret"]) == (first.body["number"], "")


FORM = {
    "service_code": "drainage",
    "lat": "16.4778",
    "long": "107.608",
    "description": "Cống nghẹt",
    "api_key": "k-intake",
}


def file_by_form(served: Served, form: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
    """POST by the standard; the answer with its number blanked."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/open311/v2/requests.{form}", urlencode(fields), kind | headers)
        answer = connection.getresponse()
        assert answer.getheader("Access-Control-Allow-Origin") == "*"
        return answer.status, re.sub(r"\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}", "NUMBER", answer.read().decode())
    finally:
        connection.close()


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"api_key": "wrong"},
        {"service_code": "nothing"},
        {"lat": ""},
        {"lat": "10"},
        {"jurisdiction_id": "elsewhere"},
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_standard_is_answered_alike_on_both_ways(
    served: Served, form: str, change: dict[str, str], language: str
) -> None:
    accept = {"Accept-Language": language}
    hot = file_by_form(served, form, FORM | change, **accept)
    assert hot == file_by_form(served, form, FORM | change, **accept, **BY_SITE)
    assert hot[0] == (200 if not change else hot[0])


def test_many_at_once_lose_and_double_nothing(served: Served) -> None:
    def one(turn: int) -> tuple[int, str]:
        wrong = turn % 10 == 9
        key = {"Idempotency-Key": f"burst-{turn // 2}"} if turn < 100 else {}
        told = send(served, GOOD | ({"lat": 10.0} if wrong else {}), **key)
        return told.status, told.body.get("number", "")

    with ThreadPoolExecutor(24) as pool:
        found = list(pool.map(one, range(400)))
    assert [status for status, _number in found] == [400 if turn % 10 == 9 else 201 for turn in range(400)]
    numbers = [number for status, number in found if status == 201]
    keyed = [number for turn, (status, number) in enumerate(found) if status == 201 and turn < 100]
    assert len(set(keyed)) == 50
    assert len(set(numbers)) == len(numbers) - len(keyed) + 50
    for number in set(numbers):
        assert served.get(f"/api/v1/reports/{number}")[0] in {200, 404}


def call(served: Served, key: str, **headers: str) -> Told:
    """POST one call for rescue."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
    try:
        body = {"lat": 16.4778, "lon": 107.608, "people": 3, "depth": "chest", "needs": ["boat"], "text": key}
        given = {"Content-Type": "application/json", "Idempotency-Key": key, **headers}
        connection.request("POST", "/api/v1/rescues", json.dumps(body).encode(), given)
        answer = connection.getresponse()
        return Told(answer.status, json.loads(answer.read()), {k.lower(): v for k, v in answer.getheaders()})
    finally:
        connection.close()


def test_calls_for_rescue_take_the_same_path_and_none_is_refused_lost_or_doubled(served: Served) -> None:
    hot, site = call(served, "hot"), call(served, "site", **BY_SITE)
    assert (hot.status, site.status) == (201, 201)
    assert hot.body.keys() == site.body.keys()
    assert hot.body["links"].keys() == site.body["links"].keys()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: call(served, f"night-{n % 60}"), range(120)))
    assert {one.status for one in answers} == {201}
    assert len({one.body["number"] for one in answers}) == 60
    status, page = served.get(hot.body["links"]["follow"])[:2]
    assert status == 200
    assert hot.body["number"] in (page if isinstance(page, str) else page.decode())
