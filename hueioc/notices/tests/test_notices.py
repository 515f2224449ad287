"""Notices: a row exactly once, a message at least once under the same number, nothing to the forgotten."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hueioc.cases.commands import Sorting, accept_case, open_case, triage_case
from hueioc.cases.models import Case
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_after
from hueioc.journal.runner import catch_up, rebuild
from hueioc.lib import clock
from hueioc.notices.commands import LEASE, deliver_due, mark_read
from hueioc.notices.follow import NoticeFollower
from hueioc.notices.models import Notice, Reach
from hueioc.notices.queries import unread
from hueioc.notices.rules import MOST_TRIES
from hueioc.people.commands import forget_contact, grant_role, open_account
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


def rows() -> list[dict[str, Any]]:
    return [dict(row) for row in Notice.objects.order_by("fact_seq", "recipient", "channel").values()]


def test_a_rebuild_writes_the_same_rows_and_sends_nothing(cast: Cast, filed: Case) -> None:
    triage_case(filed.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    accept_case(filed.code, cast.officer)
    catch_up()
    deliver_due()
    mark_read(cast.officer)
    open_case(report(contact=REACHABLE), cast.owner)
    catch_up()  # the last notice waits still
    live, sent = rows(), len(mail.outbox)
    assert {row["state"] for row in live} == {"sent", "waiting"}
    rebuild("notices")
    assert rows() == live
    assert deliver_due() == 1, "what waited goes out once"
    assert deliver_due() == 0
    assert len(mail.outbox) == sent + 1


def test_a_rebuild_mends_rows_and_tells_nobody_of_lost_ones(cast: Cast, filed: Case) -> None:
    live = rows()
    Notice.objects.filter(channel="app").update(topic="overdue", unit="nobody")
    Notice.objects.filter(channel="direct").delete()
    rebuild("notices")
    mended = rows()
    assert [row["topic"] for row in mended] == [row["topic"] for row in live]
    assert [row["state"] for row in mended if row["channel"] == "direct"] == ["void"]
    assert deliver_due() == 0


def test_a_fact_set_aside_is_told_when_it_is_tried_again(filed: Case) -> None:
    Notice.objects.all().delete()
    NoticeFollower().handle(facts_after(0, 100))
    assert deliver_due() == 1


def test_a_first_start_on_an_old_journal_tells_no_old_news(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=30)):
        open_case(report(contact=REACHABLE), cast.owner)
        seal()
    new = open_case(report(contact=REACHABLE), cast.owner)
    Notice.objects.all().delete()
    Reach.objects.all().delete()
    catch_up()
    assert {row["subject"] for row in rows()} == {new.ref}
    live = rows()
    rebuild("notices")
    assert rows() == live


def test_who_joined_later_is_told_nothing_by_a_rebuild(cast: Cast, filed: Case) -> None:
    with clock.at(clock.now() - timedelta(days=1)):
        triage_case(filed.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    catch_up()
    live = rows()
    late = open_account(origin="test", display_name="late")
    grant_role(late, "officer", unit=WARD, actor=cast.admin)
    rebuild("notices")
    assert rows() == live


def test_a_sender_killed_before_marking_repeats_the_same_message(filed: Case) -> None:
    deliver_due()
    Notice.objects.filter(channel="direct").update(state="waiting", next_try_at=clock.now())
    deliver_due()
    numbers = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_a_broken_mail_server_is_tried_again_later_and_given_up_visibly(
    filed: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr("hueioc.notices.commands.telling.EmailMessage.send", broken)
    now = clock.now()
    for day in range(MOST_TRIES + 1):
        with clock.at(now + timedelta(days=day)):
            deliver_due()
    notice = Notice.objects.get(channel="direct")
    assert (notice.state, notice.tries) == ("failed", MOST_TRIES)


def test_a_forgotten_person_gets_nothing(cast: Cast, filed: Case) -> None:
    forget_contact(filed.reporter, actor=cast.admin, reason="request")
    assert deliver_due() == 0
    assert mail.outbox == []
    assert Notice.objects.get(channel="direct").state == "void"


def test_history_of_an_import_wakes_nobody(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=30)):
        open_case(report(contact=REACHABLE), cast.owner)
    catch_up()
    assert Notice.objects.count() == 0


def test_a_failed_mail_is_logged_by_number_and_class_only(
    filed: Case, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise SMTPRecipientsRefused({REACHABLE.email: (550, b"no such person")})

    monkeypatch.setattr("hueioc.notices.commands.telling.EmailMessage.send", broken)
    deliver_due()
    [line] = [record for record in caplog.records if record.name.startswith("hueioc.notices")]
    number = Notice.objects.get(channel="direct").pk
    assert line.getMessage() == f"notice {number} could not be sent: SMTPRecipientsRefused"
    assert REACHABLE.email not in caplog.text


def test_a_sender_that_died_gives_its_notice_back_after_a_while(filed: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hueioc.notices.commands.telling.EmailMessage.send", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_due()
    assert Notice.objects.get(channel="direct").state == "sending"
    assert deliver_due() == 0
    with clock.at(clock.now() + LEASE):
        assert deliver_due() == 1
    assert len(mail.outbox) == 1


def test_looking_marks_nothing_as_read_and_saying_so_does(cast: Cast, filed: Case, settings: Any) -> None:
    triage_case(filed.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    accept_case(filed.code, cast.officer)
    catch_up()
    client = Client()
    client.force_login(cast.accounts["owner"], backend="django.contrib.auth.backends.ModelBackend")
    client.get("/notices/")
    assert unread(cast.owner) == 1
    assert client.get("/notices/read/").status_code == 405
    assert unread(cast.owner) == 1
    assert client.post("/notices/read/").status_code == 302
    assert unread(cast.owner) == 0
    assert unread(cast.officer) == 1, "only my own"


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
