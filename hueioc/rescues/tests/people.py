"""What tests of rescue begin with: calls, a team with a boat, a shelter."""

from typing import Any

from django.test import Client

from hueioc.lib.geo import Point
from hueioc.people.rules import ANYONE, Actor
from hueioc.rescues import commands as give
from hueioc.rescues.models import Rescue, Team
from hueioc.rescues.queries import team_behind
from hueioc.rescues.rules.intake import NewRescue
from tests.cast import IN_WARD, WARD, Cast

PHONE = "0912345678"
ADDRESS = "12 kiệt 5 Sông Lụa"


def new(**changes: Any) -> NewRescue:
    """A family with water to the chest."""
    fields: dict[str, Any] = {
        "text": "nước ngang ngực, cứu với",
        "lat": IN_WARD[0],
        "lon": IN_WARD[1],
        "accuracy_m": 15.0,
        "address": ADDRESS,
        "people": 4,
        "depth": "chest",
        "children": 2,
        "needs": ("boat",),
        "name": "Trần Thị Thử",
        "phones": (PHONE,),
        "channel": "app",
    }
    return NewRescue(**{**fields, **changes})


def called(actor: Actor = ANYONE, **changes: Any) -> Rescue:
    """A call that was just made."""
    return give.open_rescue(new(**changes), actor)


def again(call: Rescue | str) -> Rescue:
    """The call as it stands in the database."""
    return Rescue.objects.select_related("team", "shelter").get(code=call if isinstance(call, str) else call.code)


def team(cast: Cast, name: str = "Đội xuồng 1", unit: str = WARD, kind: str = "boat", seats: int = 10) -> Team:
    """A team with one boat or vehicle, near the people."""
    point = Point(IN_WARD[0] + 0.01, IN_WARD[1])
    crew = give.keep_team(cast.coordinator, name=name, unit=unit, crew=3, phone="0900000001", point=point)
    give.keep_vehicle(cast.coordinator, name=f"{name} A", unit=unit, kind=kind, capacity=seats, team=crew.code)
    return crew


def behind(crew: Team, cast: Cast) -> tuple[str, Actor]:
    """The key of a team's phone and who acts by it."""
    key = give.draw_team_key(crew.code, cast.coordinator)
    return key, team_behind(key)[1]


def browser(cast: Cast, who: str) -> Client:
    """A browser of one of the cast; of nobody for `nobody`."""
    client = Client()
    if who in cast.accounts:
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client
