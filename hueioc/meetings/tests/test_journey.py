"""One meeting from its call to two directives that the units receive, through the pages."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hueioc.directives.models import Directive
from hueioc.directives.queries import directive_view
from hueioc.directives.queries import owed_lines as owed_directives
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.meetings.models import Conclusion, Invitee, Meeting, Paper, Speaker, Vote
from hueioc.meetings.tests.people import seat, working_day
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from hueioc.people.models import Account
from hueioc.people.rules import Actor
from hueioc.portal.inbox.owed import other_work
from tests.cast import OTHER_WARD, WARD, Cast
from tests.pictures import jpeg

GUEST = "Ông Khách Mời"


class Person:
    """Somebody at their phone."""

    def __init__(self, cast: Cast, who: str) -> None:
        self.client = Client()
        self.client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        self.code = ""

    def does(self, deed: str, **form: object) -> None:
        answer = self.client.post(f"/meetings/{self.code}/do/{deed}/", form)
        assert answer.status_code == 302, (deed, answer.content.decode()[-3000:])

    def reads(self, path: str = "") -> str:
        answer = self.client.get(f"/meetings/{self.code}/{path}")
        assert answer.status_code == 200, path
        return answer.content.decode()

    def status(self, path: str = "") -> int:
        return self.client.get(f"/meetings/{self.code}/{path}").status_code


@dataclass
class Five:
    """Lan chairs, Minh keeps the minutes, Hoa heads a ward, Tâm works for the other, Dung is not invited."""

    lan: Person
    minh: Person
    hoa: Person
    tam: Person
    dung: Person
    code: str = ""


@pytest.fixture
def five(cast: Cast) -> Five:
    lan, minh, hoa, tam, dung = (Person(cast, who) for who in ("leader", "officer", "head", "stranger", "operator"))
    people = Five(lan, minh, hoa, tam, dung)
    day = (clock.now() + timedelta(days=1)).date()
    form = {"title": "Họp ứng phó mưa lớn", "kind": "meet_topic", "day": day, "begins": "08:00", "ends": "10:00"}
    form |= {"chair": cast.leader.ref, "unit": WARD, "points": "Tình hình\nPhân công", "place": "Phòng 2"}
    answer = people.minh.client.post("/meetings/new/", form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    people.code = Meeting.objects.get().code
    for person in (people.lan, people.minh, people.hoa, people.tam, people.dung):
        person.code = people.code
    return people


def _owes(actor: Actor) -> int:
    return sum(line.ref.startswith("meeting:") for group in other_work(actor) for line in group.lines)


def test_a_meeting_with_a_vote_and_two_directives(cast: Cast, five: Five) -> None:
    guest = _invited(cast, five)
    _checked_in(cast, five, guest)
    _talked(five, guest)
    _voted(five)
    _written(five)
    assert Client().get(f"/m/{guest.secret}/minutes.pdf").content[:5] == b"%PDF-"
    lan, code = five.lan, five.code
    assert lan.client.post(f"/meetings/{code}/direct/").status_code == 302
    assert lan.client.post(f"/meetings/{code}/direct/").status_code == 302
    assert Directive.objects.count() == 2
    for actor in (cast.head, cast.stranger):
        [line] = owed_directives(actor, 10)
        found = directive_view(line.code, actor).directive
        assert (found.origin, found.origin_ref) == ("meeting", f"meeting:{code}")
        assert found.origin_path == f"/meetings/{code}/"
    assert sum(bool(one.directive) for one in Conclusion.objects.all()) == 2
    assert "/directives/" in five.hoa.reads()


def _invited(cast: Cast, five: Five) -> Invitee:
    minh, hoa, tam = five.minh, five.hoa, five.tam
    # A draft is known to its hosts only.
    assert (hoa.status(), five.dung.status()) == (404, 404)
    minh.does("people", units=[WARD, OTHER_WARD], guests=GUEST, may_vote="on")
    minh.does("papers", documents=SimpleUploadedFile("báo cáo.jpg", jpeg()))
    minh.does("invite")
    catch_up()
    told = Notice.objects.filter(subject=f"meeting:{five.code}", recipient=cast.stranger.ref)
    assert [one.topic for one in told] == ["offered"]
    assert five.code in sentence(told[0])
    assert (_owes(cast.stranger), _owes(cast.head)) == (1, 1)
    hoa.does("answer", answer="comes")
    assert (_owes(cast.stranger), _owes(cast.head)) == (1, 0)
    tam.does("answer", answer="comes")
    assert "báo cáo.jpg" in tam.reads()
    paper = f"papers/{Paper.objects.get().pk}/"
    assert (tam.status(paper), five.dung.status(paper)) == (200, 403)
    return seat(five.code, guest=GUEST)


def _checked_in(cast: Cast, five: Five, guest: Invitee) -> None:
    """By the code on the wall, by link, by the hand of the secretary, and by a guest's own link."""
    door = Meeting.objects.get().door
    assert "<svg" in five.minh.reads("door/")
    # Nobody is there the day before.
    assert five.tam.client.post(f"/meetings/{five.code}/do/check-in/").status_code == 403
    five.lan.does("begin")
    assert five.hoa.client.post(f"/meetings/{five.code}/here/{door}/").status_code == 302
    five.tam.does("check-in")
    five.minh.does("here", id=seat(five.code, account=cast.leader.ref).pk)
    visitor = Client()
    assert GUEST in visitor.get(f"/m/{guest.secret}/").content.decode()
    assert visitor.post(f"/m/{guest.secret}/do/here/").status_code == 302
    assert visitor.get(f"/m/{guest.secret}/papers/{Paper.objects.get().pk}/").status_code == 200
    assert visitor.get("/m/another/").status_code == 404
    assert visitor.get(f"/m/{guest.secret}/minutes.pdf").status_code == 404
    # Browsers hide where a form came from on pages without a referrer, and the guard against forged forms refuses it.
    for page in (five.tam.client.get(f"/meetings/{five.code}/"), visitor.get(f"/m/{guest.secret}/")):
        assert (page["Referrer-Policy"], page["Cache-Control"]) == ("same-origin", "no-store")
    ways = sorted(Invitee.objects.exclude(came_at=None).values_list("came_by", flat=True))
    assert ways == ["hand", "link", "link", "qr"]


def _talked(five: Five, guest: Invitee) -> None:
    Client().post(f"/m/{guest.secret}/do/floor/", {"about": "Ý kiến người dân"})
    five.tam.does("floor", about="Thiếu máy bơm")
    page = five.lan.reads()
    assert page.index("Ý kiến người dân") < page.index("Thiếu máy bơm")
    five.minh.does("call", id=Speaker.objects.get(invitee=guest).pk)
    five.minh.does("call", id=Speaker.objects.get(about="Thiếu máy bơm").pk)
    assert set(Speaker.objects.values_list("state", flat=True)) == {"done", "speaking"}


def _voted(five: Five) -> None:
    five.minh.does("put-vote", question="Thông qua phương án?", options="Đồng ý\nKhông", is_secret="on")
    five.minh.does("open-vote", id=1)
    for person, choice in ((five.lan, 0), (five.hoa, 0), (five.tam, 1)):
        assert person.client.post(f"/meetings/{five.code}/votes/1/", {"choice": choice}).status_code == 302
    five.minh.does("close-vote", id=1)
    vote = Vote.objects.get()
    assert (vote.state, vote.result, vote.given) == ("closed", [2, 1], 3)


def _written(five: Five) -> None:
    """Draft, sent back, checked, signed; each reader at their time."""
    minh, lan = five.minh, five.lan
    minh.does("conclude", text="Khơi thông cống trên đường chính.", unit=WARD, due_on=working_day())
    minh.does("conclude", text="Chuẩn bị máy bơm.", unit=OTHER_WARD, due_on=working_day())
    minh.does("conclude", text="Ghi nhận ý kiến của người dân.")
    minh.does("write", text="Các đơn vị đã báo cáo.")
    minh.does("resolve")
    lan.does("object", text="Ghi rõ số máy bơm.")
    minh.does("write", text="Các đơn vị đã báo cáo; phường bạn thiếu hai máy bơm.")
    assert five.tam.status("minutes.pdf") == 404
    minh.does("resolve")
    lan.does("check")
    # Before they are signed they are read by who was there.
    assert (five.tam.status("minutes.pdf"), five.dung.status("minutes.pdf")) == (200, 404)
    lan.does("close")
    signed = five.hoa.client.get(f"/meetings/{five.code}/minutes.pdf").content
    assert signed[:5] == b"%PDF-"
    # What was signed stays as it was: another name or language of a reader changes nothing.
    Account.objects.update(display_name="Tên khác")
    headers = {"accept-language": "en"}
    assert five.tam.client.get(f"/meetings/{five.code}/minutes.pdf", headers=headers).content == signed
    assert minh.client.post(f"/meetings/{five.code}/do/write/", {"text": "Khác"}).status_code == 403
