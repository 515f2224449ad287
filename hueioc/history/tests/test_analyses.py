"""Every analysis says what plain Python says over the same facts."""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hueioc.history import manifest
from hueioc.history.analyses import ANALYSES
from hueioc.history.commands import export_history
from hueioc.history.engines import on_duckdb, opening
from hueioc.history.manifest import HistoryError, Manifest
from hueioc.history.parts import write_round
from hueioc.history.queries import Answer, analyse, answer_of, facts_on, known_analyses
from hueioc.history.rules import row_of
from hueioc.history.tests.oracle import ORACLES, same
from hueioc.history.tests.story import story
from hueioc.journal.queries import facts_after, head
from hueioc.journal.runner import catch_up
from hueioc.workflow.queries import city_world
from tests.cast import Cast
from tests.house import test_rebuild

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Analyse = Callable[[str], Answer]


def written(place: Path, seed: int, works: int) -> None:
    """The files of an invented history."""
    folder = manifest.facts_folder(place)
    folder.mkdir(parents=True)
    rows = [row_of(fact, ZONE) for fact in story(seed, works)]
    parts = [*write_round(folder, rows[: len(rows) // 3]), *write_round(folder, rows[len(rows) // 3 :])]
    manifest.write(folder, Manifest(zone=ZONE.key, upto=len(rows), chain="x", parts=parts))


def test_every_analysis_has_an_oracle_and_a_sentence() -> None:
    assert set(ANALYSES) == set(ORACLES)
    assert all(sentence.endswith(".") for sentence in known_analyses().values())


@pytest.mark.once
@pytest.mark.parametrize("seed", range(5))
def test_every_analysis_of_an_invented_history_says_what_plain_python_says(tmp_path: Path, seed: int) -> None:
    works = 1 if seed == 0 else 40 * seed
    written(tmp_path, seed, works)
    facts = story(seed, works)
    for name, oracle in ORACLES.items():
        found, expected = analyse(tmp_path, name), oracle(facts, ZONE)
        assert same(found.rows, expected), f"{name}: {found.rows[:5]} instead of {expected[:5]}"
        assert seed == 0 or found.rows, name


@pytest.mark.django_db(transaction=True)
def test_every_analysis_of_what_people_did_says_what_plain_python_says(
    tmp_path: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_rebuild, "STEPS", 150)
    done = test_rebuild.play(cast, random.Random(5))
    assert {"return", "fix", "close", "reopen"} <= set(done)
    catch_up()
    assert export_history(tmp_path).upto == head()
    facts, zone = facts_after(0, head()), city_world().zone
    for name, oracle in ORACLES.items():
        found, expected = analyse(tmp_path, name), oracle(facts, zone)
        assert same(found.rows, expected), f"{name}: {found.rows[:5]} instead of {expected[:5]}"
        assert found.rows, name


@pytest.mark.once
def test_the_oracle_notices_a_difference() -> None:
    assert not same([("a", 1.0)], [("a", 1.001)])
    assert not same([("a", 1)], [("a", 2)])
    assert not same([], [("a", 1)])
    assert same([("a", 0.1 + 0.2, None)], [("a", 0.3, None)])


@pytest.mark.once
def test_an_analysis_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"no analysis named backlock; there are: backlog, cube"):
        analyse(tmp_path, "backlock")


@pytest.mark.once
def test_without_an_export_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="hueioc history export"):
        analyse(tmp_path, "cube")


@pytest.mark.once
def test_the_engine_keeps_its_limits_and_fetches_nothing(tmp_path: Path) -> None:
    written(tmp_path, 1, 3)
    with facts_on("duckdb", tmp_path) as facts:
        con = facts.get_backend().con
        asked = "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%extensions' OR name = 'memory_limit'"
        settings = dict(con.execute(asked).fetchall())
    assert settings["autoinstall_known_extensions"] == settings["autoload_known_extensions"] == "false"
    assert settings["memory_limit"] == "953.6 MiB"


@pytest.mark.once
def test_only_the_columns_of_a_fact_are_seen_not_the_folders(tmp_path: Path) -> None:
    written(tmp_path, 1, 3)
    files = sorted(manifest.facts_folder(tmp_path).glob("month=*/*.parquet"))
    with on_duckdb(files) as facts:
        assert "month" not in facts.columns
        assert answer_of(facts.count().as_table()).rows == [(len(story(1, 3)),)]


@pytest.mark.once
def test_an_engine_that_is_not_installed_is_told_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.delitem(sys.modules, "hueioc.history.spark", raising=False)
    with pytest.raises(HistoryError, match=r"requirements/spark\.lock"):
        opening("pyspark")
    with pytest.raises(HistoryError, match="there are: duckdb, pyspark"):
        opening("abacus")
