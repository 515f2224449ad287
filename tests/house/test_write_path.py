"""The write path of a report stays short enough to read at one sitting; it is traced, not estimated."""

import ast
import json
import sys
from collections import defaultdict
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "hueioc"
MOST_FILES, MOST_LINES = 8, 800
# Who acts on a report: doors, commands and the room's own rules. What they only ask (queries, shapes, the calendar)
# is counted in the lines, but is not a step of the path.
STEPS = ("api.py", "gate.py", "views", "forms.py", "commands")
REPORT = {"category": "drainage", "description": "Nước ngập cả kiệt", "lat": 16.4778, "lon": 107.6080}

Executed = dict[str, set[tuple[str, int]]]


@pytest.fixture
def executed(city: None, client: Client) -> Executed:
    """Every function of the house that ran while one report was filed, by file: its name and first line."""
    seen: Executed = defaultdict(set)

    def note(frame: FrameType, event: str, argument: Any) -> None:
        path = frame.f_code.co_filename
        if path.startswith(str(PACKAGE)):
            name = Path(path).relative_to(PACKAGE).as_posix()
            seen[name].add((frame.f_code.co_name, frame.f_code.co_firstlineno))

    _file(client, "first")  # what is read once per process (packs, outlines) is not the path of a report
    before = sys.gettrace()
    sys.settrace(note)
    try:
        _file(client, "second")
    finally:
        sys.settrace(before)
    return seen


def _file(client: Client, key: str) -> None:
    answer = client.post(
        "/api/v1/reports",
        json.dumps(REPORT | {"description": f"Nước ngập {key}", "contact": {"name": "Người mẫu"}}),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )
    assert answer.status_code == 201, answer.content


def _is_step(name: str) -> bool:
    room, place = name.split("/")[:2]
    return place.startswith(STEPS) or (room == "cases" and place.startswith("rules"))


def _lines(name: str, functions: set[tuple[str, int]]) -> int:
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    ran = [node for node in found if (node.name, _first_line(node)) in functions]
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in ran)


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


@pytest.mark.django_db
@pytest.mark.once
def test_one_report_takes_at_most_eight_files_and_eight_hundred_lines(executed: Executed) -> None:
    steps = sorted(name for name in executed if _is_step(name))
    lines = sum(_lines(name, functions) for name, functions in executed.items())
    assert any("commands" in name for name in steps), "the trace saw nothing"
    assert len(steps) <= MOST_FILES, steps
    assert lines <= MOST_LINES, f"{lines} lines run for one report, everything included"


@pytest.mark.django_db
@pytest.mark.once
def test_the_tour_names_every_step_of_the_path(executed: Executed) -> None:
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    missing = [name for name in executed if _is_step(name) and f"hueioc/{name}" not in tour]
    assert missing == []
