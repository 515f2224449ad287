"""The history as the one who runs a city uses it: two commands, from the journal to a table."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.served import ROOT, hueioc, surroundings

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a few facts, all exported."""
    place = tmp_path_factory.mktemp("history") / "home"
    command = [sys.executable, "-m", "tests.house.fill_city"]
    subprocess.run(command, cwd=ROOT, env=surroundings(place), check=True)
    done = hueioc(place, ["history", "export"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("3 facts written; 1 files hold the journal up to place 3.")
    return place


def test_the_files_lie_in_the_home_or_where_they_are_wished(home: Path, tmp_path: Path) -> None:
    assert len(list(home.glob("history/facts/month=*/part-000000000001-000000000003.parquet"))) == 1
    done = hueioc(home, ["history", "export", "--to", str(tmp_path / "elsewhere")])
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("elsewhere/facts/month=*/*.parquet"))) == 1


def test_an_answer_is_a_table_for_people_and_csv_for_machines(home: Path) -> None:
    said = hueioc(home, ["history", "analyse", "cube"]).stdout.splitlines()
    assert said[0].split() == ["month", "area", "kind", "facts"]
    assert said[1].split()[1:] == ["person.opened", "3"] or said[1].split()[-1] == "3"
    rows = list(csv.DictReader(io.StringIO(hueioc(home, ["history", "analyse", "cube", "--csv"]).stdout)))
    assert [row["facts"] for row in rows] == ["3"]


def test_without_a_name_the_analyses_are_listed(home: Path) -> None:
    said = hueioc(home, ["history", "analyse"]).stdout
    assert "backlog            For each day of the city: received" in said


def test_a_wrong_name_and_a_missing_history_are_told_in_a_sentence(home: Path, tmp_path: Path) -> None:
    wrong = hueioc(home, ["history", "analyse", "cubes"])
    assert (wrong.returncode, wrong.stderr.startswith("There is no analysis named cubes")) == (1, True)
    empty = hueioc(home, ["history", "analyse", "cube", "--from", str(tmp_path)])
    assert (empty.returncode, empty.stderr.startswith("There is no history yet")) == (1, True)
