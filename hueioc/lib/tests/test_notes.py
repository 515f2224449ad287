"""Notes are whole or not there, and a key that is made once is the same for all who made one."""

import threading
from pathlib import Path

from hueioc.lib.notes import keep_once, leave_note, read_note


def test_of_many_that_make_a_key_at_once_all_keep_the_first(tmp_path: Path) -> None:
    path, start, seen = tmp_path / "x.key", threading.Barrier(8), set()

    def make(number: int) -> None:
        start.wait()
        keep_once(path, f"key {number}" * 500)
        seen.add(path.read_text())

    threads = [threading.Thread(target=make, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 1
    assert path.stat().st_mode & 0o077 == 0
    assert [found.name for found in tmp_path.iterdir()] == ["x.key"]


def test_a_note_that_somebody_damaged_is_no_note(tmp_path: Path) -> None:
    leave_note(tmp_path / "n.json", {"at": "now"})
    assert read_note(tmp_path / "n.json") == {"at": "now"}
    (tmp_path / "n.json").write_text("{")
    assert read_note(tmp_path / "n.json") is None
