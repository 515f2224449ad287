"""The scripts set themselves up, skip what is done, and speak in sentences when they cannot go on."""

import os
import subprocess
from functools import partial
from pathlib import Path

import pytest

from scripts.steps import ready
from scripts.steps.import_places import with_paths

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("run", "test", "check", "bench", "docs", "hueioc")
pytestmark = pytest.mark.once


def test_a_step_runs_again_only_when_its_input_changed(tmp_path: Path) -> None:
    ran: list[str] = []
    stamp = tmp_path / "stamp"
    for made_from in ("a", "a", "b", "b"):
        ready.once(stamp, made_from, partial(ran.append, made_from))
    assert ran == ["a", "b"]


def test_a_step_that_failed_leaves_no_stamp(tmp_path: Path) -> None:
    def fail() -> None:
        raise ready.SetUpError("no")

    with pytest.raises(ready.SetUpError):
        ready.once(tmp_path / "stamp", "a", fail)
    assert not (tmp_path / "stamp").exists()


def test_the_fingerprint_follows_the_content() -> None:
    lock, other = ROOT / "requirements" / "base.lock", ROOT / "requirements" / "dev.lock"
    assert ready.fingerprint([lock]) == ready.fingerprint([lock])
    assert ready.fingerprint([lock]) != ready.fingerprint([other])


def test_a_machine_with_an_old_python_is_told_what_it_needs(tmp_path: Path) -> None:
    for name in ("python3", "python", "python3.11", "python3.12", "python3.13", "python3.14"):
        old = tmp_path / name
        old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
        old.chmod(0o755)
    surroundings = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HUEIOC_VENV": str(tmp_path / "none")}
    done = subprocess.run([str(ROOT / "scripts" / "run")], env=surroundings, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        "HueIOC needs Python 3.11 or newer and found Python 3.9.2; please install it and start again.\n"
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_can_be_started_and_says_what_it_does(name: str) -> None:
    path = ROOT / "scripts" / name
    assert os.access(path, os.X_OK)
    first, second, third = path.read_text().splitlines()[:3]
    assert first == "#!/usr/bin/env bash"
    assert second.startswith("# ")
    assert third == "set -euo pipefail"


def test_the_integration_server_runs_what_people_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "scripts/test" in (ROOT / ".ci" / "run").read_text()


def test_the_findings_of_the_floors_get_their_places(tmp_path: Path) -> None:
    (tmp_path / "hueioc" / "a").mkdir(parents=True)
    (tmp_path / "hueioc" / "a" / "__init__.py").touch()
    text = "-   hueioc.a -> hueioc.b (l.7)\n"
    assert with_paths(text, tmp_path) == "-   hueioc/a/__init__.py:7: hueioc.a -> hueioc.b (l.7)\n"
