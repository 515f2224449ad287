"""The command line speaks in sentences and its exit codes are honest."""

import shutil
from pathlib import Path

import pytest

from hueioc.config.cli import house
from tests.house.served import hueioc

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.once


def test_the_house_is_drawn_with_every_room_and_its_purpose() -> None:
    lines = house.drawing(ROOT)
    assert lines[1].startswith("7 wiring    config")
    assert any(line.split()[0] == "4" and "cases" in line and "a citizen's report" in line for line in lines)
    assert lines[-2].startswith("0 ground    lib")


def test_sound_packs_pass(tmp_path: Path) -> None:
    done = hueioc(tmp_path / "home", ["packs", "check"])
    assert done.returncode == 0, done.stdout
    assert "1 city packs, 0 problems." in done.stdout


def test_a_broken_pack_is_named_with_file_and_field(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "packs", tmp_path / "packs")
    units = tmp_path / "packs" / "cities" / "hue" / "units" / "1-centre.toml"
    units.write_text(units.read_text(encoding="utf-8").replace("kind = ", "kindness = ", 1), encoding="utf-8")
    done = hueioc(tmp_path / "home", ["packs", "check"], HUEIOC_PACKS=str(tmp_path / "packs"))
    assert done.returncode == 1
    assert "1-centre.toml" in done.stdout
    assert "kindness" in done.stdout


def test_a_city_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "packs", tmp_path / "packs")
    city = tmp_path / "packs" / "cities" / "hue" / "city.toml"
    city.write_text(city.read_text(encoding="utf-8").replace("time_zone", "time_zoned"), encoding="utf-8")
    done = hueioc(tmp_path / "home", ["packs", "check"], HUEIOC_PACKS=str(tmp_path / "packs"))
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "city.toml" in said
    assert "time_zoned" in said
    assert "Traceback" not in said


def test_an_unprepared_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = hueioc(home, ["rebuild", "attic"])
    assert done.returncode == 1
    assert done.stderr.startswith("The database refused, or was never prepared (scripts/run prepares it)")
    assert "Traceback" not in done.stderr


def test_without_a_command_the_commands_are_named(tmp_path: Path) -> None:
    done = hueioc(tmp_path / "home", [])
    assert done.returncode == 2
    assert "COMMAND" in done.stderr


@pytest.mark.parametrize("words", [["work"], ["serve", "--no-background", "--empty", "--port", "0"]])
def test_on_sqlite_nobody_starts_a_second_process(tmp_path: Path, words: list[str]) -> None:
    done = hueioc(tmp_path / "home", words)
    assert done.returncode == 1
    assert done.stderr.startswith("On SQLite one process does everything")
