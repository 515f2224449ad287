"""Staff without a second factor are citizens at every door: pages, programs, tiles and the live stream."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as city_settings
from django.test import Client

from hueioc.cases.models import Case
from hueioc.journal.runner import catch_up
from hueioc.lib.geo import Point
from hueioc.maps.rules.grid import axes
from hueioc.people.queries import actor_behind, standing
from tests.cast import IN_WARD, Cast

STAFF = ("officer", "stranger", "operator", "leader", "admin")
X, Y = (axis >> 12 for axis in axes(Point(*IN_WARD)))
TILE = f"/tiles/cases-work/14/{X}/{Y}.mvt"


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def without(cast: Cast) -> Cast:
    """Everybody has lost the second factor."""
    Authenticator.objects.all().delete()
    return cast


@pytest.mark.parametrize("who", STAFF)
def test_roles_count_only_with_a_second_factor(cast: Cast, who: str) -> None:
    assert standing(cast.accounts[who]).is_staff
    Authenticator.objects.all().delete()
    actor = standing(cast.accounts[who])
    assert (actor.roles, actor.lacks_factor, actor.ref) == (frozenset(), True, cast.accounts[who].ref)


def test_a_citizen_needs_none(without: Cast) -> None:
    assert not standing(without.accounts["owner"]).lacks_factor


def test_a_demo_is_exempt(without: Cast, settings: Any) -> None:
    settings.DEMO = True
    assert standing(without.accounts["officer"]).is_staff


@pytest.mark.parametrize("who", STAFF)
def test_the_live_stream_takes_them_for_citizens(cast: Cast, who: str) -> None:
    cookie = f"{city_settings.SESSION_COOKIE_NAME}={browser(cast, who).cookies['sessionid'].value}"
    assert actor_behind(cookie).is_staff
    Authenticator.objects.all().delete()
    assert not actor_behind(cookie).is_staff


def test_programs_and_tiles_take_them_for_citizens(cast: Cast, in_work: Case) -> None:
    catch_up()
    number = f"/api/v1/reports/{in_work.code}"
    seen = {who: browser(cast, who).get(number).status_code for who in ("owner", "officer", "stranger", "operator")}
    assert seen == {"owner": 200, "officer": 200, "stranger": 404, "operator": 200}
    assert browser(cast, "operator").get(TILE).content
    Authenticator.objects.all().delete()
    seen = {who: browser(cast, who).get(number).status_code for who in ("owner", "officer", "stranger", "operator")}
    assert seen == {"owner": 200, "officer": 404, "stranger": 404, "operator": 404}
    assert browser(cast, "operator").get(TILE).status_code in (403, 404)


@pytest.mark.parametrize("page", ["/desk/", "/inbox/", "/overview/", "/", "/notices/", "/accounts-of-staff/"])
def test_pages_lead_them_to_set_one_up_and_nobody_else(without: Cast, page: str) -> None:
    for who in ("officer", "operator", "admin"):
        led = browser(without, who).get(page)
        assert (led.status_code, led["Location"][:14]) == (302, "/accounts/2fa/"), who
    assert "2fa" not in browser(without, "owner").get(page).headers.get("Location", "")
