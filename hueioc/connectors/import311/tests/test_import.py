"""The import of another system's history: streaming, repeatable, every bad row named with its line."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hueioc.cases.models import Case, Message
from hueioc.connectors.import311.connector import Tally, import_file
from hueioc.connectors.import311.mapping import MappingFile, read_mapping
from hueioc.connectors.import311.reading import ByteCounter, RawRow, Rejected, read_rows
from hueioc.journal.models import Fact
from hueioc.workflow.queries import parts_of

SAMPLE = Path(__file__).parents[1] / "samples" / "two_invented_rows.csv"


@pytest.fixture
def mapping(boston: Path) -> MappingFile:
    return read_mapping(boston / "mapping.toml")


def run(path: Path, mapping: MappingFile) -> tuple[Tally, list[Rejected]]:
    rejected: list[Rejected] = []
    return import_file(path, mapping, complain=rejected.append), rejected


def test_a_report_arrives_with_its_own_hours_unit_and_answer(mapping: MappingFile) -> None:
    tally, rejected = run(SAMPLE, mapping)
    assert (tally.new, tally.known, tally.rejected, rejected) == (2, 0, 0, [])
    case = Case.objects.get(description__contains="Light")
    assert case.phase == "closed"
    assert case.opened_at == datetime(2011, 7, 1, 5, 32, 33, tzinfo=UTC), "Boston's summer time is four hours behind"
    assert case.first_due_at == datetime(2011, 7, 15, 5, 32, 32, tzinfo=UTC)
    assert Message.objects.get(case=case, kind="answer").text.startswith("Case Closed")
    assert [part.state for part in parts_of(case.ref)] == ["done"]
    kinds = list(Fact.objects.filter(subject=case.ref).order_by("id").values_list("kind", flat=True))
    assert kinds[0] == "case.opened"
    assert kinds[-1] == "case.closed"


def test_a_second_import_changes_nothing(mapping: MappingFile) -> None:
    run(SAMPLE, mapping)
    before = Fact.objects.count()
    tally, _rejected = run(SAMPLE, mapping)
    assert (tally.new, tally.known) == (0, 2)
    assert Fact.objects.count() == before


BAD_ROWS = [
    ("broken UTF-8", b"900000000003,2011-07-01 01:32:33,,,,Open,,\xff\xfe,PWDx,Street Light Outages,x,42.2,-71.0"),
    ("too few cells", b"900000000004,2011-07-01 01:32:33"),
    ("no time", b"900000000005,yesterday,,,,Open,,t,PWDx,Street Light Outages,x,42.2715,-71.0772"),
    ("unknown type", b"900000000006,2011-07-01 01:32:33,,,,Open,,t,PWDx,Dragons,x,42.2715,-71.0772"),
    ("unknown unit", b"900000000007,2011-07-01 01:32:33,,,,Open,,t,NASA,Street Light Outages,x,42.2715,-71.0772"),
    ("outside the city", b"900000000008,2011-07-01 01:32:33,,,,Open,,t,PWDx,Street Light Outages,x,16.4,107.6"),
    ("a time to come", b"900000000009,2099-07-01 01:32:33,,,,Open,,t,PWDx,Street Light Outages,x,42.2715,-71.0772"),
]


@pytest.mark.parametrize(("name", "line"), BAD_ROWS, ids=[name for name, _line in BAD_ROWS])
def test_a_bad_row_is_named_by_its_line_and_costs_no_other(
    tmp_path: Path, mapping: MappingFile, name: str, line: bytes
) -> None:
    head, first, second = SAMPLE.read_bytes().splitlines()
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(b"\n".join([head, first, line, second]) + b"\n"))
    tally, rejected = run(path, mapping)
    assert (tally.new, tally.rejected) == (2, 1)
    assert [row.line for row in rejected] == [3]
    assert rejected[0].reason


def test_a_file_without_the_named_columns_is_refused_whole(tmp_path: Path, mapping: MappingFile) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="columns"):
        run(path, mapping)
    assert Case.objects.count() == 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    try:
        rows = list(read_rows(ByteCounter(path)))
    except ValueError:
        return
    assert all(isinstance(row, RawRow | Rejected) for row in rows)
