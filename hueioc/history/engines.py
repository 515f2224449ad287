"""Opens the files of the history for an engine, with limits that keep a question from taking the city's machine."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
from django.utils.module_loading import import_string
from ibis.expr.types import Table

from hueioc.history.manifest import HistoryError
from hueioc.history.rules import Row

MEMORY = "1GB"
THREADS = 2
Opening = Callable[[Sequence[Path]], AbstractContextManager[Table]]
_PYSPARK = "pyspark"


@contextmanager
def on_duckdb(files: Sequence[Path]) -> Iterator[Table]:
    """The facts on DuckDB in this process: at most MEMORY, the rest on disk, and nothing fetched from anywhere."""
    with TemporaryDirectory(prefix="hueioc-history-") as spill:
        connection = ibis.duckdb.connect(
            ":memory:",
            memory_limit=MEMORY,
            threads=THREADS,
            temp_directory=spill,
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        try:
            yield connection.read_parquet([str(file) for file in files]).select(*Row._fields)
        finally:
            connection.disconnect()


def opening(engine: str) -> Opening:
    """What opens files for an engine. Raises HistoryError for one that is unknown or not installed."""
    if engine == "duckdb":
        return on_duckdb
    if engine != _PYSPARK:
        raise HistoryError(f"There is no engine named {engine}; there are: duckdb, {_PYSPARK}.")
    try:
        found: Opening = import_string("hueioc.history.spark.on_pyspark")
    except ImportError:
        raise HistoryError("PySpark is not installed: install requirements/spark.lock (see docs/operate.md).") from None
    return found
