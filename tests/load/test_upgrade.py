"""A city of an earlier release is started with this one: its tables are migrated, its views filled, no fact is lost.

`HUEIOC_UPGRADE_REPORTS=1000000` for the size that is promised.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.served import ROOT, city, hueioc, surroundings
from tests.load.judged import assert_whole, numbers_kept
from tests.load.senders import Senders

# Before the sums at five levels and several other changes of tables.
EARLIER = "faeb3f7b776ff2f22d5adef97d8a67c5c77c714d"
REPORTS = int(os.environ.get("HUEIOC_UPGRADE_REPORTS", "400"))
FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from hueioc.config.city import load_city
load_city()
from bench.desk import fill
fill({reports}, {reports} // 20)
from hueioc.journal.runner import catch_up
catch_up()
from hueioc.journal.commands import checkpoint
checkpoint()
"""


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """The program as it was."""
    place = tmp_path / "earlier"
    place.mkdir()
    packed = subprocess.run(["git", "archive", EARLIER], cwd=ROOT, capture_output=True)
    if packed.returncode:
        pytest.skip("this clone does not hold the history of the program")
    subprocess.run(["tar", "x", "-C", str(place)], input=packed.stdout, check=True)
    return place


def test_a_city_of_an_earlier_release_goes_on(tmp_path: Path, earlier: Path, databases: list[dict[str, str]]) -> None:
    home, database = tmp_path / "home", databases[0]
    env = surroundings(home, DJANGO_SETTINGS_MODULE="hueioc.config.settings", **database)
    env["PYTHONPATH"] = str(earlier)
    program = [sys.executable, "-c", FILL.format(reports=REPORTS)]
    filled = subprocess.run(program, cwd=earlier, env=env, capture_output=True, text=True)
    assert filled.returncode == 0, filled.stderr
    with city(home, "--empty", **database) as served, Senders(served.port, threads=2) as senders:
        senders.wait_for(20, 201)
        assert served.get("/readyz")[0] == 200
    assert senders.wrong == []
    kept = numbers_kept(home, database)
    assert len(kept) == REPORTS + len(senders.numbers)
    verified = hueioc(home, ["verify"], **database)
    assert "signed checkpoints" in verified.stdout
    assert_whole(home, database, senders.numbers.values(), exactly=False)
