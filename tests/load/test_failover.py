"""The server of the database dies in a burst and its replica takes over: all that was acknowledged is there, once."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from scripts.steps import cluster
from tests.house.served import city, hueioc
from tests.house.test_several_processes import until
from tests.load.judged import assert_whole
from tests.load.senders import Senders
from tests.load.test_database_stopped import waited


@pytest.fixture
def pair() -> Iterator[tuple[cluster.Server, cluster.Server]]:
    """A server and its replica, which has what was committed before the commit is answered."""
    if not os.environ.get("HUEIOC_DATABASE_URL"):
        pytest.skip("SQLite has no second server")
    with cluster.started("synchronous_commit=on") as first, cluster.standby(first) as second:
        with psycopg.connect(first.url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
            kept = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
            until(lambda: connection.execute(kept).fetchone())
        yield first, second


def test_a_replica_is_read_from_and_takes_over(tmp_path: Path, pair: tuple[cluster.Server, cluster.Server]) -> None:
    first, second = pair
    home, reading = tmp_path / "home", {"HUEIOC_DATABASE_URL": second.url}
    both = f"postgresql://hueioc@127.0.0.1:{first.port},127.0.0.1:{second.port}/postgres"
    database = {"HUEIOC_DATABASE_URL": f"{both}?target_session_attrs=read-write"}
    with city(home, "--empty", **database) as served, Senders(served.port, threads=3) as senders:
        senders.wait_for(50, 201)
        for words in (["verify"], ["history", "export"], ["backup", str(tmp_path / "city.tar.gz")]):
            done = hueioc(home, words, **reading)
            assert done.returncode == 0, done.stdout + done.stderr
        first.stop()
        senders.wait_for(50, 202)
        second.promote()
        senders.wait_for(50, 201)
        senders.finish()
        numbers = dict(senders.numbers)
        for key, token in senders.tokens.items():
            number = waited(served, token)
            assert numbers.setdefault(key, number) == number
        until(lambda: _all_have_a_place(second.url))
    assert senders.wrong == []
    assert_whole(home, reading, numbers.values())


def _all_have_a_place(url: str) -> bool:
    """True when the background work, which stood still with the first server, has gone on to the end."""
    with psycopg.connect(url) as connection:
        question = "SELECT (SELECT count(*) FROM journal_fact) = (SELECT count(*) FROM journal_seal)"
        [is_so] = connection.execute(question).fetchone() or [False]
    return bool(is_so)
