"""Notices: a row exactly once, a message at least once under the same number, nothing to the forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hueioc.cases.commands import Sorting, open_case, triage_case
from hueioc.cases.models import Case
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.notices.commands import deliver_due
from hueioc.notices.follow import NoticeFollower
from hueioc.notices.models import Notice
from hueioc.notices.rules import MOST_TRIES
from hueioc.people.commands import forget_contact
from hueioc.people.rules import ContactData
from tests.cast import CATEGORY, WARD, Cast, report

REACHABLE = ContactData(name="Lê Thị Thử", email="thu@example.org")


@pytest.fixture
def filed(cast: Cast) -> Case:
    case = open_case(report(contact=REACHABLE, language="vi"), cast.owner)
    catch_up()
    return case


def test_the_reporter_is_written_to_in_their_language_with_the_secret_link(filed: Case) -> None:
    assert deliver_due() == 1
    [message] = mail.outbox
    assert message.to == ["thu@example.org"]
    assert filed.code in message.subject
    assert "Đã nhận" in message.subject
    assert filed.secret in str(message.body)


def test_no_row_holds_an_address(filed: Case) -> None:
    assert "example.org" not in str(list(Notice.objects.values()))


def test_reading_the_journal_again_tells_nobody_twice(filed: Case) -> None:
    before = Notice.objects.count()
    from_the_start: list[Any] = []
    follower = NoticeFollower()
    follower.handle(from_the_start)
    catch_up()
    assert Notice.objects.count() == before
    deliver_due()
    deliver_due()
    assert len(mail.outbox) == 1


def test_a_sender_killed_before_marking_repeats_the_same_message(filed: Case) -> None:
    deliver_due()
    Notice.objects.filter(channel="email").update(state="waiting")
    deliver_due()
    numbers = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_a_broken_mail_server_is_tried_again_later_and_given_up_visibly(
    filed: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr("hueioc.notices.commands.EmailMessage.send", broken)
    now = clock.now()
    for day in range(MOST_TRIES + 1):
        with clock.at(now + timedelta(days=day)):
            deliver_due()
    notice = Notice.objects.get(channel="email")
    assert (notice.state, notice.tries) == ("failed", MOST_TRIES)


def test_a_forgotten_person_gets_nothing(cast: Cast, filed: Case) -> None:
    forget_contact(filed.reporter, actor=cast.admin, reason="request")
    assert deliver_due() == 0
    assert mail.outbox == []
    assert Notice.objects.get(channel="email").state == "void"


def test_history_of_an_import_wakes_nobody(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=30)):
        open_case(report(contact=REACHABLE), cast.owner)
    catch_up()
    assert Notice.objects.count() == 0


def test_each_reads_only_their_own(cast: Cast, filed: Case, settings: Any) -> None:
    settings.DEMO = True
    triage_case(filed.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    catch_up()

    def page(who: str) -> str:
        client = Client()
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        return client.get("/notices/").content.decode()

    assert filed.code in page("officer")
    for who in ("stranger", "neighbour", "leader"):
        assert filed.code not in page(who), who
    assert Client().get("/notices/").status_code == 302
