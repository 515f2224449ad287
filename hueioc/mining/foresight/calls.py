"""Reads the calls of a queue, one a row, as the call centre's own system writes them."""

import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np

from hueioc.mining.reading.bytestream import opened
from hueioc.mining.rules.eventlog import Ints, LogError

DAY_S = 86_400
_COLUMNS = ("date", "vru_entry", "vru_time", "q_time", "outcome", "ser_time")
_ANSWERED, _HUNG_UP, _NO_CALL = "AGENT", "HANG", "PHANTOM"


@dataclass(frozen=True, eq=False)
class Calls:
    """n calls in the order of arrival; whole seconds; `at` since 1970 on the clock on the wall."""

    at: Ints
    wait: Ints
    service: Ints
    answered: Ints

    def taken(self, kept: Ints) -> "Calls":
        """The calls for which `kept` is true."""
        return Calls(self.at[kept], self.wait[kept], self.service[kept], self.answered[kept])


def read_calls(path: Path) -> Calls:
    """The calls of a CSV file with the columns date (YYMMDD), vru_entry, vru_time, q_time, outcome, ser_time.

    Raises LogError naming the line.
    """
    rows: list[tuple[int, int, int, bool]] = []
    try:
        with opened(path) as stream:
            table = csv.DictReader(io.TextIOWrapper(stream, "utf-8-sig"))
            missing = [name for name in _COLUMNS if name not in (table.fieldnames or ())]
            if missing:
                raise LogError(f"{path.name} is no log of a queue of calls: it lacks {', '.join(missing)}.")
            for row in table:
                if row["outcome"] != _NO_CALL:
                    rows.append(_call(row, f"{path.name}, line {table.line_num}"))
    except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError, csv.Error) as error:
        raise LogError(f"{path.name} is damaged or no text ({error}).") from error
    if not rows:
        raise LogError(f"{path.name} holds no call.")
    at, wait, service, answered = (np.array(column) for column in zip(*sorted(rows), strict=True))
    return Calls(at, wait, service, answered)


def is_of_calls(path: Path) -> bool:
    """Whether a file is a table with the columns of a queue of calls; any other log has columns of its own."""
    if ".csv" not in path.name.casefold():
        return False
    try:
        with opened(path) as stream:
            head = stream.readline(4_096).decode("utf-8-sig", "replace")
    except (OSError, EOFError, zlib.error):
        return False
    return {"vru_entry", "q_time", "ser_time"} <= {name.strip() for name in head.split(",")}


def _call(row: dict[str, str], place: str) -> tuple[int, int, int, bool]:
    try:
        entered = datetime.strptime(f"{row['date']} {row['vru_entry']}", "%y%m%d %H:%M:%S")
        greeted, wait, service = (int(row[name]) for name in ("vru_time", "q_time", "ser_time"))
    except (ValueError, TypeError):
        raise LogError(f"{place}: date, vru_entry, vru_time, q_time or ser_time cannot be read.") from None
    if greeted < -DAY_S // 2:
        greeted += DAY_S  # over midnight; a minute less than nothing is a wrong clock, and then the queue's counts
    if min(wait, service) < 0 or max(abs(greeted), wait, service) > DAY_S:
        raise LogError(f"{place}: a call lasts between no time and a day.")
    if row["outcome"] not in {_ANSWERED, _HUNG_UP}:
        raise LogError(f"{place}: the outcome {str(row['outcome'])[:20]!r} is not known.")
    passed = entered - datetime(1970, 1, 1)
    at = passed.days * DAY_S + passed.seconds + greeted
    return at, wait, service, row["outcome"] == _ANSWERED


def seconds_of(day: date) -> int:
    """The beginning of a day on the same clock as `Calls.at`."""
    return (day - date(1970, 1, 1)).days * DAY_S
