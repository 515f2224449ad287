"""Nothing that people send stands in the log, whatever goes wrong; each request stands there by number and route."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.house.conftest import fresh_databases
from tests.house.served import Served, city

PHONE, EMAIL, SECRET, CODE = "0912345678", "someone@example.org", "SECRETTOKENXYZ", "26-7K3M-9Q"
WORDS = (PHONE, EMAIL, SECRET, CODE, "someone", "91234", "Lê Thị Thử", "127.0.0.1")
NUMBER = "0123456789abcdef0123456789abcdef"
REPORT = {
    "category": "drainage",
    "description": f"Gọi {PHONE}, {EMAIL}",
    "lat": 16.4778,
    "lon": 107.608,
    "contact": {"name": "Lê Thị Thử", "phone": PHONE, "email": EMAIL},
}


@pytest.fixture(scope="module", params=["json", "text"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The form of the log, and the whole log of a process that was asked everything and lost a table on the way."""
    place = tmp_path_factory.mktemp("logs")
    with fresh_databases() as databases:
        with city(place / "home", "--empty", HUEIOC_LOGS=request.param, **databases[0]) as served:
            _ask_everything(served)
            _lose_a_table(place / "home", databases[0])
            statuses = _ask_everything(served)
            assert 500 in statuses, statuses
        yield request.param, (place / "home.log").read_text(encoding="utf-8")


def _ask_everything(served: Served) -> list[int]:
    asked: list[tuple[str, str, str | None, dict[str, str]]] = [
        ("GET", f"/reports/?q={PHONE}&email={EMAIL}", None, {}),
        ("GET", f"/reports/{CODE}/?secret={SECRET}", None, {}),
        ("GET", f"/{PHONE}/{EMAIL}/{SECRET}", None, {}),
        ("GET", f"/find/?q={PHONE}", None, {}),
        ("GET", f"/open311/v2/tokens/{SECRET}.json", None, {}),
        ("GET", f"/healthz?{SECRET}", None, {"X-Request-ID": PHONE}),
        ("GET", "/", None, {"Host": f"{SECRET}.example", "Referer": f"http://x/{SECRET}"}),
        ("GET", "/me/", None, {"Cookie": f"sessionid={SECRET}; a={PHONE}", "Authorization": f"Bearer {SECRET}"}),
        ("POST", "/accounts/login/", f"login={EMAIL}&password={SECRET}", {"Referer": f"https://{SECRET}/"}),
        ("POST", "/api/v1/reports", json.dumps(REPORT), {"Content-Type": "application/json", "X-Request-ID": NUMBER}),
        ("POST", "/api/v1/reports", json.dumps(REPORT | {"lat": 1}), {"Content-Type": "application/json"}),
        ("POST", "/api/v1/reports", f'{{"{PHONE}', {"Content-Type": "application/json"}),
        ("POST", "/api/v1/reports", json.dumps(REPORT), {"Content-Type": "application/json", "Cookie": f"a={SECRET}"}),
        ("POST", "/report/", f"--x\r\n{PHONE}", {"Content-Type": "multipart/form-data; boundary=x"}),
        (f"X{SECRET}"[:5], f"/{SECRET}", None, {}),
    ]
    statuses = []
    for method, path, body, headers in asked:
        with suppress(OSError):
            answer = served.ask(
                method, path, body, **{name.replace("-", "_"): value for name, value in headers.items()}
            )
            statuses.append(answer.status)
            if answer.status != 400 or headers.get("Host"):
                assert "x-request-id" in answer.headers, path
    return statuses


def _lose_a_table(home: Path, setting: dict[str, str]) -> None:
    change = "ALTER TABLE cases_case RENAME TO cases_case_gone"
    if url := setting.get("HUEIOC_DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(change)
        return
    with sqlite3.connect(home / "hueioc.sqlite3", timeout=20) as file:
        file.execute(change)


def test_nothing_that_was_sent_stands_in_the_log(told: tuple[str, str]) -> None:
    _form, log = told
    assert {
        word: line for word in WORDS for line in log.splitlines() if word in line and "answers at" not in line
    } == {}


def test_an_error_is_told_by_its_class_and_its_place(told: tuple[str, str]) -> None:
    _form, log = told
    assert re.search(r"(OperationalError|ProgrammingError|UndefinedTable)", log)
    assert re.search(r"hueioc/cases/[\w/]+\.py:\d+ \w+", log)
    assert "500 Internal Server Error" in log
    assert "Traceback" not in log


def _lines(log: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.splitlines() if line.startswith("{")]


def test_every_request_has_one_line_with_names_and_figures(told: tuple[str, str]) -> None:
    form, log = told
    access = [line for line in _lines(log) if line["logger"] == "hueioc.access"]
    if form == "text":
        assert access == []
        return
    assert all(set(line) == {"at", "level", "logger", "method", "route", "status", "ms", "request"} for line in access)
    [first, second] = [line for line in access if line["request"] == NUMBER]
    assert (first["method"], first["route"], first["status"]) == ("POST", "cases:create_report", 201)
    assert second["status"] in (202, 500)
    assert first["ms"] > 0
    assert {"config:healthz", "case-page", "portal-find", "none"} <= {line["route"] for line in access}


def test_a_line_of_a_request_bears_its_number_also_from_the_sites_threads(told: tuple[str, str]) -> None:
    form, log = told
    if form == "text":
        assert re.search(r"ERROR django.request \[[0-9a-f]{32}\]: 500 Internal Server Error", log)
        return
    lines = _lines(log)
    failed = [line for line in lines if line["logger"] == "django.request" and line["message"].startswith("500")]
    access = {line["request"]: line for line in lines if line["logger"] == "hueioc.access"}
    assert failed
    assert {access[line["request"]]["status"] for line in failed} == {500}


def test_everything_the_process_says_is_one_object_a_line(told: tuple[str, str]) -> None:
    form, log = told
    if form == "json":
        # What is said to the person who starts it goes to the other output, which the test reads into the same file.
        rest = [line for line in log.splitlines() if not line.startswith("{")]
        assert all(line.startswith(("HueIOC answers", "Preparing", "Stop with")) for line in rest), rest
