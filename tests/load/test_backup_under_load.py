"""A backup made while reports pour in comes back whole in an empty place, with everything acknowledged before it."""

from pathlib import Path

from tests.house.served import city, hueioc
from tests.load.judged import assert_whole
from tests.load.senders import Senders


def test_a_backup_under_load_holds_all_that_was_acknowledged_before(
    tmp_path: Path, databases: list[dict[str, str]]
) -> None:
    home, second, archive = tmp_path / "home", tmp_path / "second", tmp_path / "city.tar.gz"
    with city(home, "--empty", **databases[0]) as served, Senders(served.port) as senders:
        senders.wait_for(100, 201)
        before = dict(senders.numbers)
        saved = hueioc(home, ["backup", str(archive)], **databases[0])
        assert saved.returncode == 0, saved.stderr
        senders.wait_for(20, 201)
    assert senders.wrong == []
    back = hueioc(second, ["restore", str(archive)], **databases[1])
    assert back.returncode == 0, back.stderr
    assert_whole(second, databases[1], before.values(), exactly=False)
    assert_whole(home, databases[0], senders.numbers.values())
    with city(second, "--empty", **databases[1]) as restored, Senders(restored.port) as later:
        for key in before:
            later.file(key)
        later.wait_for(5, 201)
    assert {key: later.numbers[key] for key in before} == before, "a key is known after a restore too"
