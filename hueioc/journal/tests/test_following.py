"""Following: every fact takes effect exactly once, whatever breaks in between."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from hueioc.journal import runner
from hueioc.journal.commands import Entry, record_many, retry_parked
from hueioc.journal.models import Fact, Parked, Position
from hueioc.journal.queries import follower_states, head, lag, verify
from hueioc.journal.runner import FollowerStopped, catch_up, rebuild
from hueioc.journal.tests.conftest import Install
from hueioc.journal.tests.demo import BenchPlaced, LampsOnly, Moody, Parking, Seen, write
from hueioc.journal.tests.test_sealing import running, wait_until

pytestmark = pytest.mark.usefixtures("demo_table")


@pytest.fixture(autouse=True)
def _good_mood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Moody, "bad", set())


class Sender(Parking):
    """Acts on facts: what it did cannot be done again."""

    name = "demo.sender"

    def reset(self) -> None:
        super(Seen, self).reset()


def place_bench() -> None:
    with transaction.atomic():
        record_many([Entry(event=BenchPlaced(weight_kg=80.5), subject="bench:1", actor="account:LAN")])


def test_each_follower_sees_its_kinds_once_and_in_order(install: Install) -> None:
    everything, lamps = Seen(), LampsOnly()
    install(everything, lamps)
    for number in range(3):
        write(number)
        place_bench()
    assert catch_up() == 6 + 6 + 3  # sealed, seen by one, seen by the other
    assert [seq for seq, _, _ in everything.rows()] == [1, 2, 3, 4, 5, 6]
    assert [seq for seq, _, _ in lamps.rows()] == [1, 3, 5]
    assert catch_up() == 0
    assert lag() == {"demo.lamps": 0, "demo.seen": 0}


def test_batches_are_cut_without_losing_a_fact(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BATCH", 4)
    lamps = LampsOnly()
    install(lamps)
    for number in range(11):
        write(number)
        place_bench()
    catch_up()
    assert [seq for seq, _, _ in lamps.rows()] == list(range(1, 22, 2))


def test_a_view_that_fails_stops_shows_its_lag_and_goes_on_when_it_is_mended(install: Install) -> None:
    moody, calm = Moody(), Seen()
    install(moody, calm)
    write(1)
    catch_up()
    Moody.bad = {"lamp:2"}
    write(2)
    write(3)
    with pytest.raises(FollowerStopped, match=r"demo\.moody.*ZeroDivisionError"):
        catch_up()
    assert [subject for _, _, subject in moody.rows()] == ["lamp:1"]
    assert [subject for _, _, subject in calm.rows()] == ["lamp:1", "lamp:2", "lamp:3"]
    state = next(state for state in follower_states() if state.name == "demo.moody")
    assert (state.seq, state.lag, state.failures, state.error) == (1, 2, 1, "ZeroDivisionError")
    assert state.is_stopped
    Moody.bad = set()
    catch_up()
    assert [subject for _, _, subject in moody.rows()] == ["lamp:1", "lamp:2", "lamp:3"]
    assert not any(state.is_stopped for state in follower_states())


def test_a_follower_that_parks_sets_one_fact_aside_and_its_neighbours_go_on(install: Install) -> None:
    parking = Parking()
    install(parking)
    Moody.bad = {"lamp:2", "lamp:5"}
    for number in range(1, 7):
        write(number)
    catch_up()
    assert [subject for _, _, subject in parking.rows()] == ["lamp:1", "lamp:3", "lamp:4", "lamp:6"]
    parked = list(Parked.objects.order_by("seal_id").values_list("seal_id", "reason", "tries"))
    assert parked == [(2, "ZeroDivisionError", 5), (5, "ZeroDivisionError", 5)]
    [state] = follower_states()
    assert (state.lag, state.failures, state.parked) == (0, 0, 2)


def test_a_parked_fact_can_be_taken_in_later(install: Install) -> None:
    parking = Parking()
    install(parking)
    Moody.bad = {"lamp:1", "lamp:2"}
    for number in (1, 2, 3):
        write(number)
    catch_up()
    Moody.bad = {"lamp:2"}
    assert retry_parked(parking) == (1, 1)
    assert [subject for _, _, subject in parking.rows()] == ["lamp:3", "lamp:1"]
    assert list(Parked.objects.values_list("seal_id", "tries")) == [(2, 6)]


def test_the_running_loop_parks_after_five_tries_and_goes_on(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "FIRST_PAUSE_S", 0.001)
    parking = Parking()
    install(parking)
    Moody.bad = {"lamp:1"}
    write(1)
    write(2)
    with running():
        wait_until(lambda: len(parking.rows()) == 1)
    assert [subject for _, _, subject in parking.rows()] == ["lamp:2"]
    assert Parked.objects.get().tries == 5


def test_a_kind_nobody_knows_stops_who_follows_everything_with_a_clear_name(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Seen, "follows", ())
    install(Seen())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_fact"
            " (kind, version, subject, actor, happened_us, recorded_us, area, visibility, cause, data)"
            " VALUES ('gone.happened', 1, 'gone:1', 'account:LAN', 0, 0, '', 'public', '', '{}')"
        )
    with pytest.raises(FollowerStopped, match=r"UnknownKind.*gone\.happened"):
        catch_up()


def test_a_rebuilt_view_equals_the_live_one(install: Install) -> None:
    view = LampsOnly()
    install(view)
    for number in range(7):
        write(number)
        place_bench()
        catch_up()
    live = view.rows()
    assert rebuild("demo.lamps") == 7
    assert view.rows() == live
    assert Position.objects.get(follower="demo.lamps").seq == head()


def test_what_acts_on_facts_cannot_be_rebuilt_and_keeps_its_position(install: Install) -> None:
    install(Sender())
    write(1)
    catch_up()
    with pytest.raises(NotImplementedError, match=r"demo\.sender"):
        rebuild("demo.sender")
    assert Position.objects.get(follower="demo.sender").seq == 1
    with pytest.raises(LookupError, match="no follower called"):
        rebuild("demo.nobody")


def test_two_loops_at_once_still_take_in_every_fact_once(install: Install) -> None:
    follower = Seen()
    install(follower)
    with running(loops=3):
        for number in range(60):
            write(number)
        wait_until(lambda: len(follower.rows()) >= 60)
    assert [seq for seq, _, _ in follower.rows()] == list(range(1, 61))


def killed_after(lines: int, start: int, home: Path) -> list[int]:
    """Run the writing process, kill it without warning in the middle, and return what it had acknowledged."""
    script = Path(__file__).with_name("crash_writer.py")
    environment = {**os.environ, "HUEIOC_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(script), str(connection.settings_dict["NAME"]), str(start)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    # A last line may have been cut in the middle: then its newline is missing and it was not acknowledged.
    acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    process.wait()
    return acknowledged


def test_a_process_killed_in_the_middle_loses_nothing_it_acknowledged(install: Install, tmp_path: Path) -> None:
    follower = Seen()
    install(follower)
    acknowledged: list[int] = []
    for lines in (40, 73, 11):
        start = acknowledged[-1] + 100 if acknowledged else 0
        acknowledged += killed_after(lines, start, tmp_path)
    killed_at = Position.objects.get(follower="demo.seen").seq
    catch_up()
    subjects = set(Fact.objects.values_list("subject", flat=True))
    assert {f"lamp:n{number}" for number in acknowledged} <= subjects
    assert len(acknowledged) <= len(subjects) <= len(acknowledged) + 3
    assert 0 < killed_at <= head()
    live = follower.rows()
    assert [seq for seq, _, _ in live] == list(range(1, len(subjects) + 1))
    rebuild("demo.seen")
    assert follower.rows() == live
    assert verify().is_sound


def test_rows_of_an_earlier_version_are_made_anew(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    follower, sender = Seen(), Sender()
    install(follower, sender)
    for number in range(5):
        write(number)
    catch_up()
    live = follower.rows()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM demo_seen WHERE follower = 'demo.seen' AND seq < 4")
    catch_up()
    assert len(follower.rows()) == 2, "nobody has a reason to read again"
    monkeypatch.setattr(Seen, "version", 2)
    catch_up()
    assert follower.rows() == live
    assert dict(Position.objects.values_list("follower", "rows_version")) == {"demo.seen": 2, "demo.sender": 2}
    assert Position.objects.get(follower="demo.sender").seq == 5
    monkeypatch.setattr(Seen, "version", 1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM demo_seen WHERE follower = 'demo.seen' AND seq < 4")
    catch_up()
    assert len(follower.rows()) == 2, "an older program leaves a newer one's rows alone"
