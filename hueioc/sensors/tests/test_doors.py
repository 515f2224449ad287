"""An alarm at every door: what everybody may know is there, what staff wrote and silent stations are not."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from hueioc.journal.queries import facts_of
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.playbooks.clock import strike
from hueioc.playbooks.sensors import PLAYBOOKS
from hueioc.sensors.commands import acknowledge_alarm
from hueioc.sensors.models import Alarm
from hueioc.sensors.tests.people import RAIN, course, keeper, sent
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SECRET = "riêng cho người trực"
EVERYBODY = [
    "/stations/",
    "/stations/kim-long/",
    "/alarms/",
    "/map/",
    "/open-data/",
    "/statistics/",
    "/api/v1/stations",
]


@pytest.fixture
def alarms(readings: None, cast: Cast) -> dict[str, Alarm]:
    """One of a river, noted by the unit on duty, and one of a silent station; every view has followed."""
    now = clock.now()
    sent((RAIN, now - timedelta(hours=5), 1.0))
    course([1.8, 2.0, 2.2], end=now)
    strike(PLAYBOOKS)
    found = {alarm.kind: alarm for alarm in Alarm.objects.all()}
    acknowledge_alarm(found["level"].code, keeper(), text=SECRET)
    catch_up()
    return found


def test_nothing_that_staff_wrote_and_no_silent_station_leaves_the_house(
    alarms: dict[str, Alarm], client: Client, cast: Cast
) -> None:
    for who in ("nobody", "owner"):
        if who != "nobody":
            client.force_login(cast.accounts[who])
        for address in [*EVERYBODY, "/me/data.json", "/notices/", "/maps/cases.geojson?bbox=107,15,109,17"]:
            text = client.get(address, follow=True).content.decode()
            assert SECRET not in text, address
            assert alarms["stale"].code not in text, address
        assert client.get(f"/alarms/{alarms['stale'].code}/").status_code == 404


def test_the_public_map_leads_to_the_page_of_the_alarm(alarms: dict[str, Alarm], client: Client) -> None:
    page = client.get("/map/").content.decode()
    assert f"/alarms/{alarms['level'].code}/" in page
    assert f"/reports/{alarms['level'].code}/" not in page


def test_views_of_staff_take_the_new_work_without_an_edit(alarms: dict[str, Alarm], client: Client, cast: Cast) -> None:
    client.force_login(cast.accounts["leader"])
    assert "alarm" in client.get("/mining/?period=all&kind=alarm").content.decode()
    assert client.get("/dashboard/").status_code == 200
    assert client.get("/wall/").status_code == 200
    client.force_login(cast.accounts["stranger"])
    assert alarms["level"].code not in client.get("/inbox/").content.decode(), "another unit is on duty"


def test_facts_of_alarms_hold_codes_and_numbers_only(alarms: dict[str, Alarm]) -> None:
    facts = [fact for alarm in alarms.values() for fact in facts_of(alarm.ref)]
    assert {fact.kind for fact in facts} == {"sensors.raised", "sensors.noted", "sensors.handed", "sensors.changed"}
    assert all(fact.visibility == ("public" if fact.subject == alarms["level"].ref else "internal") for fact in facts)
    assert SECRET not in json.dumps([str(fact) for fact in facts], ensure_ascii=False)
