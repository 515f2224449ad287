"""Both engines give the same answers; run by `scripts/test` as a step of its own, because Spark starts slowly.

The file's name keeps it out of the other tests: `python -m pytest hueioc/history/tests/on_spark.py`.
"""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ibis.expr.types import Table

from hueioc.history.analyses import ANALYSES
from hueioc.history.queries import analyse, answer_of, facts_on
from hueioc.history.tests.oracle import ORACLES, same
from hueioc.history.tests.story import story
from hueioc.history.tests.test_analyses import ZONE, written

pytestmark = pytest.mark.once
SEED, WORKS = 11, 60


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    one = tmp_path_factory.mktemp("history")
    written(one, SEED, WORKS)
    return one


@pytest.fixture(scope="module")
def spark(place: Path) -> Iterator[Table]:
    with facts_on("pyspark", place) as facts:
        yield facts


@pytest.mark.parametrize("name", sorted(ANALYSES))
def test_spark_answers_as_duckdb_and_plain_python_do(spark: Table, place: Path, name: str) -> None:
    found, here = answer_of(ANALYSES[name](spark)), analyse(place, name)
    assert found.columns == here.columns
    assert same(found.rows, here.rows), f"{found.rows[:5]} instead of {here.rows[:5]}"
    assert same(found.rows, ORACLES[name](story(SEED, WORKS), ZoneInfo(ZONE.key)))
