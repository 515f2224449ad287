"""Short messages over a real server: sent once under one key, tried again, given up, and never put into a log."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hueioc.cases.commands import open_case
from hueioc.cases.models import Case
from hueioc.config import env
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.notices import gateway as ours
from hueioc.notices.commands import deliver_due
from hueioc.notices.models import Notice
from hueioc.notices.rules import MOST_TRIES
from hueioc.notices.tests.gateway import Gateway, running
from hueioc.people.models import Account
from hueioc.people.rules import ContactData
from tests.cast import Cast, report

PHONE = "0900 000 123"


@pytest.fixture
def gateway(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    monkeypatch.setattr(ours, "TIMEOUT_S", 0.3)
    monkeypatch.setattr("hueioc.notices.commands.telling.CODE_PAUSE_S", 0.0)
    with running() as server:
        settings.SMS_URL = server.address
        yield server


@pytest.fixture
def filed(cast: Cast) -> Case:
    """A report of somebody who gave a phone and nothing else."""
    case = open_case(report(contact=ContactData(phone=PHONE), language="vi"), cast.nobody)
    catch_up()
    return case


def deliver_for_days(days: int) -> int:
    now = clock.now()
    sent = 0
    for day in range(days):
        with clock.at(now + timedelta(days=day)):
            sent += deliver_due()
    return sent


def test_a_reporter_with_only_a_phone_gets_a_message_with_the_link(gateway: Gateway, filed: Case) -> None:
    assert deliver_due() == 1
    [one] = gateway.heard
    notice = Notice.objects.get(channel="direct")
    assert one["body"]["to"] == PHONE
    assert filed.code in one["body"]["text"]
    assert f"/r/{filed.code}/{filed.secret}/" in one["body"]["text"]
    assert one["body"]["id"] == one["key"] == f"notice-{notice.pk}"
    assert (one["path"], one["credentials"]) == ("/send?from=city", "Basic Y2l0eTpzZUBjcmV0")
    assert (notice.state, notice.via) == ("sent", "sms")


def test_a_gateway_that_fails_twice_gets_the_same_message_under_the_same_key(gateway: Gateway, filed: Case) -> None:
    gateway.answers = [500, 503]
    assert deliver_due() == 0
    assert deliver_due() == 0, "the next try waits"
    assert deliver_for_days(3) == 1
    assert [one["status"] for one in gateway.heard] == [500, 503, 200]
    assert len({one["key"] for one in gateway.heard}) == 1
    assert Notice.objects.get(channel="direct").state == "sent"


@pytest.mark.parametrize("answer", [0, 500, 401, 429, 302])
def test_a_gateway_that_hangs_or_fails_for_ever_is_given_up_visibly(gateway: Gateway, filed: Case, answer: int) -> None:
    gateway.answers = [answer] * (MOST_TRIES + 5)
    assert deliver_for_days(MOST_TRIES + 2) == 0
    notice = Notice.objects.get(channel="direct")
    assert (notice.state, notice.tries) == ("failed", MOST_TRIES)
    assert {one["path"] for one in gateway.heard} == {"/send?from=city"}, "no redirect is followed"


def test_a_message_refused_for_good_is_not_sent_again(gateway: Gateway, filed: Case) -> None:
    gateway.answers = [422]
    assert deliver_for_days(3) == 0
    assert len(gateway.heard) == 1
    assert Notice.objects.get(channel="direct").state == "failed"


def test_no_gateway_at_all_is_tried_again(gateway: Gateway, filed: Case, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    assert deliver_due() == 0
    settings.SMS_URL = gateway.address
    assert deliver_for_days(2) == 1


def test_a_failure_is_logged_without_number_text_or_secret(
    gateway: Gateway, filed: Case, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.answers = [500]
    with caplog.at_level(logging.DEBUG):
        deliver_due()
    [line] = [record for record in caplog.records if record.name.startswith("hueioc.notices")]
    assert re.fullmatch(r"notice \d+ could not be sent: NotTaken", line.getMessage())
    assert line.exc_info is None
    assert PHONE not in caplog.text
    assert filed.secret not in caplog.text


def test_a_sign_in_code_survives_a_gateway_that_fails_twice(gateway: Gateway, db: None) -> None:
    gateway.answers = [500, 0]
    client = Client()
    client.post("/accounts/signup/", {"phone": "+84900000003", "email": ""})
    [message] = gateway.taken.values()
    code = re.findall(r"[A-Z0-9]{3,}-?[A-Z0-9]{3,}", message["body"]["text"])[0]
    client.post("/accounts/phone/verify/", {"code": code})
    assert Account.objects.get(phone="+84900000003").is_phone_verified
    assert len({one["key"] for one in gateway.heard}) == 1


def test_a_code_that_cannot_be_sent_is_answered_by_a_sentence(gateway: Gateway, db: None) -> None:
    gateway.answers = [500] * 9
    answer = Client().post(
        "/accounts/signup/", {"phone": "+84900000002", "email": ""}, headers={"Accept-Language": "vi"}
    )
    assert answer.status_code == 503
    assert "Chưa gửi được tin nhắn có mã" in answer.content.decode()


def test_without_a_gateway_messages_lie_in_the_home(filed: Case, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    assert deliver_due() == 1
    [message] = (tmp_path / "sms").iterdir()
    assert message.read_text().startswith(f"{PHONE}\n")
    assert message.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["http://gateway.example/send", "gateway.example", "ftp://x.example/"])
def test_a_gateway_in_the_clear_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HUEIOC_SMS_URL", address)
    with pytest.raises(ValueError, match="must begin with https://"):
        env.web_address("HUEIOC_SMS_URL")
