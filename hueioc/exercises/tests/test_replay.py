"""Two hours of the exercise through the doors, and the report; elsewhere nothing of it gets in."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as usual
from django.test import Client

from hueioc.config.cli import serve
from hueioc.exercises.acts import CALLS, WARNINGS, Act, acts
from hueioc.exercises.pack import ExercisePack, find_exercise
from hueioc.exercises.replay import asked, refuse_beside_real_data, replay
from hueioc.exercises.report import lines, report
from hueioc.exercises.rules.timeline import Timeline
from hueioc.lib import clock
from hueioc.lib.packs import open_city
from hueioc.people.rules import rule
from hueioc.rescues.commands import assign_rescues, sort_new_rescues
from hueioc.rescues.models import Rescue
from hueioc.rescues.tests.people import team
from hueioc.warnings.commands import draft_from_received, release_warning, submit_warning
from hueioc.warnings.models import Received
from hueioc.warnings.tests.drafts import new as new_warning
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CODE = "october-2025"
KEYS = {"readings": "demo-readings", "cap": "demo"}


class ClientDoors:
    """The doors in this process; the first call finds its door busy once."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.busy = 1

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """As over a network."""
        if path == CALLS and self.busy:
            self.busy -= 1
            return 503, b""
        kind = dict(headers or {}).pop("Content-Type", "application/json")
        answer = Client().generic(method, path, body, content_type=kind, headers=dict(headers or {}))
        return answer.status_code, answer.content


@pytest.fixture
def pack() -> ExercisePack:
    """The exercise that ships."""
    return find_exercise(open_city(usual.PACKS / "cities" / usual.CITY), CODE)


def _line(pack: ExercisePack, hours: float = 2) -> Timeline:
    begins = pack.exercise.begins
    return Timeline(begins, begins + timedelta(hours=hours), clock.now() - timedelta(seconds=8), 1000.0)


def test_two_hours_go_through_the_doors_and_the_report_says_how_the_centre_did(
    cast: Cast, readings: None, settings: Any, pack: ExercisePack
) -> None:
    settings.DEMO, settings.EXERCISE = True, CODE
    doors, line = ClientDoors(), _line(pack)
    crew = team(cast)

    def staff(act: Act) -> None:
        """An officer releases with a second person the first draft that comes; the second one nobody looks at."""
        if act.door == WARNINGS and b"kim-long-1" in act.body:
            with clock.at(act.due + timedelta(seconds=1)):
                drafted = draft_from_received(Received.objects.get().code, cast.operator, new_warning(is_exercise=True))
                submit_warning(drafted.code, cast.operator)
                release_warning(drafted.code, cast.coordinator)

    refuse_beside_real_data(doors, CODE)
    waited: list[float] = []
    sent = replay(acts(pack, line, KEYS), doors, clock.now, waited.append, staff)
    sort_new_rescues(rule("test"))
    first = Rescue.objects.filter(lead="").order_by("id")[0]
    with clock.at(first.opened_at + timedelta(seconds=30)):
        assign_rescues([first.code], cast.coordinator, team=crew.code)
    path = f"/api/v1/exercise/figures?since={line.started.isoformat().replace('+', '%2B')}"
    told = report(pack, line, sent, asked(doors, path), asked(doors, "/api/v1/stations"))

    calls = told["calls"]
    assert (calls["played"], calls["calls"], calls["marked"]) == (5, 5, 5)
    assert (calls["merged"], calls["repeated"], calls["assigned"], calls["never_assigned"]) == (1, 1, 1, 3)
    assert (calls["merged_right"], calls["merged_wrong"], calls["left_apart"]) == (1, 0, 0)
    assert calls["first_assignment_s"]["median"] == pytest.approx(30, abs=0.1)
    kept = told["doors"]["readings"]
    # 26 readings in 7.2 seconds of the wall: one of each gauge in each second.
    assert (kept["kept"] in (16, 18), kept["refused"]) == (True, 0)
    river = next(one for one in asked(doors, "/api/v1/stations") if one["code"] == "kim-long")["series"][0]
    assert (river["level"], river["is_stale"], river["is_doubtful"]) == (1, False, False)
    assert (told["doors"]["retried"], told["doors"]["refused"], told["doors"]["lost"]) == ({CALLS: 1}, {}, {})
    crossing = told["crossings"][0]
    assert [one["station"] for one in told["crossings"]] == ["kim-long"]
    assert (crossing["alarm"], crossing["lead_minutes"]) == (1, pytest.approx(80 - 1000 / 60, abs=0.2))
    assert (told["warnings_released"], told["not_marked_as_exercise"]) == (1, 0)
    assert {one.status for one in Received.objects.all()} == {"Exercise"}
    assert any("warned 63.3 min before" in one for one in lines(told))
    marks = set(Rescue.objects.values_list("channel", flat=True))
    assert marks == {"exercise"}
    assert all(text.startswith(pack.exercise.mark) for text in Rescue.objects.values_list("text", flat=True))
    assert "0600325049" not in json.dumps(told)


def test_nothing_of_an_exercise_gets_in_beside_other_data(cast: Cast, settings: Any, pack: ExercisePack) -> None:
    doors = ClientDoors()
    for is_demo in (False, True):
        settings.DEMO, settings.EXERCISE = is_demo, ""
        with pytest.raises(ValueError, match="Nothing was sent"):
            refuse_beside_real_data(doors, CODE)
        # Also whoever leaves the first question out.
        line = _line(pack, hours=0.5)
        call = next(act for act in acts(pack, line, KEYS) if act.door == CALLS)
        sent = replay([call], doors, clock.now, lambda seconds: None)
        assert sent.refused == {CALLS: 1}
        with pytest.raises(ValueError, match="does not answer"):
            asked(doors, "/api/v1/exercise/figures?since=2026-01-01T00:00:00Z")
    assert not Rescue.objects.exists()


def test_a_door_that_stays_away_loses_an_act_and_says_so() -> None:
    class Away:
        def ask(self, *_words: Any) -> tuple[int, bytes]:
            raise ConnectionRefusedError

    waited: list[float] = []
    at = datetime(2026, 11, 30, tzinfo=clock.now().tzinfo)
    sent = replay([Act(at, CALLS, b"{}")], Away(), lambda: at, waited.append)
    assert (sent.lost[CALLS], sent.retried[CALLS], len(waited)) == (1, 4, 4)


def test_only_an_empty_home_becomes_one_for_an_exercise(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = settings.SHARED = tmp_path
    monkeypatch.setattr(serve, "connection", SimpleNamespace(vendor="postgresql"))
    assert "database of its own" in serve.refused_exercise(CODE)
    monkeypatch.setattr(serve, "connection", SimpleNamespace(vendor="sqlite"))
    (tmp_path / "installed").touch()
    assert "holds something already" in serve.refused_exercise(CODE)
    assert not (tmp_path / serve.EXERCISE_FILE).exists()
    (tmp_path / "installed").unlink()
    assert serve.refused_exercise(CODE) == ""
    (tmp_path / "installed").touch()
    assert serve.refused_exercise(CODE) == ""
    assert (tmp_path / serve.EXERCISE_FILE).read_text().strip() == CODE
