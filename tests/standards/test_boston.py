"""Half a year of a real city's reports, imported through the commands and judged by the product's own queries."""

import csv
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hueioc.cases.queries import history
from hueioc.connectors.commands import import_file
from hueioc.connectors.queries import Rejected, read_mapping

FILE = Path(__file__).parents[3] / "shared" / "data" / "reports-boston-2011" / "boston_311_2011.csv.gz"
ROWS = 4_000
AS_OF = datetime(2024, 10, 4, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared sample of Boston's reports is not here")


def source_rows() -> list[dict[str, str]]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        return [row for row, _ in zip(csv.DictReader(lines), range(ROWS), strict=False)]


@pytest.mark.django_db
def test_boston_is_imported_whole_and_every_difference_has_a_reason(boston: Path) -> None:
    rejected: list[Rejected] = []
    mapping = read_mapping(boston / "mapping.toml")
    tally = import_file(FILE, mapping, complain=rejected.append, limit=ROWS)
    source = source_rows()
    assert (tally.new, tally.rejected) == (ROWS, 0), rejected[:5]

    words = {"ONTIME": True, "OVERDUE": False}
    flags = {mapping.key(row["case_enquiry_id"]): words[row["ontime"]] for row in source if row["ontime"] in words}
    shown = history(mapping.channel, as_of=AS_OF, flags=flags)

    closed = sum(row["case_status"] == "Closed" for row in source)
    assert shown.by_phase["closed"] == closed
    assert sum(shown.by_phase.values()) == ROWS
    assert shown.judged == sum(bool(row["target_dt"]) for row in source)
    assert shown.flagged_on_time == sum(row["ontime"] == "ONTIME" for row in source)
    agree = ROWS - sum(shown.differences.values())
    assert agree / ROWS > 0.75
    assert set(shown.differences) <= {"no_flag", "no_target", "open_at_export", "flag_says_late", "flag_says_on_time"}
    assert sum(median.closed for median in shown.by_unit) == closed
    assert len(shown.slowest) == 10
    assert shown.slowest == sorted(shown.slowest, key=lambda one: -one.days)
