"""The pages as people use them: a leader gives, a unit answers, and the inbox, notices and figures know of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from hueioc.directives import commands as give
from hueioc.directives.models import Directive
from hueioc.directives.tests.people import DEPARTMENT, FINANCE, OTHER_HEAD, given, working_day
from hueioc.indicators.models import WorkRow
from hueioc.journal.runner import catch_up
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from tests.cast import OTHER_WARD, WARD, Cast


def _client(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def form() -> dict[str, str]:
    return {
        "title": "Khơi thông cống",
        "text": "Khơi thông toàn bộ cống.",
        "lead": WARD,
        "due_on": working_day().isoformat(),
        "priority": "urgent",
        "field": "dir_urban",
        "support_0": OTHER_WARD,
        "task_0": "Cho mượn máy bơm.",
    }


def test_a_leader_gives_a_directive_from_a_number_and_the_context_travels(cast: Cast, form: dict[str, str]) -> None:
    leader = _client(cast, "leader")
    address = "/directives/new/?about=figure:open_overdue&from=/figures/open_overdue/%3Funit%3D" + WARD
    page = leader.get(address).content.decode()
    assert f'<option value="{WARD}" selected>' in page
    hidden = dict(re.findall(r'<input type="hidden" name="(origin\w*|key)" value="([^"]*)"', page))
    assert hidden["origin"] == "number"
    for _press in range(2):
        assert leader.post("/directives/new/", form | hidden).status_code == 302
    one = Directive.objects.get()
    assert (one.origin_ref, one.origin_path) == ("figure:open_overdue", f"/figures/open_overdue/?unit={WARD}")
    assert f'href="{one.origin_path}"' in leader.get(f"/directives/{one.code}/").content.decode()
    late = leader.post("/directives/new/", form | {"due_on": "2020-01-06", "support_1": OTHER_WARD})
    assert late.status_code == 400
    assert leader.get("/directives/?tab=given&state=open").context["found"].total == 1


def test_a_ward_finds_it_in_its_inbox_answers_and_everybody_concerned_is_told(cast: Cast) -> None:
    one = given(cast, due_on=working_day(), supports={OTHER_WARD: "Hỗ trợ."})
    officer = _client(cast, "officer")
    inbox = officer.get("/inbox/").content.decode()
    assert f"/directives/{one.code}/" in inbox
    assert one.title in inbox
    assert officer.post(f"/directives/{one.code}/do/accept/", {"version": one.version}).status_code == 302
    asked = {"text": "Gồm cả kiệt?", "version": ""}
    assert officer.post(f"/directives/{one.code}/do/ask_back/", asked).status_code == 302
    give.answer_question(one.code, cast.leader, text="Có.", unit=WARD)
    give.ask_extension(one.code, cast.officer, reason="weather", until=working_day(20))
    give.grant_extension(one.code, cast.leader, until=working_day(20))
    give.propose_closing(one.code, cast.head, outcome="fulfilled", text="Xong.")
    give.send_back(one.code, cast.leader, text="Còn kiệt 2.")
    catch_up()
    topics: dict[str, set[str]] = {who: set() for who in ("leader", "head", "coordinator")}
    for who in topics:
        found = Notice.objects.filter(recipient=cast.accounts[who].ref, channel="app", subject=one.ref)
        assert all(one.code in sentence(row) for row in found)
        topics[who] = set(found.values_list("topic", flat=True))
    assert topics["leader"] == {"accepted", "asked", "wish", "answered"}
    assert topics["head"] >= {"offered", "replied", "objected"}
    assert WorkRow.objects.get(ref=one.ref).kind == "directive"


def test_lists_say_what_is_due_late_silent_or_waits_for_the_giver(cast: Cast) -> None:
    titles = ("Sắp đến hạn", "Quá hạn", "Im lặng")
    soon, late, silent = (given(cast, due_on=working_day(), title=name) for name in titles)
    now = soon.opened_at
    Directive.objects.filter(code=soon.code).update(due_at=now + timedelta(days=1))
    Directive.objects.filter(code=late.code).update(due_at=now - timedelta(days=1))
    Directive.objects.filter(code=silent.code).update(silent_at=now - timedelta(days=1))
    give.return_directive(silent.code, cast.head, reason="unclear", note="Chưa rõ.")
    Directive.objects.filter(code=silent.code).update(silent_at=now - timedelta(days=1))
    leader = _client(cast, "leader")
    for state, code in (("due", soon.code), ("late", late.code), ("silent", silent.code), ("to_decide", silent.code)):
        rows = leader.get("/directives/", {"tab": "given", "state": state}).context["found"].directives
        assert [one.code for one in rows] == [code], state
    assert leader.get("/directives/", {"q": "sap den", "field": "dir_urban", "unit": WARD}).context["found"].total == 1
    assert leader.get("/directives/", {"unit": DEPARTMENT, "page": "x", "tab": "no"}).context["found"].total == 0


def test_a_department_hands_down_on_its_page(cast: Cast, form: dict[str, str]) -> None:
    above = given(cast, due_on=working_day(), lead=DEPARTMENT, supports={WARD: "Đếm cống."})
    give.accept_directive(above.code, FINANCE)
    give.accept_directive(above.code, cast.head)
    head = _client(cast, "head")
    page = head.get(f"/directives/{above.code}/hand-down/")
    assert WARD not in dict(page.context["form"].fields["lead"].choices)
    assert (
        head.post(f"/directives/{above.code}/hand-down/", form | {"lead": OTHER_WARD, "support_0": ""}).status_code
        == 400
    )
    done = form | {"lead": OTHER_WARD, "support_0": "", "task_0": ""}
    assert head.post(f"/directives/{above.code}/hand-down/", done).status_code == 302
    below = Directive.objects.get(above=above.code)
    assert give.accept_directive(below.code, OTHER_HEAD).unit == OTHER_WARD
    assert below.title in head.get(f"/directives/{above.code}/").content.decode()
