"""Pages about people: mine to me, roles to the administrator, the vault's log to those who watch over it."""

import pytest
from django.test import Client

from hueioc.cases.commands import open_case
from hueioc.people.models import Account, Contact
from hueioc.people.rules import ContactData
from tests.cast import WARD, Cast, report


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _in_a_demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]


def test_my_data_are_mine_and_can_be_erased(cast: Cast) -> None:
    contact = ContactData(name="Lê Thị Thử", phone="0900000001")
    case = open_case(report(contact=contact), cast.owner)
    me = browser(cast, "owner")
    assert case.code in me.get("/me/data.json").content.decode()
    assert case.code not in browser(cast, "stranger").get("/me/data.json").content.decode()
    assert Client().get("/me/data.json").status_code == 302
    Contact.objects.update(account=cast.accounts["owner"].code)
    assert me.post("/me/erase/").status_code == 302
    gone = Account.objects.get(pk=cast.accounts["owner"].pk)
    assert (gone.display_name, gone.is_active) == ("", False)
    assert Contact.objects.get().sealed is None
    assert me.get("/me/").status_code == 302


def test_only_an_administrator_gives_and_ends_roles(cast: Cast) -> None:
    data = {"email": "new@example.org", "role": "officer", "unit": WARD}
    for who in ("owner", "officer", "operator", "leader"):
        assert browser(cast, who).post("/accounts-of-staff/", data).status_code == 403, who
    admin = browser(cast, "admin")
    assert admin.post("/accounts-of-staff/", data | {"unit": ""}).status_code == 400
    assert admin.post("/accounts-of-staff/", data).status_code == 302
    assert "new@example.org" in admin.get("/accounts-of-staff/").content.decode()


def test_the_vaults_log_is_for_those_who_watch(cast: Cast) -> None:
    assert browser(cast, "admin").get("/vault-log/").status_code == 200
    for who in ("owner", "officer", "operator"):
        assert browser(cast, who).get("/vault-log/").status_code == 403, who
