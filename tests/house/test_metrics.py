"""The figures as a watcher reads them: behind their door, by names of routes, and true about what happened."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.conftest import fresh_databases
from tests.house.served import Served, city
from tests.waiting import until

pytestmark = pytest.mark.once
TOKEN = "a-watchers-own-token"
PHONE, CODE = "0912345678", "26-7K3M-9Q"
REPORT = {"category": "drainage", "description": "Cống nghẹt", "lat": 16.4778, "lon": 107.608}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with (
        fresh_databases() as databases,
        city(
            tmp_path_factory.mktemp("city") / "home", "--empty", HUEIOC_METRICS_TOKEN=TOKEN, **databases[0]
        ) as running,
    ):
        yield running


def figures(served: Served) -> dict[str, float]:
    """Every figure by its name with labels."""
    answer = served.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = [line for line in answer.body.decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_without_a_token_of_its_own_the_installation_has_no_such_page(tmp_path: Path) -> None:
    with city(tmp_path / "home", "--empty") as running:
        assert running.ask("GET", "/metrics", Authorization="Bearer ").status == 404
        assert running.ask("GET", "/metrics").status == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", f"Basic {TOKEN}", "Bearer wrong", f"Bearer {TOKEN}x", "é"])
def test_only_the_right_token_opens_the_door(served: Served, given: str) -> None:
    answer = served.ask("GET", "/metrics", Authorization=given)
    assert (answer.status, answer.body) == (401, b"")
    assert figures(served)["hueioc_database_up"] == 1


def test_requests_are_counted_by_route_and_never_by_address(served: Served) -> None:
    sent = [
        served.ask("POST", "/api/v1/reports", json.dumps(REPORT | {"lat": lat}), Content_Type="application/json").status
        for lat in (16.4778, 16.4779, 10.0)
    ]
    assert sent[:2] == [201, 201]
    assert sent[2] // 100 == 4
    for path in (f"/reports/{CODE}/?phone={PHONE}", f"/{PHONE}/nowhere/", f"/reports/?q={PHONE}", "/healthz"):
        served.get(path)
    served.ask("PROPFIND", f"/{PHONE}/")

    def others(found: dict[str, float]) -> float:
        start = 'hueioc_requests_total{door="site",method="other"'
        return sum(value for name, value in found.items() if name.startswith(start))

    # A request is counted when its answer has gone out, which may be after the client has read it.
    until(lambda: others(figures(served)))
    found = figures(served)

    def asked(method: str, door: str, route: str, status: str) -> float:
        labels = f'door="{door}",method="{method}",route="{route}",status="{status}"'
        return found.get(f"hueioc_requests_total{{{labels}}}", 0)

    assert asked("POST", "hot", "cases:create_report", "2xx") == 2
    assert asked("GET", "hot", "config:healthz", "2xx") >= 1
    assert asked("GET", "site", "case-page", "4xx") == 1
    assert asked("GET", "site", "none", "4xx") == 1
    assert others(found) == 1
    assert found['hueioc_request_seconds_count{door="hot"}'] >= 3
    assert found['hueioc_request_seconds_bucket{door="site",le="+Inf"}'] >= 4
    whole = served.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}").body.decode()
    assert PHONE not in whole
    assert CODE not in whole
    assert "127.0.0.1" not in whole


def test_the_journal_and_its_readers_are_told(served: Served) -> None:
    before = figures(served)
    for _ in range(3):
        served.ask("POST", "/api/v1/reports", json.dumps(REPORT), Content_Type="application/json")
    until = time.monotonic() + 30
    while True:
        found = figures(served)
        lags = [value for name, value in found.items() if name.startswith("hueioc_follower_lag_facts")]
        if found["hueioc_journal_last_sealed"] >= before["hueioc_journal_last_sealed"] + 3 and not any(lags):
            break
        assert time.monotonic() < until, found
        time.sleep(0.05)
    assert found["hueioc_journal_last_fact"] >= before["hueioc_journal_last_fact"] + 3
    assert found["hueioc_journal_unsealed"] == 0
    assert len(lags) > 2
    assert found["hueioc_database_bytes"] > 100_000
    assert found["process_resident_memory_bytes"] > 10_000_000
    assert found["process_cpu_seconds_total"] > 0


def test_every_answer_of_both_doors_bears_a_number(served: Served) -> None:
    number = "0123456789abcdef0123456789abcdef"
    for path in ("/healthz", "/nowhere/", "/static/ui/mark.svg", "/api/v1/reports"):
        assert served.ask("GET", path, X_Request_ID=number).headers["x-request-id"] == number, path
        for insane in ("", PHONE, "someone@example.org", "g" * 32, "a" * 65):
            made = served.ask("GET", path, X_Request_ID=insane).headers["x-request-id"]
            assert re.fullmatch("[0-9a-f]{32}", made), (path, insane)
            assert made != insane
