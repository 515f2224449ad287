"""The spool: what was appended is there after a crash and in order, and what could not be kept was never promised."""

import os
from pathlib import Path

import pytest

from hueioc.lib.spool import Full, Spool


def lines(spool: Spool) -> list[bytes]:
    return [line for _path, some in spool.batches() for line in some]


def test_lines_come_back_in_order_also_in_another_process(tmp_path: Path) -> None:
    first = Spool(tmp_path / "s", most_bytes=10_000)
    assert first.is_empty
    first.append([b"a", b"b"])
    first.append([b"c"])
    again = Spool(tmp_path / "s", most_bytes=10_000)
    assert again.depth == 3
    again.append([b"d"])
    assert lines(again) == [b"a", b"b", b"c", b"d"]


def test_what_was_done_does_not_come_back(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s", most_bytes=10_000)
    spool.append([b"a"])
    for path, _some in spool.batches():
        spool.append([b"later"])
        spool.done(path)
    assert lines(spool) == [b"later"]


def test_a_full_spool_keeps_nothing_of_what_it_refuses(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s", most_bytes=20)
    spool.append([b"x" * 15])
    with pytest.raises(Full):
        spool.append([b"y", b"z" * 10])
    assert lines(spool) == [b"x" * 15]


def test_a_disk_that_takes_no_more_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path / "s", most_bytes=10_000)
    spool.append([b"whole"])
    real = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) < 5:
            raise OSError(28, "No space left on device")
        return real(handle, data[: len(data) - 3])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(Full):
        spool.append([b"longer than that"])
    monkeypatch.undo()
    assert lines(spool) == [b"whole"]


def test_a_line_that_a_crash_cut_off_was_never_promised(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s", most_bytes=10_000)
    spool.append([b"whole"])
    [path] = (tmp_path / "s").glob("*.lines")
    with path.open("ab") as file:
        file.write(b"cut o")
    assert lines(Spool(tmp_path / "s", most_bytes=10_000)) == [b"whole"]
