"""The one process as its operator meets it: start, health, memory, stop, and its refusals."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.served import Served, city, hueioc, stop

pytestmark = pytest.mark.once
START_S, MEMORY_MB = 5.0, 300.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was started once, so that its second start is that of a set-up installation."""
    place = tmp_path_factory.mktemp("city") / "home"
    with city(place, "--empty"):
        pass
    return place


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    with city(home) as running:
        yield running


def test_a_set_up_installation_starts_in_five_seconds(served: Served) -> None:
    # Measured while other tests use the machine too: one try in a busy minute may not decide.
    assert served.seconds <= START_S * (2 if "PYTEST_XDIST_WORKER" in os.environ else 1)


def test_the_process_says_that_it_lives_and_that_it_can_work(served: Served) -> None:
    assert served.get("/healthz") == (200, b'{"status": "ok"}')
    status, body = served.get("/readyz")
    assert (status, json.loads(body)) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "followers": "ok"},
    )


def test_the_site_answers_behind_the_gate(served: Served) -> None:
    assert served.get("/no-such-page")[0] == 404


def test_the_one_process_stays_within_its_memory(served: Served) -> None:
    for _ in range(20):
        served.get("/no-such-page")
    assert served.memory_mb() <= MEMORY_MB


def test_a_home_started_empty_never_becomes_a_demo(home: Path, served: Served) -> None:
    assert not (home / "demo.json").exists()


def test_keys_are_readable_by_their_owner_only(home: Path) -> None:
    for name in ("secret.key", "vault.key"):
        assert (home / name).stat().st_mode & 0o077 == 0


def test_a_home_is_served_by_one_process_only(home: Path, served: Served) -> None:
    done = hueioc(home, ["serve", "--no-browser", "--port", "0"])
    assert done.returncode == 1
    assert f"Another process serves {home}" in done.stderr


def test_a_taken_port_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = hueioc(tmp_path / "home", ["serve", "--empty", "--no-browser", "--port", port])
    assert done.returncode == 1
    assert f"Port {port} is in use; choose another one with --port." in done.stderr


def test_a_first_start_without_empty_is_a_demo_and_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with city(home):
        demo = json.loads((home / "demo.json").read_text())
    assert demo["demo"] is True
    refused = hueioc(home, ["serve", "--empty", "--no-browser"])
    assert refused.returncode == 1
    assert "holds a demo" in refused.stderr


def test_a_signal_ends_the_process_cleanly(tmp_path: Path) -> None:
    with city(tmp_path / "home", "--empty") as running:
        assert stop(running.process) == 0


def test_an_unknown_city_is_refused_with_a_sentence(tmp_path: Path) -> None:
    done = hueioc(tmp_path / "home", ["serve", "--empty", "--no-browser", "--port", "0"], HUEIOC_CITY="nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
