"""Pages about people: mine to me, roles to the administrator, the vault's log to those who watch over it."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from hueioc.cases.commands import open_case
from hueioc.dossiers.commands import register_dossier
from hueioc.dossiers.tests.people import filed
from hueioc.lib import clock
from hueioc.notices.commands import choose
from hueioc.notices.models import Choice, Subscription
from hueioc.people.commands import grant_role
from hueioc.people.models import Absence, Account, Contact
from hueioc.people.rules import ContactData, rule
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


def test_my_data_hold_my_dossiers_with_what_was_said(cast: Cast) -> None:
    dossier = register_dossier(filed(channel="online", papers={"form": "file", "birth_note": "file"}), cast.owner)
    [mine] = browser(cast, "owner").get("/me/data.json").json()["dossiers"]
    assert (mine["number"], mine["procedure"]) == (dossier.code, dossier.service)
    assert mine["papers"] == {"form": "file", "birth_note": "file"}
    for who in ("officer", "stranger", "neighbour"):
        assert browser(cast, who).get("/me/data.json").json()["dossiers"] == [], who


def test_my_data_hold_my_choices_and_browsers_without_their_keys(cast: Cast) -> None:
    Subscription.objects.create(
        code="B1", endpoint="https://push.example.org/mine", endpoint_hash="h", key="PUBLIC-KEY", secret="SEAL-SECRET",
        account=cast.owner.ref, language="vi", made_at=clock.now(),
    )  # fmt: skip
    choose(cast.owner, channels=["app"], topics=[])
    mine = browser(cast, "owner").get("/me/data.json")
    kept = mine.json()["notices"]
    assert [one["address"] for one in kept["browsers"]] == ["https://push.example.org/mine"]
    assert (kept["told_by"], kept["told_of"]) == (["app"], [])
    assert "SEAL-SECRET" not in mine.content.decode()
    for who in ("officer", "stranger"):
        assert "push.example.org" not in browser(cast, who).get("/me/data.json").content.decode(), who
    assert browser(cast, "owner").post("/me/erase/").status_code == 302
    assert not Subscription.objects.exists()
    assert not Choice.objects.exists()


@pytest.mark.parametrize(
    ("role", "unit", "page"),
    [
        ("officer", WARD, "/inbox/"),
        ("operator", "", "/desk/"),
        ("admin", "", "/desk/"),
        ("leader", "", "/dashboard/"),
        ("auditor", "", "/dashboard/"),
        ("data_steward", "", "/dashboard/"),
    ],
)
def test_every_role_is_led_to_a_page_it_may_see(cast: Cast, role: str, unit: str, page: str) -> None:
    grant_role(cast.accounts["neighbour"], role, unit=unit, actor=rule("test"))
    Authenticator.objects.create(user=cast.accounts["neighbour"], type=Authenticator.Type.TOTP, data={})
    answer = browser(cast, "neighbour").get("/", follow=True)
    assert (answer.redirect_chain[-1][0], answer.status_code) == (page, 200)


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


def test_an_absence_is_noted_and_ended_on_its_page_and_told_in_both_inboxes(cast: Cast) -> None:
    day = clock.today().isoformat()
    form = {"substitute": cast.officer.ref, "since": day, "until": day}
    head = browser(cast, "head")
    assert head.get("/me/away/").status_code == 200
    assert head.post("/me/away/", form | {"substitute": cast.stranger.ref}).status_code == 400
    assert head.post("/me/away/", form).status_code == 302
    for who in ("head", "officer"):
        assert "banner-info" in browser(cast, who).get("/inbox/").content.decode()
        assert "/me/away/" in browser(cast, who).get("/me/").content.decode()
    assert "banner-info" not in browser(cast, "stranger").get("/inbox/").content.decode()
    [mine] = head.get("/me/data.json").json()["absences"]
    assert (mine["since"], mine["until"], mine["substitute"]) == (day, day, "officer")
    head.post("/me/away/", {"end": str(Absence.objects.get().pk)})
    assert "banner-info" not in browser(cast, "officer").get("/inbox/").content.decode()


def test_an_absence_of_somebody_else_is_for_the_head_of_the_unit_and_the_administrator(cast: Cast) -> None:
    asked = f"/me/away/?who={cast.officer.ref}"
    for who, status in (("head", 200), ("admin", 200), ("stranger", 403), ("owner", 403), ("leader", 403)):
        assert browser(cast, who).get(asked).status_code == status
    assert browser(cast, "owner").get("/me/away/").status_code == 403
    assert Client().get("/me/away/").status_code in (302, 403)
    day = clock.today().isoformat()
    browser(cast, "head").post(asked, {"substitute": cast.head.ref, "since": day, "until": day})
    browser(cast, "stranger").post("/me/away/", {"end": str(Absence.objects.get().pk)})
    assert Absence.objects.get().ended_at is None
