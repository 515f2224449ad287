"""The page of the installation's health: for administrators alone, and true about what is wrong and what to do."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils.translation import override

from hueioc.cases.commands import open_case
from hueioc.config.worker import Turn
from hueioc.journal.models import Position
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.notes import leave_note
from hueioc.upkeep.queries import BACKUP_NOTE, CHECK_NOTE, DatabaseState, state
from hueioc.upkeep.rules import BAD, GOOD
from hueioc.upkeep.wording import groups
from tests.cast import Cast, report

PAGES = ("/status/", "/status/part/")


@pytest.fixture(autouse=True)
def _a_home_of_its_own(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = settings.SHARED = tmp_path
    # The server of the tests is fast because it is unsafe, which would be red on every page here.
    monkeypatch.setattr("hueioc.upkeep.queries.database.unsafe_settings", lambda: ())


def browser(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(cast: Cast) -> str:
    answer = browser(cast, "admin").get("/status/part/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_only_an_administrator_sees_it(cast: Cast, path: str) -> None:
    assert browser(cast, "admin").get(path).status_code == 200
    for who in ("officer", "operator", "coordinator", "leader", "owner", "stranger"):
        assert browser(cast, who).get(path).status_code == 403, who
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_an_administrator_without_a_second_factor_does_not(cast: Cast, path: str) -> None:
    Authenticator.objects.all().delete()
    answer = browser(cast, "admin").get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_it_is_linked_for_the_administrator_alone(cast: Cast) -> None:
    assert 'href="/status/"' in browser(cast, "admin").get("/notices/").content.decode()
    assert 'href="/status/"' not in browser(cast, "operator").get("/notices/").content.decode()


def test_a_stopped_view_is_named_with_its_cause_and_what_to_do(cast: Cast, somebody_works: None) -> None:
    open_case(report(), cast.owner)
    catch_up()
    assert "stopped" not in page(cast)
    Position.objects.filter(follower="maps.pins").update(failures=4, error="KeyError")
    text = page(cast)
    assert "stopped: KeyError, 4 tries" in text
    assert "scripts/hueioc rebuild maps.pins" in text
    assert "1 thing needs somebody to act now." in text


def test_facts_that_wait_for_their_place_are_told_by_their_age(cast: Cast) -> None:
    catch_up()
    open_case(report(), cast.owner)
    with clock.at(clock.now() + timedelta(minutes=5)):
        text = page(cast)
    assert "1 fact without a place, the oldest for 5 minutes" in text
    catch_up()
    assert "without a place" not in page(cast)


def test_a_backup_is_known_by_its_note(cast: Cast, tmp_path: Path) -> None:
    assert "none known here" in page(cast)
    leave_note(tmp_path / BACKUP_NOTE, {"at": (clock.now() - timedelta(hours=3)).isoformat()})
    text = page(cast)
    assert "3 hours ago" in text
    assert "none known here" not in text
    (tmp_path / BACKUP_NOTE).write_text(json.dumps({"at": "yesterday"}))
    assert "none known here" in page(cast)


def test_a_database_found_damaged_is_a_matter_for_now(cast: Cast, tmp_path: Path, settings: Any) -> None:
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("PostgreSQL checks its own pages")
    leave_note(tmp_path / CHECK_NOTE, {"at": clock.now().isoformat(), "is_sound": True})
    assert "damaged" not in page(cast)
    leave_note(tmp_path / CHECK_NOTE, {"at": clock.now().isoformat(), "is_sound": False})
    assert "the database is damaged" in page(cast)


def test_it_speaks_vietnamese(cast: Cast) -> None:
    client = browser(cast, "admin")
    with override("vi"):
        text = client.get("/status/", headers={"accept-language": "vi"}).content.decode()
    assert "Tình trạng hệ thống" in text
    assert "Cơ sở dữ liệu" in text


def test_that_nobody_does_the_background_work_is_told(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite the one process does it")
    assert "no process does it" in page(cast)
    turn = Turn()
    assert turn.take()
    assert "no process does it" not in page(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    assert "scripts/hueioc work" in page(cast)


@pytest.mark.parametrize(("unsafe", "level", "value"), [((), GOOD, "on the disk"), (("fsync=off",), BAD, "fsync=off")])
def test_a_server_that_may_lose_what_it_confirmed_is_red(db: None, unsafe: Any, level: str, value: str) -> None:
    now = state()
    on_postgresql = replace(now, database=DatabaseState("PostgreSQL", True, "15.1", unsafe=unsafe))
    with override("en"):
        [line] = [line for line in groups(on_postgresql)[0].lines if line.title == "Confirmed means kept"]
    assert line.level == level
    assert value in line.value
    assert bool(line.advice) == bool(unsafe)
