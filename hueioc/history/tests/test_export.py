"""The files hold every fact once, whole and in order, whenever an export was killed."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import transaction

from hueioc.history import commands, manifest, parts, rules
from hueioc.history.commands import Exported, export_history
from hueioc.history.manifest import HistoryError, facts_folder
from hueioc.history.parts import SCHEMA
from hueioc.history.rules import Part, to_compact
from hueioc.journal.commands import record
from hueioc.journal.queries import facts_after, head
from hueioc.journal.runner import catch_up
from hueioc.workflow.events import Closed, Noted

ROOT = Path(__file__).resolve().parents[3]
SUMMER = datetime(2025, 6, 30, 16, 59, 59, 999_999, tzinfo=UTC)  # the last microsecond of June in the city
database = pytest.mark.django_db(transaction=True)


class HistoryNoted(Noted, frozen=True, kw_only=True):
    """Something that happens in these tests only."""

    kind = "history_test.noted"


class HistoryClosed(Closed, frozen=True, kw_only=True):
    """An end that happens in these tests only."""

    kind = "history_test.closed"


class Killed(BaseException):
    """Stands for the end of the process at this very place."""


def happen(times: int, at: datetime = SUMMER) -> None:
    for number in range(times):
        with transaction.atomic():
            event = HistoryNoted(verb="note", unit="ward-1", count=number)
            record(event, subject=f"thing:{number}", actor="rule:test", happened_at=at + timedelta(microseconds=number))
    catch_up()


def rows(place: Path) -> list[dict[str, Any]]:
    """Everything in the files that count."""
    found = manifest.read(facts_folder(place))
    assert found is not None
    tables = [pq.read_table(facts_folder(place) / part.file, partitioning=None) for part in found.parts]
    return sorted((row for table in tables for row in table.to_pylist()), key=lambda row: row["seq"])


def files(place: Path) -> list[str]:
    return sorted(path.relative_to(facts_folder(place)).as_posix() for path in facts_folder(place).glob("*/*"))


def is_whole(place: Path) -> bool:
    """Each fact is there once, and no file lies about that does not count."""
    found = manifest.read(facts_folder(place))
    assert found is not None
    seqs = [row["seq"] for row in rows(place)]
    return seqs == list(range(1, head() + 1)) and files(place) == sorted(part.file for part in found.parts)


@database
def test_a_fact_keeps_everything_to_the_microsecond(tmp_path: Path) -> None:
    closed = HistoryClosed(
        outcome="fixed", unit="ward-1", from_phase="resolved", is_on_time=False, resolved_at=SUMMER, due_at=None
    )
    with transaction.atomic():
        record(closed, subject="thing:7", actor="account:LAN", happened_at=SUMMER, area="19777", visibility="internal")
    catch_up()
    assert export_history(tmp_path) == Exported(1, 1, 1)
    [row], [fact] = rows(tmp_path), facts_after(0, 1)
    assert {name: row[name] for name in ("seq", "id", "kind", "fact", "subject", "room", "actor_kind", "area")} == {
        **{"seq": 1, "id": fact.id, "kind": "history_test.closed", "fact": "closed", "subject": "thing:7"},
        **{"room": "thing", "actor_kind": "account", "area": "19777"},
    }
    assert row["happened_at"] == row["resolved_at"] == SUMMER
    assert row["recorded_at"] == fact.recorded_at
    assert str(row["happened_on"]) == "2025-06-30"
    assert row["happened_us"] == row["resolved_us"] == 1_751_302_799_999_999
    assert (row["outcome"], row["unit"], row["is_on_time"], row["due_at"]) == ("fixed", "ward-1", False, None)
    assert row["visibility"] == "internal"
    assert '"from_phase":"resolved"' in row["data"]


@database
def test_months_are_those_of_the_city_and_new_facts_are_appended(tmp_path: Path) -> None:
    happen(3)
    assert export_history(tmp_path) == Exported(3, 2, 3)
    assert files(tmp_path) == [
        "month=2025-06/part-000000000001-000000000001.parquet",
        "month=2025-07/part-000000000002-000000000003.parquet",
    ]
    assert export_history(tmp_path) == Exported(0, 2, 3)
    happen(2)
    assert export_history(tmp_path) == Exported(2, 4, 5)
    assert is_whole(tmp_path)


@database
def test_rounds_are_small_in_memory_and_nothing_is_lost_between_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "ROUND", 7)
    monkeypatch.setattr(commands, "BATCH", 3)
    sizes = []
    write_round = parts.write_round

    def watched(folder: Path, some: list[rules.Row]) -> list[Part]:
        sizes.append(len(some))
        return write_round(folder, some)

    monkeypatch.setattr(parts, "write_round", watched)
    happen(23)
    told: list[int] = []
    export_history(tmp_path, told.append)
    assert sizes == [7, 7, 7, 2]
    assert told == [7, 14, 21, 23]
    assert is_whole(tmp_path)


@database
def test_many_small_parts_of_a_month_become_one_in_order(tmp_path: Path) -> None:
    for _ in range(rules.COMPACT_FROM - 1):
        happen(2)
        export_history(tmp_path)
    before = rows(tmp_path)
    assert len(files(tmp_path)) == 2 * (rules.COMPACT_FROM - 1)
    happen(2)
    assert export_history(tmp_path).files == 2
    assert rows(tmp_path)[: len(before)] == before
    assert is_whole(tmp_path)
    for path in files(tmp_path):
        table = pq.read_table(facts_folder(tmp_path) / path, partitioning=None)
        assert table.schema == SCHEMA
        assert table["seq"].to_pylist() == sorted(table["seq"].to_pylist())


# A place where an export dies: the module, the name there, and how many calls go well before.
DEATHS = [
    *((parts, "settle", good) for good in range(5)),
    *((manifest, "settle", good) for good in range(4)),
    *((manifest, "clear_away", good) for good in range(2)),
    (parts, "join", 0),
]


@database
@pytest.mark.parametrize(("module", "name", "good"), DEATHS)
def test_an_export_killed_anywhere_leaves_no_doubles_and_no_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, good: int
) -> None:
    monkeypatch.setattr(commands, "ROUND", 4)
    for _ in range(rules.COMPACT_FROM - 2):
        happen(2)
        export_history(tmp_path)
    happen(10)
    original: Callable[..., Any] = getattr(module, name)
    calls = 0

    def dying(*arguments: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > good:
            raise Killed
        return original(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, dying)
        with pytest.raises(Killed):
            export_history(tmp_path)
    seqs = [row["seq"] for row in rows(tmp_path)]
    assert seqs == list(range(1, len(seqs) + 1))  # what counts is whole at every moment
    export_history(tmp_path)
    assert is_whole(tmp_path)


@database
def test_the_files_of_another_journal_are_not_mixed_with_this_one(tmp_path: Path) -> None:
    happen(2)
    export_history(tmp_path)
    folder = facts_folder(tmp_path)
    found = manifest.read(folder)
    assert found is not None
    manifest.write(folder, manifest.Manifest(zone=found.zone, upto=2, chain="0" * 64, parts=found.parts))
    with pytest.raises(HistoryError, match="another journal"):
        export_history(tmp_path)


@database
def test_the_files_of_another_zone_are_not_mixed_with_this_one(tmp_path: Path) -> None:
    folder = facts_folder(tmp_path)
    folder.mkdir()
    manifest.write(folder, manifest.Manifest(zone="Europe/Berlin"))
    with pytest.raises(HistoryError, match="Europe/Berlin"):
        export_history(tmp_path)


@database
def test_two_exports_at_once_are_refused_with_a_sentence(tmp_path: Path) -> None:
    facts_folder(tmp_path).mkdir()
    with (
        manifest.locked(facts_folder(tmp_path), alone=False),
        pytest.raises(HistoryError, match="Another process works"),
    ):
        export_history(tmp_path)


@pytest.mark.once
def test_large_parts_are_left_alone() -> None:
    def part(number: int, count: int) -> Part:
        return Part(file=f"{number}", month="2025-06", first=number, last=number, rows=count)

    small = [part(number, 10) for number in range(rules.COMPACT_FROM)]
    large = part(99, rules.LARGE_ROWS)
    assert to_compact([large, *small]) == [small]
    assert to_compact([large, *small[1:]]) == []
    halves = [part(number, rules.LARGE_ROWS - 1) for number in range(rules.COMPACT_FROM)]
    assert [len(group) for group in to_compact(halves)] == [2] * (rules.COMPACT_FROM // 2)


@pytest.mark.once
def test_a_manifest_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text("{")
    with pytest.raises(HistoryError, match="Delete the folder and export again"):
        manifest.read(tmp_path)


@pytest.mark.once
def test_a_city_that_serves_does_not_load_the_libraries_of_the_history(tmp_path: Path) -> None:
    code = (
        "import django, sys; django.setup();"
        "from hueioc.config.cli import __main__ as line; line._parser(line._subcommands());"
        "import hueioc.config.asgi; from django.urls import get_resolver; get_resolver().url_patterns;"
        "from hueioc.config import background; background.tasks();"
        "from hueioc.journal.registry import event_classes, followers; event_classes(); followers();"
        "print(sorted({'pyarrow', 'pandas', 'ibis', 'duckdb', 'pyspark', 'nats'} & set(sys.modules)))"
    )
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("HUEIOC_")}
    surroundings |= {"HUEIOC_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hueioc.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
