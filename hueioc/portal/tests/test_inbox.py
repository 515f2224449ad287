"""The officer's inbox: nearest deadline first, one tap to accept, a sheet with proof to finish; nobody else's work."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hueioc.cases.commands import Sorting, accept_case, assign_inside, open_case, triage_case
from hueioc.cases.models import Case, Message, Photo
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.portal.inbox.answers import standard_answers
from hueioc.workflow.queries import parts_of
from tests.cast import CATEGORY, WARD, Cast, report
from tests.pictures import jpeg

pytestmark = pytest.mark.django_db


def browser(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.accounts[who])
    return client


def offered(cast: Cast, *, lead: str = WARD, **sorting: object) -> Case:
    code = open_case(report(), cast.owner).code
    return triage_case(code, cast.operator, Sorting(category=CATEGORY, lead=lead, **sorting))  # type: ignore[arg-type]


def in_work(cast: Cast) -> Case:
    return accept_case(offered(cast).code, cast.officer)


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("sau.jpg", jpeg(), content_type="image/jpeg")


def test_the_nearest_deadline_comes_first(cast: Cast) -> None:
    far = in_work(cast)
    with clock.at(clock.now() + timedelta(hours=1)):
        near = offered(cast, urgency="urgent")
        text = browser(cast, "officer").get("/inbox/").content.decode()
    assert text.index(f"c-{near.code}") < text.index(f"c-{far.code}")


def test_only_my_units_work_is_mine_to_see_and_to_answer(cast: Cast) -> None:
    case = offered(cast)
    assert case.code in browser(cast, "officer").get("/inbox/").content.decode()
    assert case.code not in browser(cast, "stranger").get("/inbox/").content.decode()
    assert browser(cast, "owner").get("/inbox/").status_code == 403
    for who in ("operator", "leader"):
        assert case.code not in browser(cast, who).get("/inbox/").content.decode()
    for who in ("owner", "operator", "leader"):
        browser(cast, who).post(f"/inbox/{case.code}/answer/", {"unit": WARD})
    browser(cast, "stranger").post(f"/inbox/{case.code}/answer/", {"unit": WARD})
    assert [part.state for part in parts_of(case.ref)] == ["offered"]
    assert browser(cast, "stranger").get(f"/inbox/{case.code}/finish/").status_code == 404


def test_one_press_accepts(cast: Cast) -> None:
    case = offered(cast)
    browser(cast, "officer").post(f"/inbox/{case.code}/answer/", {"unit": WARD})
    assert Case.objects.get(code=case.code).phase == "in_work"


def test_a_reason_that_says_everything_returns_at_once(cast: Cast) -> None:
    case = offered(cast)
    browser(cast, "officer").post(f"/inbox/{case.code}/answer/", {"unit": WARD, "reason": "not_our_asset"})
    (part,) = parts_of(case.ref)
    assert (part.state, part.reason) == ("returned", "not_our_asset")


def test_a_late_press_is_answered_with_a_sentence_and_changes_nothing(cast: Cast) -> None:
    case = in_work(cast)
    answer = browser(cast, "officer").post(f"/inbox/{case.code}/answer/", {"unit": WARD}, follow=True)
    assert "banner-error" in answer.content.decode()
    assert Case.objects.get(code=case.code).version == case.version


def test_a_standard_answer_and_a_picture_finish_the_work(cast: Cast) -> None:
    case, template = in_work(cast), standard_answers(CATEGORY)[0]
    data = {"photos": picture(), "outcome": template.outcome, "template": template.code}
    assert browser(cast, "officer").post(f"/inbox/{case.code}/finish/", data).status_code == 302
    done = Case.objects.get(code=case.code)
    assert (done.phase, done.outcome) == ("resolved", template.outcome)
    assert Message.objects.get(case=done, kind="answer").text
    assert Photo.objects.filter(case=done, kind="evidence").count() == 1


def test_fixed_without_a_picture_is_refused_and_the_words_are_kept(cast: Cast) -> None:
    case = in_work(cast)
    data = {"outcome": "fixed", "text": "Đã khơi thông toàn tuyến."}
    answer = browser(cast, "officer").post(f"/inbox/{case.code}/finish/", data)
    assert answer.status_code == 400
    assert "Đã khơi thông toàn tuyến." in answer.content.decode()
    assert Case.objects.get(code=case.code).phase == "in_work"


def test_nothing_written_and_nothing_chosen_is_named(cast: Cast) -> None:
    answer = browser(cast, "officer").post(f"/inbox/{in_work(cast).code}/finish/", {"outcome": "answered"})
    assert answer.status_code == 400
    assert "Write a text, or choose a standard answer." in answer.content.decode()


def test_a_supporting_unit_finishes_its_own_part_only(cast: Cast) -> None:
    case = offered(cast, lead="hepco", supports=[WARD])
    accept_case(case.code, cast.officer, unit=WARD)
    assert "The lead unit has not begun yet." in browser(cast, "officer").get("/inbox/").content.decode()
    accept_case(case.code, Actor(ref="account:OTHER", roles=frozenset({("officer", "hepco")})))
    browser(cast, "officer").post(f"/inbox/{case.code}/finish/", {"text": "Đã dọn phần vỉa hè."})
    states = {part.unit: part.state for part in parts_of(case.ref)}
    assert states == {"hepco": "accepted", WARD: "done"}
    assert Case.objects.get(code=case.code).phase != "resolved"


def test_tabs_count_and_narrow(cast: Cast) -> None:
    given, other = in_work(cast), offered(cast)
    assign_inside(given.code, cast.officer, assignee=cast.officer.ref)
    client = browser(cast, "officer")
    mine = client.get("/inbox/?tab=mine").content.decode()
    assert given.code in mine
    assert other.code not in mine
    offers = client.get("/inbox/?tab=offers").content.decode()
    assert other.code in offers
    assert given.code not in offers
    assert client.get("/inbox/?tab=nonsense").status_code == 200


def test_several_lines_are_accepted_and_given_with_one_press_and_a_refusal_keeps_no_other(cast: Cast) -> None:
    mine, other, gone = offered(cast), offered(cast), "26-AAAA-AAAA"
    chosen = [f"case:{code}|{WARD}" for code in (mine.code, other.code, gone)]
    page = browser(cast, "officer").post("/inbox/together/", {"verb": "accept", "choose": chosen}, follow=True)
    assert gone in page.content.decode()
    assert {part.state for case in (mine, other) for part in parts_of(case.ref)} == {"accepted"}
    form = {"verb": "assign", "choose": chosen[:2], "assignee": cast.head.ref}
    browser(cast, "head").post("/inbox/together/", form)
    assert {part.assignee for case in (mine, other) for part in parts_of(case.ref)} == {cast.head.ref}


@pytest.mark.parametrize("who", ["stranger", "owner", "operator"])
def test_nobody_else_accepts_or_gives_several_lines(cast: Cast, who: str) -> None:
    case = offered(cast)
    for form in ({"verb": "accept"}, {"verb": "assign", "assignee": cast.stranger.ref}, {"verb": "erase"}):
        browser(cast, who).post("/inbox/together/", form | {"choose": [f"case:{case.code}|{WARD}", "x", "case:"]})
    assert [(part.state, part.assignee) for part in parts_of(case.ref)] == [("offered", "")]
