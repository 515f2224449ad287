"""Half a year of a real city's reports, imported through the commands and judged by the product's own queries."""

import csv
import gzip
import os
from argparse import ArgumentParser
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hueioc.cases.queries import history
from hueioc.config.cli import report_history
from hueioc.connectors.commands import import_file
from hueioc.connectors.queries import Rejected, flags_of, read_mapping

FILE = Path(__file__).parents[3] / "shared" / "data" / "reports-boston-2011" / "boston_311_2011.csv.gz"
WHOLE = 58_251
AS_OF = datetime(2024, 10, 4, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared sample of Boston's reports is not here")


def source_rows(many: int) -> list[dict[str, str]]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        return [row for row, _ in zip(csv.DictReader(lines), range(many), strict=False)]


# All of them take minutes; whoever changes the import sets HUEIOC_BOSTON=whole.
whole = pytest.mark.skipif(os.environ.get("HUEIOC_BOSTON") != "whole", reason="only with HUEIOC_BOSTON=whole")


@pytest.mark.django_db
@pytest.mark.parametrize("many", [4_000, pytest.param(WHOLE, marks=whole)])
def test_boston_is_imported_and_every_difference_has_a_reason(boston: Path, many: int) -> None:
    rejected: list[Rejected] = []
    mapping = read_mapping(boston / "mapping.toml")
    tally = import_file(FILE, mapping, complain=rejected.append, limit=many)
    source = source_rows(many)
    assert (tally.new, tally.rejected) == (many, 0), rejected[:5]

    shown = history(mapping.channel, as_of=AS_OF, flags=flags_of(FILE, mapping, limit=many))

    closed = sum(row["case_status"] == "Closed" for row in source)
    assert shown.by_phase == {"closed": closed, "in_work": many - closed}
    assert shown.judged == sum(bool(row["target_dt"]) for row in source)
    assert shown.flagged_on_time == sum(row["ontime"] == "ONTIME" for row in source)
    # The source calls everything punctual that never had a target, and says nothing of a few. Nothing else differs.
    no_target = sum(bool(row["ontime"]) and not row["target_dt"] for row in source)
    no_flag = sum(not row["ontime"] for row in source)
    assert shown.differences == Counter(no_target=no_target) + Counter(no_flag=no_flag)
    assert shown.flagged_on_time - shown.on_time == no_target
    assert sum(median.closed for median in shown.by_unit) == closed
    assert len(shown.slowest) == 10
    assert shown.slowest == sorted(shown.slowest, key=lambda one: -one.days)


@pytest.mark.django_db
def test_the_command_line_shows_both_shares_with_what_they_rest_on(
    boston: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = boston / "mapping.toml"
    import_file(FILE, read_mapping(mapping), complain=print, limit=200)
    parser = ArgumentParser()
    report_history.add_arguments(parser)
    given = [str(FILE), "--mapping", str(mapping), "--as-of", AS_OF.isoformat()]
    assert report_history.run(parser.parse_args(given)) == 0
    said = capsys.readouterr().out
    source = source_rows(200)
    on_time = sum(bool(r["target_dt"]) and "" < r["closed_dt"] <= r["target_dt"] for r in source)
    judged = sum(bool(r["target_dt"]) for r in source)
    assert f"source's own targets: {on_time} of {judged}" in said
    assert "no_target" in said
    assert "Public Works Department" in said
    with pytest.raises(ValueError, match="zone"):
        report_history.run(parser.parse_args(["--as-of", "2024-10-04T00:00:00"]))
