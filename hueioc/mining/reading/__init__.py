"""Reads event logs from files: XES, CSV (both plain or gzip) and Parquet, strictly, in one pass."""

from collections.abc import Callable
from pathlib import Path

from django.utils.module_loading import import_string

from hueioc.mining.reading.mapping import LogMapping, read_mapping
from hueioc.mining.rules.eventlog import EventLog, LogError

# By name: the city does without the library of Parquet until somebody reads such a file.
_READERS = {
    ".xes": "hueioc.mining.reading.xes.read_xes",
    ".csv": "hueioc.mining.reading.csvfile.read_csv",
    ".parquet": "hueioc.mining.reading.parquet.read_parquet",
}

__all__ = ["LogMapping", "read_log", "read_mapping"]


def read_log(path: Path, mapping: LogMapping | None = None) -> EventLog:
    """The log of a file, by the ending of its name. Raises LogError, and then nothing was read."""
    ending = next((suffix for suffix in reversed(path.suffixes) if suffix.lower() != ".gz"), "").lower()
    if ending not in _READERS:
        raise LogError(f"{path.name}: a log is a file .csv, .xes, .csv.gz, .xes.gz or .parquet.")
    read: Callable[[Path, LogMapping], EventLog] = import_string(_READERS[ending])
    try:
        log = read(path, mapping or LogMapping())
    except OSError as error:
        raise LogError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if not len(log):
        raise LogError(f"{path.name} holds no event.")
    return log
