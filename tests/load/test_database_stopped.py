"""PostgreSQL is stopped in the middle of a burst and started again: tokens for a while, then numbers, each once.

`HUEIOC_AWAY_S=60` for the length that is promised; the tests of every day stop it until many were kept.
"""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.steps import cluster
from tests.house.served import Served, city
from tests.load.judged import assert_whole
from tests.load.senders import Senders

AWAY_S = float(os.environ.get("HUEIOC_AWAY_S", "0"))


@pytest.fixture
def server() -> Iterator[cluster.Server]:
    """A server of its own: the others' tests go on. It keeps what it acknowledged, as every server of a city must."""
    if not os.environ.get("HUEIOC_DATABASE_URL"):
        pytest.skip("SQLite is a file of the same machine; it does not go away")
    with cluster.started("synchronous_commit=on") as running:
        yield running


def number_behind(served: Served, token: str) -> str | None:
    status, told = served.get(f"/open311/v2/tokens/{token}.json")
    return str(json.loads(told)[0]["service_request_id"]) if status == 200 else None


def test_a_database_stopped_in_a_burst_loses_and_doubles_nothing(tmp_path: Path, server: cluster.Server) -> None:
    home, database = tmp_path / "home", {"HUEIOC_DATABASE_URL": server.url}
    with city(home, "--empty", **database) as served, Senders(served.port, threads=16) as senders:
        senders.wait_for(100, 201)
        server.stop()
        senders.wait_for(200, 202)
        threading.Event().wait(AWAY_S)
        assert served.get("/healthz")[0] == 200
        server.start()
        senders.wait_for(100, 201)
        senders.finish()
        numbers = dict(senders.numbers)
        for key, token in senders.tokens.items():
            number = waited(served, token)
            assert numbers.setdefault(key, number) == number
        for key in list(senders.tokens):
            senders.file(key)
        assert {key: senders.numbers[key] for key in senders.tokens} == {key: numbers[key] for key in senders.tokens}
    assert senders.wrong == []
    assert set(senders.statuses) <= {201, 202, 503}
    assert_whole(home, database, numbers.values())


def waited(served: Served, token: str) -> str:
    for _ in range(1200):
        if number := number_behind(served, token):
            return number
        threading.Event().wait(0.1)
    raise AssertionError(f"no number behind {token}")
