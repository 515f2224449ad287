"""`hueioc mine` and `hueioc import log` as those use them who only see their files and sentences."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hueioc.config.cli.__main__ import main
from hueioc.mining.reading import read_log
from hueioc.mining.shelf import imported, shelf
from hueioc.mining.tests.logs import written

pytestmark = pytest.mark.once
LOG = (
    "case,activity,timestamp,resource\n"
    "1,open,2024-03-01T08:00:00Z,Ann\n1,close,2024-03-03T08:00:00Z,Bo\n"
    "2,open,2024-03-01T09:00:00Z,Ann\n2,close,2024-03-02T09:00:00Z,Bo\n"
)
MAPPING = 'code = "old-permits"\nnames = { vi = "Giấy phép cũ", en = "Old permits" }\nsource = "invented"\n'
ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path


def test_the_figures_have_the_shape_that_others_rely_on(home: Path) -> None:
    assert main(["mine", str(written(home / "a.csv", LOG)), "--json", str(home / "out.json")]) == 0
    assert json.loads((home / "out.json").read_text("utf-8")) == {
        "cases": 2,
        "events": 4,
        "variants": 1,
        "edges": [{"from": "open", "to": "close", "count": 2, "total_s": 259200, "mean_s": 129600, "median_s": 129600}],
        "bottlenecks": [
            {"from": "open", "to": "close", "kind": "few stuck cases", "lost_s": 259200, "cases": 2},
        ],
    }


def test_a_log_that_cannot_be_read_leaves_a_sentence_and_no_file(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(home / "a.csv", LOG + "3,open,soon,Ann\n")
    assert main(["mine", str(path), "--json", str(home / "out.json")]) == 1
    assert capsys.readouterr().err.startswith(
        "a.csv, line 6: 'soon' is not a moment of the form 2024-03-01T08:00:00+07:00;"
    )
    assert sorted(item.name for item in home.iterdir()) == ["a.csv"]


def test_what_must_be_known_of_a_log_is_said_beside_its_figures(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = LOG.replace("Z", "").splitlines()
    path = written(home / "a.csv", "\n".join([rows[0], rows[2], rows[1], rows[1], *rows[3:]]))
    assert main(["mine", str(path)]) == 0
    said = capsys.readouterr()
    assert "1 events stand after a later one of their case (first: event 2); put in order." in said.err
    assert "1 events are there twice (first: event 3)" in said.err
    assert "Moments carry no time zone (from line 2 on)" in said.err
    assert "waiting and working cannot be told apart" in said.err
    assert "2 cases, 5 events, 2 variants" in said.out


def test_mining_a_file_needs_no_database(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", LOG)
    code = (
        "import django, sys; django.setup(); from django.db import connection\n"
        "def refuse(*a, **k): raise AssertionError('the database was asked')\n"
        "connection.ensure_connection = connection.cursor = refuse\n"
        "from hueioc.config.cli.__main__ import main\n"
        f"sys.exit(main(['mine', {str(path)!r}, '--json', '-']))"
    )
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("HUEIOC_")}
    surroundings |= {"HUEIOC_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hueioc.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert (done.returncode, json.loads(done.stdout)["cases"]) == (0, 2), done.stderr


def test_an_imported_log_lies_on_the_shelf_without_the_people_in_it(home: Path) -> None:
    mapping = home / "m.toml"
    mapping.write_text(MAPPING, "utf-8")
    assert main(["import", "log", str(written(home / "a.csv.gz", LOG)), "--mapping", str(mapping)]) == 0
    [told] = imported()
    assert (told.code, told.names["vi"], told.cases, told.events) == ("old-permits", "Giấy phép cũ", 2, 4)
    log = read_log(shelf() / told.code / told.file)
    assert (log.cases, log.activity.names, log.resource.names) == (2, ("open", "close"), ())


def test_a_log_imported_again_takes_the_place_of_the_first(home: Path) -> None:
    mapping = home / "m.toml"
    mapping.write_text(MAPPING + 'resource = "resource"\n', "utf-8")
    for text in (LOG, LOG + "3,open,2024-03-01T08:00:00Z,Ann\n"):
        assert main(["import", "log", str(written(home / "a.csv", text)), "--mapping", str(mapping)]) == 0
    [told] = imported()
    assert told.cases == 3
    assert [item.name for item in (shelf() / told.code).glob("*.parquet")] == [told.file]
    assert set(read_log(shelf() / told.code / told.file).resource.names) == {"Ann", "Bo"}


@pytest.mark.parametrize(
    ("mapping", "text", "sentence"),
    [
        ('code = "x"\n', LOG, "names are missing"),
        ('names = { en = "X" }\n', LOG, "the code is missing"),
        ('code = "../up"\nnames = { en = "X" }\n', LOG, "code"),
        (MAPPING + "colour = 1\n", LOG, "colour"),
        (MAPPING, LOG + "3,open\n", "line 6: there are 2 cells under 4 heads"),
    ],
)
def test_an_import_that_fails_leaves_the_old_log_as_it_was(
    home: Path, capsys: pytest.CaptureFixture[str], mapping: str, text: str, sentence: str
) -> None:
    path, meaning = home / "a.csv", home / "m.toml"
    meaning.write_text(MAPPING, "utf-8")
    assert main(["import", "log", str(written(path, LOG)), "--mapping", str(meaning)]) == 0
    before = {item: item.read_bytes() for item in shelf().rglob("*") if item.is_file()}
    meaning.write_text(mapping, "utf-8")
    assert main(["import", "log", str(written(path, text)), "--mapping", str(meaning)]) == 1
    assert sentence in capsys.readouterr().err
    assert {item: item.read_bytes() for item in shelf().rglob("*") if item.is_file()} == before
