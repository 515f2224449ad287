"""Views that knew only reports follow dossiers too: figures, downloads, notices and playbooks, by the base facts."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hueioc.dossiers import commands as give
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.tests.people import MARITAL, accepted, filed
from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.maps.models import Pin
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from hueioc.playbooks.clock import strike
from hueioc.playbooks.registry import playbooks
from tests.cast import IN_WARD, Cast

TWO = {"form": "paper", "identity": "paper"}
PERMIT = {"form": "paper", "title": "paper", "drawings": "file"}
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def told(cast: Cast) -> Dossier:
    """One dossier that ended late, one that is open with a place; every view has read their facts."""
    with clock.at(MONDAY):
        late = accepted(cast, procedure=MARITAL, papers=TWO)
        accepted(cast, procedure="1.009994", papers=PERMIT, lat=IN_WARD[0], lon=IN_WARD[1])
    with clock.at(MONDAY + timedelta(days=10)):
        give.finish_dossier(late.code, cast.officer, outcome="granted", text="Đã cấp.")
        give.return_result(late.code, cast.officer)
    catch_up()
    return late


def test_figures_and_downloads_count_dossiers_apart_from_reports(told: Dossier) -> None:
    figures = Client().get("/statistics.json", {"kind": "dossier"}).json()["figures"]
    assert (figures["received"]["value"], figures["ended"]["value"]) == (2, 1)
    assert (figures["on_time"]["numerator"], figures["open"]["value"]) == (0, 1)
    assert Client().get("/statistics.json").json()["figures"]["received"]["value"] == 0
    page = Client().get("/statistics/", {"kind": "dossier", "by": "category"})
    assert "1.004873" in [line["code"] for line in page.context["lines"]]
    rows = json.loads(b"".join(Client().get("/open-data/cases.json", {"kind": "dossier"})))["cases"]
    assert len(rows) == 2
    assert told.code not in json.dumps(rows)
    for address in ("/statistics.json", "/open-data/cases.json"):
        assert Client().get(address, {"kind": "castle"}).status_code == 400


def test_a_dossier_with_a_place_is_a_pin_for_staff_only(told: Dossier) -> None:
    pin = Pin.objects.get()
    assert (pin.kind, pin.service, pin.is_public) == ("dossier", "1.009994", False)


def test_an_applicant_is_told_in_words_of_dossiers(cast: Cast) -> None:
    code = give.register_dossier(filed(channel="online", papers={}), cast.owner).code
    give.accept_dossier(code, cast.officer)
    give.request_supplement(code, cast.officer, text="Thiếu tờ khai.")
    catch_up()
    topics = {one.topic for one in Notice.objects.filter(recipient=cast.owner.ref, channel="app")}
    # Nobody is told what they did themselves: not that it was registered.
    assert topics == {"accepted", "asked"}
    assert all(code in sentence(one) for one in Notice.objects.filter(recipient=cast.owner.ref).exclude(topic=""))


def test_the_clock_warns_once_and_tells_once(cast: Cast) -> None:
    with clock.at(MONDAY):
        dossier = accepted(cast, procedure=MARITAL, papers=TWO)
    assert dossier.due_at is not None
    for hours in (-1, -1, 1, 1):
        with clock.at(dossier.due_at + timedelta(hours=hours)):
            strike(playbooks())
    said = Fact.objects.filter(subject=dossier.ref, kind="dossier.noted").values_list("data", flat=True)
    assert [json.loads(data)["verb"] for data in said] == ["due_soon", "overdue"]
