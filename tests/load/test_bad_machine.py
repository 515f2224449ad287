"""A full disk, a slow one, and a clock set back an hour: reports are kept or refused in words, and nothing breaks."""

from pathlib import Path

import pytest

from tests.house.served import city
from tests.load.judged import assert_whole
from tests.load.machine import Machine, fill, small_disk
from tests.load.senders import Senders

pytestmark = pytest.mark.once


def test_a_full_disk_turns_reports_away_until_there_is_room_again(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 60) as disk:
        home = disk / "home"
        with city(home, "--empty") as served, Senders(served.port) as senders:
            senders.wait_for(50, 201)
            filler = fill(disk)
            senders.wait_for(50, 503)
            assert served.get("/healthz")[0] == 200
            filler.unlink()
            senders.wait_for(50, 201)
            senders.finish()
            for key in list(senders.tokens):
                senders.file(key)
        assert senders.wrong == []
        assert set(senders.statuses) <= {201, 202, 503}
        assert_whole(home, {}, senders.numbers.values())


def test_on_a_slow_disk_many_reports_share_a_sync(tmp_path: Path) -> None:
    machine, home = Machine(tmp_path), tmp_path / "home"
    with city(home, "--empty", **machine.surroundings) as served, Senders(served.port, threads=32) as senders:
        senders.wait_for(32, 201)
        machine.slow_down(20_000)
        syncs, before = machine.syncs, senders.statuses[201]
        senders.wait_for(400, 201)
        syncs, reports = machine.syncs - syncs, senders.statuses[201] - before
        assert 0 < syncs < reports, "each report waited for a sync of its own"
        machine.slow_down(0)
    assert_whole(home, {}, senders.numbers.values())


def test_a_clock_set_back_an_hour_changes_no_order_and_breaks_no_chain(tmp_path: Path) -> None:
    machine, home = Machine(tmp_path), tmp_path / "home"
    with city(home, "--empty", **machine.surroundings) as served, Senders(served.port) as senders:
        senders.wait_for(30, 201)
        machine.set_clock(-3600)
        senders.wait_for(30, 201)
        machine.set_clock(0)
        senders.wait_for(30, 201)
        senders.finish()
        for key in list(senders.numbers)[::10]:
            senders.file(key)
        assert served.get("/readyz")[0] == 200
    assert senders.wrong == []
    assert set(senders.statuses) == {201}
    assert_whole(home, {}, senders.numbers.values())
