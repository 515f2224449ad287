"""Questions to the history: what can be asked, and the answers as plain rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ibis.expr.types import Table

from hueioc.history import manifest
from hueioc.history.analyses import ANALYSES
from hueioc.history.engines import opening
from hueioc.history.manifest import HistoryError


class Answer(NamedTuple):
    """Names of the columns and the rows, in the order the analysis gives them."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def known_analyses() -> dict[str, str]:
    """Every analysis by name, with the sentence that says what it answers."""
    return {name: (build.__doc__ or "").split("\n")[0] for name, build in ANALYSES.items()}


def analyse(place: Path, name: str, engine: str = "duckdb") -> Answer:
    """The answer to one analysis over all exported facts. Raises HistoryError when it cannot be given."""
    if name not in ANALYSES:
        raise HistoryError(f"There is no analysis named {name}; there are: {', '.join(sorted(ANALYSES))}.")
    with facts_on(engine, place) as facts:
        return answer_of(ANALYSES[name](facts))


@contextmanager
def facts_on(engine: str, place: Path) -> Iterator[Table]:
    """The exported facts on an engine, while the block lasts; no export runs meanwhile. Raises HistoryError."""
    folder = manifest.facts_folder(place)
    found = manifest.read(folder)
    if found is None or not found.parts:
        raise HistoryError("There is no history yet; `hueioc history export` writes it.")
    with manifest.locked(folder, alone=False):
        current = manifest.read(folder) or found
        with opening(engine)([folder / part.file for part in current.parts]) as facts:
            yield facts


def answer_of(table: Table) -> Answer:
    """The rows of an expression."""
    found = table.to_pyarrow()
    return Answer(list(found.column_names), [tuple(row.values()) for row in found.to_pylist()])
