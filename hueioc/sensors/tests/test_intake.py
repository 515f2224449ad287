"""Readings in: each once, refused ones told, doubtful ones kept, sums right however late and often they come."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection
from django.test import Client

from hueioc.config import backups
from hueioc.journal.models import Fact
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import ANYONE, rule
from hueioc.sensors.commands.filing import days_to_file, file_day
from hueioc.sensors.commands.keeping.sums import settle_all
from hueioc.sensors.queries import levels_now, newest_values, quality_of, series_between, water_near
from hueioc.sensors.storage import reading
from hueioc.sensors.tests.people import KEY, NOW, RAIN, RIVER, course, sent
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _everything() -> dict[str, Any]:
    with reading() as session:
        return {
            name: session.run(f"SELECT * FROM sensors_{name} ORDER BY 1, 2") for name in ("reading", "rollup", "latest")
        }


@pytest.mark.usefixtures("readings")
def test_a_day_sent_twice_and_in_another_order_changes_nothing() -> None:
    day = [(RIVER, NOW - timedelta(minutes=10 * n), 0.3 + n % 7 / 100) for n in range(144)]
    with clock.at(NOW):
        first = sent(*day[::2], *day[1::2])
        settle_all()
        before = _everything()
        again = sent(*reversed(day))
        settle_all()
    assert (first.new, again.new, again.known) == (144, 0, 144)
    assert _everything() == before


@pytest.mark.usefixtures("readings")
def test_sums_are_right_after_late_readings_by_the_days_of_the_city() -> None:
    midnight = NOW.replace(hour=17, minute=0) - timedelta(days=1)  # of the city, seven hours ahead
    with clock.at(NOW):
        sent((RAIN, midnight + timedelta(minutes=30), 4.0), (RAIN, midnight - timedelta(minutes=30), 1.0))
        settle_all()
        sent((RAIN, midnight + timedelta(minutes=20), 2.0), (RAIN, midnight + timedelta(minutes=32), 90.5))
        settle_all()
    days = series_between(RAIN, midnight - timedelta(days=2), NOW, span=86400)
    assert [(one.at, one.total, one.readings) for one in days] == [
        (midnight - timedelta(days=1), 1.0, 1),
        (midnight, 6.0, 2),
    ], "the spike stands in no sum"
    (hour,) = series_between(RAIN, midnight, NOW, span=3600)
    assert (hour.total, hour.lowest, hour.highest, hour.mean) == (6.0, 2.0, 4.0, 3.0)
    singles = series_between(RAIN, midnight, NOW, span=0)
    assert [one.flags for one in singles] == [8, 0, 2], "and is kept with its flag"
    assert len(series_between(RAIN, midnight, NOW)) == 2, "five minutes suit ten hours"


def _post(client: Client, body: Any, key: str = KEY) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(
        "/api/v1/readings", text, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )


@pytest.mark.usefixtures("readings")
def test_each_wrong_reading_is_told_and_the_others_are_kept(client: Client) -> None:
    now = clock.now()
    at = (now - timedelta(minutes=5)).isoformat()
    body = [
        {"series": RIVER, "ts": at, "value": 0.4, "battery": 3.3},
        {"series": "nobody.level", "ts": at, "value": 1},
        {"series": RIVER, "ts": (now + timedelta(hours=2)).isoformat(), "value": 1},
        {"series": RIVER, "ts": (now - timedelta(days=500)).isoformat(), "value": 1},
        {"series": RIVER, "ts": "2026-11-20T03:00:00", "value": 1},
        {"series": RIVER, "ts": at, "value": "high"},
        "nonsense",
        {"series": RIVER, "ts": at, "value": 1e300},
        {"series": RAIN, "ts": at, "value": 0},
    ]
    answer = _post(client, body)
    found = answer.json()
    assert answer.status_code == 200
    assert (found["new"], found["known"]) == (2, 0)
    assert [one["place"] for one in found["refused"]] == [1, 2, 3, 4, 5, 6, 7]
    assert len({one["error"] for one in found["refused"]}) >= 5
    assert _post(client, body).json()["known"] == 2
    assert _post(client, body[1:2]).status_code == 422


@pytest.mark.usefixtures("readings")
@pytest.mark.parametrize(
    "body", ["", "{", "{}", "[1", '{"series": 1}', "[" * 5000, "\udcff".encode("utf-8", "replace")]
)
def test_a_body_that_is_no_list_is_refused_with_a_sentence(client: Client, body: str) -> None:
    answer = _post(client, body)
    assert answer.status_code in {400, 422}
    assert answer.json()


@pytest.mark.usefixtures("readings")
def test_only_machines_with_a_key_and_those_who_look_after_stations_send(client: Client, cast: Cast) -> None:
    body = [{"series": RIVER, "ts": clock.now().isoformat(), "value": 0.4}]
    assert _post(client, body, key="another").status_code == 403
    assert client.post("/api/v1/readings", body, content_type="application/json").status_code == 403
    client.force_login(cast.accounts["stranger"])
    assert client.post("/api/v1/readings", body, content_type="application/json").status_code == 403
    for who in (ANYONE, cast.owner, cast.officer, cast.stranger):
        with pytest.raises(NotAllowed):
            sent((RIVER, NOW, 1.0), actor=who)
    client.force_login(cast.accounts["operator"])
    assert client.post("/api/v1/readings", body, content_type="application/json").status_code == 200


@pytest.mark.usefixtures("readings")
def test_levels_now_say_the_phrase_the_rise_and_what_is_stale() -> None:
    with clock.at(NOW):
        course([1.9, 1.95, 2.0, 2.05, 2.1, 2.15, 2.2])
        (one,) = levels_now([RIVER])
        assert one.newest is not None
        assert one.rise is not None
        assert (one.words, one.reached, one.is_stale) == ("trên báo động II 0,20 m", 2, False)
        assert round(one.rise, 3) == 0.3
        (silent,) = levels_now([RAIN])
        assert (silent.newest, silent.words) == (None, "")
    with clock.at(NOW + timedelta(hours=3)):
        assert levels_now([RIVER])[0].is_stale
    assert newest_values([RIVER])[RIVER].sender == "machine:gauge"


@pytest.mark.usefixtures("readings")
def test_water_near_a_place_reads_nothing_of_the_future() -> None:
    near = Point(16.461, 107.561)
    with clock.at(NOW):
        course([1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6])
        found = water_near(near, NOW - timedelta(minutes=30))
        assert found is not None
        assert (found.station, found.level_m, found.phrase) == ("kim-long", 1.3, "trên báo động I 0,30 m")
        assert found.distance_m < 200
        assert water_near(near, NOW - timedelta(hours=9)) is None
        assert water_near(Point(16.0, 108.2), NOW) is None


@pytest.mark.usefixtures("readings")
def test_quality_is_for_staff_and_counts_gaps_and_doubts(cast: Cast) -> None:
    with clock.at(NOW):
        course([0.5] * 71 + [9.9])
        with pytest.raises(NotAllowed):
            quality_of(cast.owner, NOW)
        (one,) = quality_of(cast.stranger, NOW + timedelta(minutes=1))
    assert (one.came, one.expected, one.flags) == (72, 144, {"spike": 1})


@pytest.mark.usefixtures("readings")
def test_a_day_that_is_over_is_a_parquet_file_and_late_readings_write_it_anew() -> None:
    actor = rule("readings")
    with clock.at(NOW):
        course([0.5] * 144, end=NOW - timedelta(days=4))
        days = days_to_file(NOW)
        paths = [file_day(day, actor) for day in days]
        assert days_to_file(NOW) == []
        counted = duckdb.sql(f"SELECT series, count(*), max(value) FROM '{paths[-1]}' GROUP BY 1").fetchall()
        sent((RIVER, NOW - timedelta(days=4, minutes=-1), 0.6))
        assert days_to_file(NOW) == [days[-1]]
        file_day(days[-1], actor)
    assert len(days) == 2
    assert counted[0][0] == RIVER
    assert duckdb.sql(f"SELECT max(value) FROM '{paths[-1]}'").fetchall() == [(0.6,)]
    assert Fact.objects.filter(kind="sensors.filed").count() == 3


@pytest.mark.usefixtures("readings")
def test_rows_leave_the_database_when_they_are_old_and_filed(tmp_path: Path) -> None:
    with clock.at(NOW - timedelta(days=420)):
        course([0.5, 0.6], end=NOW - timedelta(days=420))
    with clock.at(NOW):
        course([0.5], end=NOW - timedelta(days=5))
        for day in days_to_file(NOW):
            file_day(day, rule("readings"))
        assert len(series_between(RIVER, NOW - timedelta(days=500), NOW, span=0)) == 1
        assert sent((RIVER, NOW - timedelta(days=420), 0.5)).refused
    assert len(list((tmp_path / "readings").glob("*.parquet"))) == 2


@pytest.mark.usefixtures("readings")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL they are in the dump of the database")
def test_a_backup_holds_the_file_of_readings(tmp_path: Path) -> None:
    with clock.at(NOW):
        course([0.5, 0.6])
    backups._copy_readings(tmp_path)
    copy = sqlite3.connect(tmp_path / backups.READINGS_FILE)
    assert copy.execute("SELECT count(*) FROM sensors_reading").fetchone() == (2,)
