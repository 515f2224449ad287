"""Signing in: by code, by password, never by guessing; staff only with a second factor."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hueioc.people.commands import grant_role, open_account
from hueioc.people.models import Account
from hueioc.people.rules import rule


@pytest.fixture
def citizen(db: None) -> Account:
    return open_account(origin="test", email="lan@example.org", display_name="Lan", email_is_verified=True)


@pytest.fixture
def officer(city: None) -> Account:
    account = open_account(origin="staff", email="binh@example.org", password="long-enough-1", email_is_verified=True)
    grant_role(account, "operator", actor=rule("test"))
    return account


def code_in(text: str) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", text, re.MULTILINE)
    assert found, text
    return found[1]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_citizen_signs_in_with_the_code_from_the_mail(client: Client, citizen: Account) -> None:
    client.post("/accounts/login/code/", {"email": "lan@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": code_in(str(mail.outbox[-1].body))})
    assert is_signed_in(client)


def test_a_wrong_code_opens_nothing_and_the_third_ends_the_attempt(client: Client, citizen: Account) -> None:
    client.post("/accounts/login/code/", {"email": "lan@example.org"})
    for _ in range(3):
        answer = client.post("/accounts/login/code/confirm/", {"code": "000000"})
    assert not is_signed_in(client)
    assert answer.status_code == 302
    client.post("/accounts/login/code/confirm/", {"code": code_in(str(mail.outbox[-1].body))})
    assert not is_signed_in(client)


def test_an_unknown_address_is_answered_like_a_known_one(client: Client, citizen: Account) -> None:
    known = client.post("/accounts/login/code/", {"email": "lan@example.org"})
    unknown = Client().post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_somebody_new_signs_up_by_phone_with_the_code_of_the_message(
    client: Client, db: None, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    client.post("/accounts/signup/", {"phone": "+84900000001", "email": ""})
    [message] = (tmp_path / "sms").iterdir()
    code = re.findall(r"[A-Z0-9]{3,}-?[A-Z0-9]{3,}", message.read_text().split("\n")[1])[0]
    client.post("/accounts/phone/verify/", {"code": code})
    assert Account.objects.get(phone="+84900000001").is_phone_verified
    assert is_signed_in(client)


def test_staff_sign_in_by_password_and_must_set_up_a_second_factor(client: Client, officer: Account) -> None:
    client.post("/accounts/login/", {"login": "binh@example.org", "password": "wrong"})
    assert not is_signed_in(client)
    client.post("/accounts/login/", {"login": "binh@example.org", "password": "long-enough-1"})
    assert is_signed_in(client)
    led = client.get("/desk/")
    assert led.status_code == 302
    assert led["Location"].startswith("/accounts/2fa/")


def test_the_demos_fixed_code_opens_nothing_outside_a_demo(client: Client, db: None, settings: Any) -> None:
    open_account(origin="demo", email="citizen-1@demo.example", email_is_verified=True)
    client.post("/accounts/login/code/", {"email": "citizen-1@demo.example"})
    client.post("/accounts/login/code/confirm/", {"code": "112233"})
    assert not is_signed_in(client)
    settings.DEMO = True
    again = Client()
    again.post("/accounts/login/code/", {"email": "citizen-1@demo.example"})
    again.post("/accounts/login/code/confirm/", {"code": "112233"})
    assert is_signed_in(again)


def test_the_page_speaks_the_language_of_the_visitor(client: Client, db: None) -> None:
    assert "Người dân" in client.get("/accounts/login/", headers={"Accept-Language": "vi"}).content.decode()
    assert "Citizens" in client.get("/accounts/login/", headers={"Accept-Language": "en"}).content.decode()
