"""CSV and Parquet are read with the usual names or a mapping, and what is wrong is said with line or row."""

import csv
import io
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hueioc.mining.reading import LogMapping, read_log, read_mapping
from hueioc.mining.reading.parquet import write_parquet
from hueioc.mining.rules.eventlog import LogError
from hueioc.mining.tests.logs import log_of, micros, real, suppress_sentence, written

pytestmark = pytest.mark.once
HEAD = "case,activity,timestamp\n"
GOOD = HEAD + "1,open,2024-03-01T08:00:00Z\n1,close,2024-03-01T09:00:00Z\n"


@pytest.mark.parametrize(
    "head",
    [
        "case,activity,timestamp",
        "Case ID;Activity;Complete Timestamp",
        "case:concept:name\tconcept:name\ttime:timestamp",
    ],
)
def test_the_usual_names_are_found_without_a_mapping(tmp_path: Path, head: str) -> None:
    sign = next(sign for sign in ",;\t" if sign in head)
    row = sign.join(["1", "open", "2024-03-01 08:00:00+00:00"])
    log = read_log(written(tmp_path / "a.csv", f"\ufeff{head}\n{row}\n"))
    assert (log.case.names, log.activity.names, log.at.tolist()) == (
        ("1",),
        ("open",),
        [micros("2024-03-01T08:00:00Z")],
    )


def test_a_mapping_names_columns_form_and_zone(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        'code = "old"\ncase = "Mã hồ sơ"\nactivity = "Bước"\nat = "Lúc"\nresource = "Đơn vị"\nattributes = ["Kênh"]\n'
        'time_format = "%d/%m/%Y %H:%M"\ntime_zone = "Asia/Ho_Chi_Minh"\n'
    )
    text = "Mã hồ sơ|Bước|Lúc|Đơn vị|Kênh\nH1|Tiếp nhận|01/03/2024 08:30|Sở A|web\n"
    log = read_log(written(tmp_path / "a.csv.gz", text), read_mapping(tmp_path / "m.toml"))
    assert log.at.tolist() == [micros("2024-03-01T01:30:00+00:00")]
    assert (log.resource.names, log.attributes["Kênh"].names, log.notes) == (("Sở A",), ("web",), ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: no column tells the case"),
        ("case,activity\n", "line 1: no column tells the at; .* There are: case, activity"),
        ("case,case,activity,timestamp\n", "line 1: there are two columns 'case'"),
        (GOOD + "1,open\n", "line 4: there are 2 cells under 3 heads"),
        (GOOD + "1,,2024-03-01T08:00:00Z\n", "line 4: the column 'activity' is empty"),
        (GOOD + "1,open,\n", "line 4: the column 'timestamp' is empty"),
        (GOOD + "1,open,yesterday\n", "line 4: 'yesterday' is not a moment"),
        (GOOD + "1,open,2024-03-01T08:00:00\n", "line 4: moments with and without a time zone are mixed"),
        (GOOD + '1,"open,2024-03-01T08:00:00Z\n', "line 4: this is not a row"),
        (HEAD, "holds no event"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(LogError, match=sentence):
        read_log(written(tmp_path / "a.csv", text))


def test_bytes_that_are_no_text_are_said_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD.encode() + b"1,\xff,2024-03-01T08:00:00Z\n")
    with pytest.raises(LogError, match="line 4: byte 3 of the line is not UTF-8"):
        read_log(tmp_path / "a.csv")


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="line 2: a line has more than|line 2: this is not a row"):
        read_log(written(tmp_path / "a.csv.gz", HEAD + "x" * (5 << 20)))


def test_a_truncated_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv.gz", HEAD + "".join(f"{n},open,2024-03-01T08:00:00Z\n" for n in range(9000)))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(LogError, match=r"a\.csv\.gz, line \d+: the file is damaged or cut off"):
        read_log(path)


@pytest.mark.parametrize(
    ("name", "words"), [("a.txt", "a log is a file"), ("a.csv", "cannot be read"), ("a.parquet", "cannot be read")]
)
def test_other_files_and_missing_ones_are_refused(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(LogError, match=words):
        read_log(tmp_path / name)


def test_a_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('time_zone = "Asia/Nowhere"\n')
    with pytest.raises(LogError, match="There is no time zone 'Asia/Nowhere'"):
        read_mapping(tmp_path / "m.toml")


def test_a_column_that_the_mapping_names_must_be_there(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", GOOD)
    for mapping in (LogMapping(case="number"), LogMapping(attributes=["number"])):
        with pytest.raises(LogError, match="there is no column 'number'; there are: case, activity, timestamp"):
            read_log(path, mapping)


def test_a_log_comes_back_from_parquet_as_it_was(tmp_path: Path) -> None:
    log = log_of([("b", "open", "2024-03-01T08:00:00+07:00", "w1"), ("a", "close", "2024-03-01T08:00:00+07:00")])
    write_parquet(log, tmp_path / "a.parquet")
    again = read_log(tmp_path / "a.parquet")
    assert [again.case.names[code] for code in again.case.codes] == ["b", "a"]
    assert (again.at.tolist(), again.offset.tolist()) == (log.at.tolist(), [420, 420])
    assert again.resource.codes.tolist() == [0, -1]


def test_parquet_of_others_is_read_and_what_is_wrong_is_said_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    naive = pa.array([datetime(2024, 3, 1, 8), datetime(2024, 3, 1, 9)])
    good = {"case": pa.array([7, 7]), "activity": pa.array(["open", "close"]), "timestamp": naive}
    pq.write_table(pa.table(good), path)
    log = read_log(path, LogMapping(time_zone="Asia/Ho_Chi_Minh"))
    assert (log.case.names, log.at[0]) == (("7",), micros("2024-03-01T01:00:00Z"))
    pq.write_table(pa.table(good | {"activity": pa.array(["open", None])}), path)
    with pytest.raises(LogError, match=r"a\.parquet, row 2: the column 'activity' is empty"):
        read_log(path)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(LogError, match=r"a\.parquet is not a Parquet file, or is damaged or cut off"):
        read_log(path)


def test_the_same_log_as_csv_and_as_xes_is_the_same() -> None:
    one, other = read_log(real("receipt.csv.gz")), read_log(real("receipt.xes.gz"))
    assert np.array_equal(np.sort(one.at), np.sort(other.at))
    assert sorted(one.case.names) == sorted(other.case.names)
    assert sorted(one.activity.names) == sorted(other.activity.names)


def test_two_million_cases_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    many = 2_000_000
    texts = pa.array(np.arange(many).astype(str))
    at = pa.array(np.full(many, micros("2024-03-01T00:00:00Z")).astype("datetime64[us]"), pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"case": texts, "activity": pa.array(["open"] * many), "at": at}), path)
    log = read_log(path)
    assert (log.cases, len(log), log.notes) == (many, many, ())


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=10)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL, st.datetimes()), min_size=1, max_size=10))
def test_whatever_is_written_is_read_again(tmp_path: Path, rows: list) -> None:  # type: ignore[type-arg]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["case", "activity", "at"])
    writer.writerows([case, name, at.isoformat()] for case, name, at in rows)
    log = read_log(written(tmp_path / "a.csv", out.getvalue()))
    assert len(log) == len(rows)
    assert set(log.activity.names) == {name for _, name, _ in rows}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40), st.integers(0, 80))
def test_a_broken_file_gives_a_sentence_and_never_a_crash(tmp_path: Path, noise: bytes, at: int) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD.encode()[:at] + noise + GOOD.encode()[at:])
    with suppress_sentence("a.csv"):
        assert len(read_log(tmp_path / "a.csv"))
