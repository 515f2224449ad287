"""Laws 1, 2, 4 and 5 as the contracts see them: broken on purpose, found with the place; and the table is complete."""

import os
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from hueioc.config.floors import floors
from scripts.steps.import_places import with_paths
from tests.house.laws.relations import findings
from tests.house.laws.sources import VIEWS, WORK, House

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def _lint(clone: Path) -> "subprocess.CompletedProcess[str]":
    surroundings = dict(os.environ, PYTHONPATH=str(clone))
    command = [str(LINT), "--config", str(clone / ".importlinter"), "--no-cache"]
    return subprocess.run(command, cwd=clone, env=surroundings, capture_output=True, text=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """An empty house with every room on its floor."""
    (tmp_path / ".importlinter").write_text((ROOT / ".importlinter").read_text())
    (tmp_path / "hueioc").mkdir()
    (tmp_path / "hueioc" / "__init__.py").touch()
    for room in (room for floor in floors(ROOT) for room in floor.rooms):
        (tmp_path / "hueioc" / room).mkdir()
        (tmp_path / "hueioc" / room / "__init__.py").touch()
    return tmp_path


def test_an_empty_house_breaks_no_contract(clone: Path) -> None:
    done = _lint(clone)
    assert done.returncode == 0, done.stdout


def test_importing_upwards_is_found_with_file_and_line(clone: Path) -> None:
    (clone / "hueioc/journal/queries.py").write_text('"""Q."""\n\nfrom hueioc import cases\n')
    done = _lint(clone)
    assert done.returncode == 1
    assert "hueioc/journal/queries.py:3: " in with_paths(done.stdout, clone)


def test_strangers_on_one_floor_are_kept_apart(clone: Path) -> None:
    (clone / "hueioc/maps/follow.py").write_text('"""F."""\nimport hueioc.live\n')
    assert "hueioc/maps/follow.py:2: " in with_paths(_lint(clone).stdout, clone)


def test_a_room_without_a_floor_is_found(clone: Path) -> None:
    (clone / "hueioc/attic").mkdir()
    (clone / "hueioc/attic/__init__.py").touch()
    done = _lint(clone)
    assert done.returncode == 1
    assert "attic" in done.stdout


def test_a_ring_inside_a_room_is_found_even_inside_a_function(clone: Path) -> None:
    (clone / "hueioc/cases/rules.py").write_text('"""R."""\n\n\ndef f():\n    from hueioc.cases import models\n')
    (clone / "hueioc/cases/models.py").write_text('"""M."""\nfrom hueioc.cases import rules\n')
    done = _lint(clone)
    assert done.returncode == 1
    found = with_paths(done.stdout, clone)
    assert "hueioc/cases/models.py:2: " in found or "hueioc/cases/rules.py:5: " in found, found


def test_a_view_may_import_events_of_work_and_nothing_else(clone: Path) -> None:
    (clone / "hueioc/cases/events.py").touch()
    (clone / "hueioc/cases/queries.py").touch()
    (clone / "hueioc/live/follow.py").write_text('"""F."""\nfrom hueioc.cases import events\n')
    assert _lint(clone).returncode == 0
    (clone / "hueioc/live/follow.py").write_text('"""F."""\nfrom hueioc.cases import queries\n')
    done = _lint(clone)
    assert done.returncode == 1
    assert "hueioc/live/follow.py:2: " in with_paths(done.stdout, clone)


def test_the_contract_of_the_views_names_every_view_and_every_room_of_work() -> None:
    file = ConfigParser()
    file.read(ROOT / ".importlinter", encoding="utf-8")
    contract = file["importlinter:contract:views"]
    house = House(ROOT)
    assert set(contract["source_modules"].split()) == {f"hueioc.{room}" for room in house.rooms(VIEWS)}
    assert set(contract["forbidden_modules"].split()) == {f"hueioc.{room}" for room in house.rooms(WORK)}


@isolate_apps("hueioc.people", "hueioc.cases")
def test_a_foreign_key_upwards_or_with_a_reverse_name_is_found() -> None:
    class Case(models.Model):
        class Meta:
            app_label = "cases"

    class Unit(models.Model):
        case = models.ForeignKey(Case, on_delete=models.CASCADE)

        class Meta:
            app_label = "people"

    Case.__module__, Unit.__module__ = "hueioc.cases.models", "hueioc.people.models"
    found = list(findings([Case, Unit], floors(ROOT), ROOT))
    assert len(found) == 2
    assert 'Unit.case needs related_name="+"' in found[0]
    assert "Unit.case points to cases" in found[1]


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md"])
def test_the_pictures_show_every_room(page: str) -> None:
    picture = (ROOT / page).read_text(encoding="utf-8").split("```")[1]
    rooms = [room for floor in floors(ROOT) for room in floor.rooms if not (page == "README.md" and room == "config")]
    assert [room for room in rooms if room not in picture] == []


def test_every_room_on_a_floor_is_an_installed_application() -> None:
    rooms = {room for floor in floors(ROOT) for room in floor.rooms} - {"lib", "config"}
    assert rooms == set(settings.ROOMS)
