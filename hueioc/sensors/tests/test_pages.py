"""Pages of stations and alarms: for everybody without a script, in their language; quality and notes for staff."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hueioc.lib import clock
from hueioc.sensors.commands import acknowledge_alarm
from hueioc.sensors.commands.keeping.sums import settle_all
from hueioc.sensors.models import Alarm
from hueioc.sensors.queries import find_lines, risk_now
from hueioc.sensors.rules.chart import Spot, course_chart, ticks_between
from hueioc.sensors.tests.people import RAIN, RIVER, course, keeper, sent
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def flood(readings: None) -> Alarm:
    """The river stands above level II now, and it rained."""
    now = clock.now()
    course([1.6, 1.8, 2.0, 2.1, 2.3], end=now, minutes=10)
    sent((RAIN, now - timedelta(minutes=70), 12.5), (RAIN, now - timedelta(minutes=60), 7.5))
    settle_all()
    return Alarm.objects.get()


def test_everybody_reads_levels_in_the_official_words(flood: Alarm, client: Client) -> None:
    page = client.get("/stations/").content.decode()
    assert "trên báo động II 0,30 m" in page
    assert "chưa công bố ngưỡng" in page
    assert f"/alarms/{flood.code}/" in page
    assert page.count("<circle") == 19
    assert "above level II by 0,30 m" in client.get("/stations/", headers={"Accept-Language": "en"}).content.decode()
    rain = client.get("/stations/?kind=rain").content.decode()
    assert "20,0\u00a0mm" in rain
    assert client.get("/stations/?kind=%00").status_code == 200
    home = client.get("/").content.decode()
    assert f'href="/alarms/{flood.code}/"' in home
    assert "trên báo động II 0,30 m" in home


def test_issued_and_computed_risk_stand_side_by_side(flood: Alarm, client: Client, settings: Any) -> None:
    assert "chưa đọc hết cấp 3" in client.get("/stations/").content.decode()
    settings.ISSUED_RISK = f"{__name__}.issued"
    lines = risk_now()
    assert [(line.risk.issued, line.risk.computed) for line in lines] == [(None, None), (3, None)]
    assert "cấp 3" in client.get("/stations/").content.decode()


def issued() -> dict[str, int]:
    return {"level": 3}


def test_staff_find_a_station_by_its_name_without_diacritics(cast: Cast) -> None:
    assert [line.code for line in find_lines("phu oc", cast.operator, 5)] == ["phu-oc"]
    assert find_lines("phu oc", cast.owner, 5) == []


@pytest.mark.parametrize("name", ["24h", "7d", "30d", "1y", "nonsense"])
def test_the_page_of_a_station_draws_its_course_with_thresholds_and_as_a_table(
    flood: Alarm, client: Client, name: str
) -> None:
    page = client.get(f"/stations/kim-long/?range={name}").content.decode()
    assert 'class="limit"' in page
    assert "<table" in page
    assert "I 1,00\u00a0m · II 2,00\u00a0m · III 3,50\u00a0m" in page
    told = client.get(f"/stations/kim-long/readings.csv?range={name}").getvalue().decode()
    assert told.splitlines()[1].startswith("kim-long.level,m,")


def test_stations_without_readings_or_position_have_a_page_and_unknown_ones_none(flood: Alarm, client: Client) -> None:
    bare = client.get("/stations/phong-binh/").content.decode()
    assert "chưa công bố vị trí" in bare
    assert "Không có số đo trong khoảng này." in bare
    assert client.get("/stations/nowhere/").status_code == 404


def test_what_officers_wrote_is_read_by_staff_only(flood: Alarm, client: Client, cast: Cast) -> None:
    acknowledge_alarm(flood.code, keeper(), text="Đã gọi cho tổ dân phố 4")
    address = f"/alarms/{flood.code}/"
    seen = {}
    for who in ("nobody", "owner", "stranger"):
        if who != "nobody":
            client.force_login(cast.accounts[who])
        page = client.get(address)
        assert page.status_code == 200
        seen[who] = "tổ dân phố 4" in page.content.decode()
        assert client.post(f"{address}do/acknowledge/", {"text": "x"}).status_code == 403
    assert seen == {"nobody": False, "owner": False, "stranger": True}
    assert "tổ dân phố 4" not in client.get("/api/v1/stations").content.decode()


def test_the_centre_takes_note_on_the_page(flood: Alarm, client: Client, cast: Cast) -> None:
    client.force_login(cast.accounts["operator"])
    address = f"/alarms/{flood.code}/do/acknowledge/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "Đã biết", "version": flood.version}, follow=True).status_code == 200
    assert Alarm.objects.get().phase == "in_work"
    assert client.post(address, {"text": "Đã biết", "version": flood.version}).status_code == 409
    assert client.get("/alarms/?tab=all").content.decode().count(f"/alarms/{flood.code}/") == 1


def test_quality_and_files_are_for_those_who_look_after_stations(flood: Alarm, client: Client, cast: Cast) -> None:
    at = (clock.now() - timedelta(hours=2)).isoformat()
    text = f"series,ts,value\n{RIVER},{at},1.1\n{RIVER},yesterday,1\nx.level,{at},2\n".encode()
    expected = {"owner": (403, 403), "stranger": (200, 403), "operator": (200, 200)}
    for who, (quality, upload) in expected.items():
        client.force_login(cast.accounts[who])
        assert client.get("/stations/quality/").status_code == quality
        answer = client.post("/stations/upload/", {"file": SimpleUploadedFile("a.csv", text)})
        assert answer.status_code == upload
    page = answer.content.decode()
    assert "Mới: 1. Đã có: 0. Không nhận: 2." in page
    for wrong in (b"", b"\xff\xfe", b"a,b\n1,2\n"):
        assert client.post("/stations/upload/", {"file": SimpleUploadedFile("a.csv", wrong)}).status_code == 400


def test_the_interface_gives_stations_and_courses(flood: Alarm, client: Client) -> None:
    found = {one["code"]: one for one in client.get("/api/v1/stations").json()}
    (river,) = found["kim-long"]["series"]
    assert (river["phrase"], river["level"], river["thresholds"]) == ("trên báo động II 0,30 m", 2, [1.0, 2.0, 3.5])
    assert len(client.get(f"/api/v1/series/{RIVER}?span=0").json()["values"]) == 5
    assert client.get("/api/v1/series/nothing").status_code == 404
    assert client.get(f"/api/v1/series/{RIVER}?since=2026-01-01T00:00:00").status_code == 400
    assert client.get(f"/api/v1/series/{RIVER}?since=2020-01-01T00:00:00Z&span=0").status_code == 400


def test_a_chart_breaks_where_readings_lack_and_shows_the_next_threshold_only() -> None:
    spots = [Spot(0, 1.0, 0.9, 1.1), Spot(600, 1.2, 1.1, 1.3), Spot(9000, 1.4, 1.4, 1.4)]
    limits = [(1.0, "I", "l-1"), (2.0, "II", "l-2"), (3.5, "III", "l-3")]
    found = course_chart(spots, (0, 10_000), gap_s=1800, limits=limits, times=[(0, "00:00")])
    assert (len(found.lines), len(found.bands)) == (2, 1)
    assert [mark.words for mark in found.limits] == ["I", "II"]
    assert course_chart([], (0, 0), gap_s=1).lines == ()
    assert ticks_between(0.0, 0.0)[:2] == [0.0, pytest.approx(0.0, abs=1e-6)]
