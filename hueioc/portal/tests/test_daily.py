"""The calendar feed and the daily e-mail: what they say, to whom, and what never leaves the house."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from hueioc.cases.models import Case
from hueioc.directives.commands import give_directive
from hueioc.directives.tests.people import new as directive
from hueioc.lib import clock
from hueioc.meetings import commands as meet
from hueioc.meetings.tests.people import in_session, invited, new, working_day
from hueioc.notices.commands import choose_digest, deliver_due, plan_digests
from hueioc.notices.follow import NoticeFollower
from hueioc.notices.models import Notice
from hueioc.people.commands import draw_calendar_key, erase_account
from tests.cast import Cast


def _browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def _events(cast: Cast, who: str) -> dict[str, Any]:
    """Read again what was written: summary → event, through the address that was drawn."""
    answer = Client().get(f"/calendar/{draw_calendar_key(cast.accounts[who])}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]
    found = Calendar.from_ical(answer.content)
    assert found.errors == []
    return {str(event["SUMMARY"]): event for event in found.walk("VEVENT")}


def test_the_feed_says_when_in_the_citys_time_and_names_nobody(cast: Cast, in_work: Case) -> None:
    begin = datetime(clock.now().year + 1, 3, 5, 1, 0, tzinfo=UTC)
    meeting = meet.call_meeting(new(cast, starts_at=begin, ends_at=begin + timedelta(hours=2)), cast.officer)
    meet.invite(meeting.code, cast.officer, people=[cast.head.ref])
    meet.send_invitations(meeting.code, cast.officer)
    given = give_directive(directive(due_on=working_day(), title="Việc của ông Nguyễn Văn A"), cast.leader)
    events = _events(cast, "head")
    mine = events[meeting.title]
    assert mine["DTSTART"].dt == begin
    assert mine["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert mine["DTSTART"].dt.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).hour == 8
    assert mine["DTEND"].dt - mine["DTSTART"].dt == timedelta(hours=2)
    assert str(mine["URL"]).endswith(f"/meetings/{meeting.code}/")
    [due] = [event for words, event in events.items() if given.code in words]
    # Offered: the nearest deadline is that of the answer.
    assert due["DTSTART"].dt < given.due_at
    assert any(in_work.code in words for words in events)
    text = Client().get(f"/calendar/{draw_calendar_key(cast.accounts['head'])}.ics").content.decode()
    assert "BEGIN:VTIMEZONE" in text
    for secret in ("Nguyễn Văn A", cast.accounts["head"].code, "head", in_work.description[:20]):
        assert secret not in text
    assert meeting.title not in _events(cast, "stranger")


def test_confidential_things_stand_there_without_a_word_and_only_for_who_may_see_them(cast: Cast) -> None:
    hidden = in_session(cast, title="Họp mật nhân sự", place="Phòng kín", is_confidential=True)
    give_directive(directive(due_on=working_day(), title="Việc mật", is_confidential=True), cast.leader)
    for who, sits, owes in (("head", True, True), ("operator", True, False), ("coordinator", False, False)):
        token = draw_calendar_key(cast.accounts[who])
        text = Client().get(f"/calendar/{token}.ics").content.decode()
        found = [str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT")]
        assert ("Cuộc họp (mật)" in found, "Đến hạn (mật)" in found) == (sits, owes), who
        for secret in (hidden.code, "Họp mật nhân sự", "Phòng kín", "Việc mật"):
            assert secret not in text


def test_an_address_is_drawn_anew_and_revoked_and_dies_with_the_account(cast: Cast) -> None:
    client = _browser(cast, "officer")
    assert Client().get("/me/day/").status_code == 302
    assert _browser(cast, "owner").get("/me/day/").status_code == 403
    assert "/me/day/" in client.get("/me/").content.decode()
    assert "/me/day/" not in _browser(cast, "owner").get("/me/").content.decode()

    def drawn() -> str:
        page = client.post("/me/day/", {"do": "draw"}).content.decode()
        return page.partition("/calendar/")[2].partition('"')[0]

    first, second = drawn(), drawn()
    assert Client().get(f"/calendar/{first}").status_code == 404
    assert Client().get(f"/calendar/{second}").status_code == 200
    # It is shown once.
    assert second not in client.get("/me/day/").content.decode()
    client.post("/me/day/", {"do": "revoke"})
    assert Client().get(f"/calendar/{second}").status_code == 404
    third = draw_calendar_key(cast.accounts["officer"])
    erase_account(cast.accounts["officer"])
    for token in (third, "", "x" * 400, "%00"):
        assert Client().get(f"/calendar/{token}.ics").status_code == 404, token


@pytest.fixture
def morning() -> datetime:
    """Seven in the city, today."""
    local = clock.now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    return local.replace(hour=7, minute=1, second=0, microsecond=0)


def test_one_e_mail_a_day_and_never_an_empty_one(cast: Cast, in_work: Case, morning: datetime) -> None:
    for who in ("officer", "stranger", "operator"):
        account = cast.accounts[who]
        account.email = f"{who}@example.org"
        account.save()
    with clock.at(morning - timedelta(hours=3)):
        for actor in (cast.officer, cast.stranger):
            choose_digest(actor, 7)
        plan_digests()
    assert not Notice.objects.filter(channel="digest").exists()
    Case.objects.update(due_at=morning - timedelta(days=1))
    with clock.at(morning):
        assert (plan_digests(), plan_digests()) == (2, 0)
        deliver_due()
        deliver_due()
    # The stranger owes nothing, the operator did not ask for one.
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["officer@example.org"], "Việc cần làm hôm nay")
    assert in_work.code in letter.body
    assert in_work.description[:20] not in letter.body
    assert sorted(Notice.objects.filter(channel="digest").values_list("state", flat=True)) == ["sent", "void"]
    # No fact makes it, so no rebuild of the notices touches it.
    NoticeFollower().reset()
    assert set(Notice.objects.filter(channel="digest").values_list("topic", flat=True)) == {"digest"}
    with clock.at(morning + timedelta(days=1)):
        assert plan_digests() == 2
        choose_digest(cast.officer, None)
        assert plan_digests() == 0


def test_nothing_confidential_leaves_by_mail(cast: Cast, morning: datetime) -> None:
    account = cast.accounts["head"]
    account.email = "head@example.org"
    account.save()
    give_directive(directive(due_on=working_day(), title="Việc mật", is_confidential=True), cast.leader)
    invited(cast, title="Họp mật", is_confidential=True)
    with clock.at(morning - timedelta(hours=7)):
        choose_digest(cast.head, 7)
    with clock.at(morning):
        plan_digests()
        deliver_due()
    assert mail.outbox == []
    page = _browser(cast, "head")
    assert page.post("/me/day/", {"do": "digest", "hour": "25"}).status_code == 200
    assert page.post("/me/day/", {"do": "digest", "hour": "6"}).status_code == 302
    assert 'value="6" selected' in page.get("/me/day/").content.decode()
