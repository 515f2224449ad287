"""Every fact arrives in the stream once and in order, whatever breaks and whenever."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from nats.js import JetStreamContext
from nats.js.api import StreamConfig

from hueioc.cases.commands import open_case
from hueioc.connectors.jetstream import relay as relays
from hueioc.connectors.jetstream.letters import MESSAGE_ID, Letter
from hueioc.connectors.jetstream.relay import READER, Relay, relay_forever
from hueioc.connectors.jetstream.stream import DEDUP_WINDOW_S, Away, Stream
from hueioc.connectors.jetstream.tests.demo import happen, relayed
from hueioc.connectors.jetstream.tests.server import PROGRAM, Server, wait_until
from hueioc.journal.queries import facts_after, head, position
from tests.cast import Cast, report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(PROGRAM is None, reason="the program nats-server is not installed"),
]
ROOT = Path(__file__).resolve().parents[4]
SHORTEST_WINDOW_S = 0.1


class Killed(BaseException):
    """Stands for the end of the process at this very place."""


@contextmanager
def running(server: Server) -> Iterator[None]:
    stop = threading.Event()

    def run() -> None:
        try:
            relay_forever(server.where, stop)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def killed_before_the_position_is_kept(server: Server, monkeypatch: pytest.MonkeyPatch, stream: Stream) -> None:
    def die(reader: str, seq: int) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(relays, "keep_position", die)
        with pytest.raises(Killed):
            relayed(server, stream)


def wait_until_ids_are_forgotten(server: Server) -> None:
    async def forgotten(context: JetStreamContext) -> bool:
        # The same ids in a stream with the same window, begun later: when it takes one twice, the window is over.
        await context.add_stream(StreamConfig(name="PROBE", subjects=["probe"], duplicate_window=SHORTEST_WINDOW_S))
        ack = await context.publish("probe", b"", headers={MESSAGE_ID: "1"})
        return ack.seq > 1 and not ack.duplicate

    wait_until(lambda: server.ask(forgotten))


def test_everything_the_city_does_arrives_once_and_in_order(server: Server, cast: Cast) -> None:
    open_case(report(), cast.owner)
    happen(450)  # more than two batches
    assert relayed(server) == head()
    assert server.places() == list(range(1, head() + 1))
    assert relayed(server) == 0
    found = server.messages()
    opened = next(message for message in found if (message.subject or "").endswith(".case.opened"))
    fact = next(fact for fact in facts_after(0, 1000) if fact.kind == "case.opened")
    assert opened.subject == f"hueioc.facts.{fact.visibility}.case.opened"
    assert (opened.headers or {})[MESSAGE_ID] == str(fact.id)
    body = json.loads(opened.data or b"")
    assert body["subject"] == fact.subject
    assert body["data"]["service"] == "drainage"
    assert position(READER) == head()


def test_no_transaction_is_open_while_the_network_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    publish = Stream.publish

    def watched(self: Stream, letters: list[Letter], after: int) -> int:
        seen.append(connection.in_atomic_block)
        return publish(self, letters, after)

    monkeypatch.setattr(Stream, "publish", watched)
    happen(3)
    relayed(server)
    assert seen == [False]


def test_a_relay_killed_before_it_kept_its_position_doubles_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(5)
    killed_before_the_position_is_kept(server, monkeypatch, Stream(server.where))
    assert server.places() == [1, 2, 3, 4, 5]
    assert position(READER) == 0
    happen(2)
    assert relayed(server) == 2
    assert server.places() == [1, 2, 3, 4, 5, 6, 7]


def test_a_start_that_finds_nothing_to_send_keeps_the_position_it_found(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(5)
    killed_before_the_position_is_kept(server, monkeypatch, Stream(server.where))
    assert relayed(server) == 0
    assert position(READER) == 5


def test_nothing_is_doubled_when_the_server_has_long_forgotten_the_ids(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(3)
    killed_before_the_position_is_kept(server, monkeypatch, Stream(server.where, SHORTEST_WINDOW_S))
    window = server.ask(lambda context: context.stream_info("FACTS")).config.duplicate_window
    assert window == SHORTEST_WINDOW_S

    wait_until_ids_are_forgotten(server)
    happen(1)
    assert relayed(server) == 1
    assert server.places() == [1, 2, 3, 4]


@pytest.mark.parametrize("are_ids_remembered", [True, False])
def test_two_relays_at_once_double_nothing(server: Server, are_ids_remembered: bool) -> None:
    happen(4)
    window = DEDUP_WINDOW_S if are_ids_remembered else SHORTEST_WINDOW_S
    one, other = (Relay(server.where, Stream(server.where, window)) for _ in range(2))
    one.start()
    other.start()
    try:
        assert one.step() == 4
        if are_ids_remembered:
            assert other.step() == 4  # acknowledged as the messages that are there
        else:
            wait_until_ids_are_forgotten(server)
            with pytest.raises(Away, match="wrong last sequence"):
                other.step()
    finally:
        one.close()
        other.close()
    assert server.places() == [1, 2, 3, 4]


def killed_after(server: Server, more: int, home: Path) -> None:
    """Run a relay as a process and kill it without warning when the stream has grown by so many messages."""
    script = Path(__file__).with_name("crash_relay.py")
    surroundings = {**os.environ, "HUEIOC_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(connection.settings_dict["NAME"]), server.address]
    grown = server.length() + more
    process = subprocess.Popen(command, env=surroundings)
    try:
        wait_until(lambda: server.length() >= grown)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_process_killed_again_and_again_loses_and_doubles_nothing(server: Server, tmp_path: Path) -> None:
    happen(600)
    made = Stream(server.where, SHORTEST_WINDOW_S)  # so short that the ids alone would not help
    made.open()
    made.close()
    for more in (1, 20, 7, 50):
        killed_after(server, more, tmp_path)
    carried = server.length()
    assert carried < 600
    assert relayed(server) == 600 - carried
    assert server.places() == list(range(1, 601))


@pytest.mark.parametrize("kill", [False, True])
def test_a_server_that_goes_and_comes_back_loses_and_doubles_nothing(server: Server, kill: bool) -> None:
    happen(3)
    with running(server):
        wait_until(lambda: position(READER) == 3)
        server.stop(kill=kill)
        happen(5)
        server.start()
        wait_until(lambda: position(READER) == 8)
        happen(1)
        wait_until(lambda: position(READER) == 9)
    assert server.places() == list(range(1, 10))


def test_a_city_that_starts_before_its_server_loses_nothing(server: Server) -> None:
    server.stop()
    happen(2)
    with running(server):
        server.start()
        wait_until(lambda: position(READER) == 2)
    assert server.places() == [1, 2]


def test_a_city_without_a_relay_does_not_load_the_client(tmp_path: Path) -> None:
    code = (
        "import django, sys, threading; django.setup();"
        "from hueioc.connectors.background import BACKGROUND as tasks;"
        "[task(threading.Event()) for task in tasks]; assert not {'nats', 'paho'} & set(sys.modules); print(len(tasks))"
    )
    surroundings: dict[str, Any] = {key: value for key, value in os.environ.items() if not key.startswith("HUEIOC_")}
    surroundings |= {"HUEIOC_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hueioc.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.stdout.strip() == "3", done.stderr  # the relay, readings by MQTT, the synchronisation of dossiers
