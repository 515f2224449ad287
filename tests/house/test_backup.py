"""A backup brings a city back whole, on both databases, or refuses with a sentence."""

import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.house.served import hueioc, surroundings


@pytest.fixture
def filled(tmp_path: Path, databases: list[dict[str, str]]) -> Path:
    """A home with three accounts, a signed journal and one photo."""
    home = tmp_path / "first"
    command = [sys.executable, "-m", "tests.house.fill_city"]
    done = subprocess.run(command, env=surroundings(home, **databases[0]), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (home / "media").mkdir()
    (home / "media" / "photo.bin").write_bytes(b"\0picture")
    return home


def test_a_backup_comes_back_whole(filled: Path, tmp_path: Path, databases: list[dict[str, str]]) -> None:
    archive, second = tmp_path / "city.tar.gz", tmp_path / "second"
    saved = hueioc(filled, ["backup", str(archive)], **databases[0])
    assert saved.returncode == 0, saved.stderr
    assert archive.stat().st_mode & 0o077 == 0
    back = hueioc(second, ["restore", str(archive)], **databases[1])
    assert back.returncode == 0, back.stderr
    assert (second / "media" / "photo.bin").read_bytes() == b"\0picture"
    for key in ("secret.key", "vault.key", "checkpoint.key"):
        assert (second / key).read_bytes() == (filled / key).read_bytes()
    before, after = (
        hueioc(home, ["verify"], **database) for home, database in zip((filled, second), databases, strict=True)
    )
    assert after.returncode == 0
    assert after.stdout == before.stdout == "Sound: 3 facts and 1 signed checkpoints.\n"


def test_a_home_in_use_is_not_overwritten(filled: Path, tmp_path: Path, databases: list[dict[str, str]]) -> None:
    archive = tmp_path / "city.tar.gz"
    assert hueioc(filled, ["backup", str(archive)], **databases[0]).returncode == 0
    back = hueioc(filled, ["restore", str(archive)], **databases[0])
    assert back.returncode == 1
    assert "restore into an empty" in back.stderr


def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    filled: Path, tmp_path: Path, databases: list[dict[str, str]]
) -> None:
    archive, second, content = tmp_path / "city.tar.gz", tmp_path / "second", tmp_path / "content"
    assert hueioc(filled, ["backup", str(archive)], **databases[0]).returncode == 0
    with tarfile.open(archive) as whole:
        whole.extractall(content, filter="data")
    (content / "vault.key").write_text("another key")
    with tarfile.open(archive, "w:gz") as changed:
        changed.add(content, arcname=".")
    back = hueioc(second, ["restore", str(archive)], **databases[1])
    assert back.returncode == 1
    assert "is damaged: vault.key; nothing was restored" in back.stderr
    assert not (second / "hueioc.sqlite3").exists()


@pytest.mark.once
def test_a_file_that_is_no_backup_is_refused_with_a_sentence(tmp_path: Path) -> None:
    stranger = tmp_path / "holiday.jpg"
    stranger.write_bytes(b"\xff\xd8\xff")
    back = hueioc(tmp_path / "home", ["restore", str(stranger)])
    assert back.returncode == 1
    assert "is not a backup of HueIOC" in back.stderr
    assert "Traceback" not in back.stderr


@pytest.mark.once
def test_a_damaged_database_is_told_by_verify(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-m", "tests.house.fill_city"]
    subprocess.run(command, env=surroundings(home), check=True, capture_output=True)
    with closing(sqlite3.connect(home / "hueioc.sqlite3")) as database:
        [size] = database.execute("PRAGMA page_size").fetchone()
        [page] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'places_place'").fetchone()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (home / "hueioc.sqlite3").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    done = hueioc(home, ["verify"])
    assert done.returncode == 1
    assert done.stdout.startswith("Damaged: SQLite finds faults")
    assert '"is_sound": false' in (home / "last-check.json").read_text()
