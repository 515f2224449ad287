"""Opens the files of the history for PySpark, which is an extra and is loaded by nobody who does not ask for it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import ibis
from ibis.expr.types import Table
from pyspark.sql import SparkSession

from hueioc.history.rules import Row

MEMORY = "1g"
THREADS = 2


@contextmanager
def on_pyspark(files: Sequence[Path]) -> Iterator[Table]:
    """The facts on PySpark, on this machine only."""
    session = (
        SparkSession.builder.master(f"local[{THREADS}]")
        .appName("hueioc history")
        .config("spark.driver.memory", MEMORY)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", str(THREADS))
        .getOrCreate()
    )
    try:
        session.read.parquet(*map(str, files)).createOrReplaceTempView("facts")
        yield ibis.pyspark.connect(session).table("facts").select(*Row._fields)
    finally:
        session.stop()
