"""The people of every test: owner, officer, stranger, the centre's staff and their city (all invented)."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from hueioc.cases.commands import Sorting, accept_case, open_case, resolve_case, triage_case
from hueioc.cases.models import Case
from hueioc.cases.rules.intake import NewReport
from hueioc.config.city import load_city
from hueioc.people.commands import grant_role, open_account
from hueioc.people.models import Account, Unit
from hueioc.people.queries import forget_register, standing
from hueioc.people.rules import ANYONE, Actor, rule
from hueioc.places.atlas import forget as forget_places
from hueioc.places.models import Area

WARD = "ward-19777"
OTHER_WARD = "ward-19753"
IN_WARD = (16.4778, 107.6080)
CATEGORY = "drainage"
_USUAL = (settings.PACKS, settings.CITY)


class Cast(NamedTuple):
    """Who acts in a test. The owner filed the report, the officer works for `WARD`, the stranger for `OTHER_WARD`."""

    owner: Actor
    officer: Actor
    head: Actor
    stranger: Actor
    neighbour: Actor
    operator: Actor
    coordinator: Actor
    leader: Actor
    admin: Actor
    accounts: dict[str, Account]
    nobody: Actor = ANYONE
    clock: Actor = rule("test")


_STAFF = {
    "officer": [("officer", WARD)],
    "head": [("unit_head", WARD)],
    "stranger": [("officer", OTHER_WARD)],
    "operator": [("operator", "")],
    "coordinator": [("coordinator", "")],
    "leader": [("leader", "")],
    "admin": [("admin", "")],
}


@pytest.fixture
def city(db: None, settings: Any) -> None:
    """The reference city's units and areas: those every session begins with, read anew where a test emptied them."""
    is_usual = (settings.PACKS, settings.CITY) == _USUAL
    if is_usual and Unit.objects.exists() and Area.objects.exists():
        forget_register()
        forget_places()
    else:
        load_city()


@pytest.fixture
def cast(city: None) -> Cast:
    """Everybody, with the roles they hold."""
    registrar = rule("test")
    accounts = {name: open_account(origin="test", display_name=name) for name in ("owner", "neighbour")}
    for name, roles in _STAFF.items():
        accounts[name] = open_account(origin="test", display_name=name)
        for role, unit in roles:
            grant_role(accounts[name], role, unit=unit, actor=registrar)
        # Staff have a second factor; what happens without one is tested with sign-in.
        Authenticator.objects.create(user=accounts[name], type=Authenticator.Type.TOTP, data={})
    actors = {name: standing(account) for name, account in accounts.items()}
    return Cast(**actors, accounts=accounts)


def report(**changes: object) -> NewReport:
    """A report as a citizen sends it; fields can be changed."""
    fields: dict[str, object] = {
        "category": CATEGORY,
        "description": "Mưa tí là nước tràn vô nhà, cống nghẹt lâu lắm rồi",
        "lat": IN_WARD[0],
        "lon": IN_WARD[1],
    }
    return NewReport(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def opened(cast: Cast) -> Case:
    """A report the owner has just sent."""
    return open_case(report(), cast.owner)


@pytest.fixture
def offered(cast: Cast, opened: Case) -> Case:
    """A report the centre has offered to the ward."""
    return triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))


@pytest.fixture
def in_work(cast: Cast, offered: Case) -> Case:
    """A report the ward has accepted."""
    return accept_case(offered.code, cast.officer)


@pytest.fixture
def answered(cast: Cast, in_work: Case) -> Case:
    """A report the ward has answered without a picture being needed."""
    return resolve_case(in_work.code, cast.officer, outcome="answered", text="Đã kiểm tra và giải thích tại chỗ.")


@pytest.fixture
def fresh() -> Callable[[Case], Case]:
    """Reads a report again from the database."""
    return lambda case: Case.objects.get(code=case.code)
