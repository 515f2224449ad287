"""A directive from the leader's words to the closing the leader accepts, with everything that can come between."""

import json
from datetime import timedelta

import pytest

from hueioc.directives import commands as give
from hueioc.directives.models import Message
from hueioc.directives.queries import directive_view
from hueioc.directives.tests.people import (
    DEPARTMENT,
    FINANCE,
    FRIDAY,
    MONDAY,
    NEXT_FRIDAY,
    OTHER_HEAD,
    again,
    day_of,
    given,
    in_work,
    new,
)
from hueioc.journal.models import Fact
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.playbooks.clock import strike
from hueioc.playbooks.directives import PLAYBOOKS
from hueioc.workflow.queries import parts_of
from tests.cast import OTHER_WARD, WARD, Cast


def test_the_giver_sets_the_deadline_and_accepting_late_makes_it_no_later(cast: Cast) -> None:
    with clock.at(MONDAY):
        one = given(cast, supports={OTHER_WARD: "Cho mượn hai máy bơm."})
    with clock.at(MONDAY + timedelta(days=3)):
        give.accept_directive(one.code, cast.officer)
        give.accept_directive(one.code, OTHER_HEAD)
    one = again(one)
    assert (one.phase, day_of(one.due_at), one.first_due_at) == ("in_work", FRIDAY, one.due_at)
    assert {part.due_at for part in parts_of(one.ref)} == {one.due_at}


def test_an_offer_never_lapses_and_silence_is_told_to_the_giver_once(cast: Cast) -> None:
    with clock.at(MONDAY):
        one = given(cast)
    for day in (1, 3, 3, 30):
        with clock.at(MONDAY + timedelta(days=day)):
            strike(PLAYBOOKS)
    assert again(one).phase == "assigned"
    assert [part.state for part in parts_of(one.ref)] == ["offered"]
    said = Fact.objects.filter(subject=one.ref, kind="directive.noted").order_by("id").values_list("data", flat=True)
    verbs = [json.loads(data)["verb"] for data in said]
    assert verbs == ["due_soon", "unit_silent", "overdue", "escalated"]
    with clock.at(MONDAY + timedelta(days=31)):
        assert give.accept_directive(one.code, cast.head).phase == "in_work"


def test_more_time_for_the_whole_moves_the_supporting_parts_too(cast: Cast) -> None:
    with clock.at(MONDAY):
        one = in_work(cast, supports={OTHER_WARD: "Hỗ trợ."})
        give.accept_directive(one.code, OTHER_HEAD)
        give.ask_extension(one.code, cast.head, reason="weather", until=NEXT_FRIDAY)
        with pytest.raises(Conflict):
            give.ask_extension(one.code, cast.head, reason="weather", until=NEXT_FRIDAY)
        with pytest.raises(NotAllowed):
            give.grant_extension(one.code, cast.head, until=NEXT_FRIDAY)
        give.grant_extension(one.code, cast.leader, until=NEXT_FRIDAY)
    one = again(one)
    assert (day_of(one.due_at), day_of(one.first_due_at)) == (NEXT_FRIDAY, FRIDAY)
    assert {part.due_at for part in parts_of(one.ref)} == {one.due_at}
    assert one.extension_asked_at is None


def test_a_question_an_answer_and_progress_until_the_giver_accepts_the_closing(cast: Cast) -> None:
    with clock.at(MONDAY):
        one = in_work(cast)
        give.ask_back(one.code, cast.officer, text="Gồm cả cống trong kiệt?")
        give.answer_question(one.code, cast.leader, text="Có.", unit=WARD)
        give.report_progress(one.code, cast.officer, percent=60, text="Xong 6/10 tuyến.", link="/reports/26-AAAA-AAAA/")
        with pytest.raises(Invalid):
            give.report_progress(one.code, cast.officer, percent=60, text="x", link="javascript:alert(1)")
        assert again(one).percent == 60
        give.propose_closing(one.code, cast.head, outcome="fulfilled", text="Đã xong.")
        give.send_back(one.code, cast.leader, text="Còn kiệt 2.")
        assert (again(one).phase, again(one).percent) == ("in_work", 60)
        give.propose_closing(one.code, cast.head, outcome="fulfilled", text="Đã xong cả kiệt 2.")
    with clock.at(MONDAY + timedelta(days=20)):
        # The unit was on time; that the giver looked late is not its fault.
        closed = give.accept_closing(one.code, cast.leader)
    assert (closed.phase, closed.outcome, closed.percent) == ("closed", "fulfilled", 100)
    assert day_of(closed.resolved_at) == MONDAY.date()
    kinds = list(Message.objects.filter(directive=closed).order_by("id").values_list("kind", flat=True))
    assert kinds == ["question", "answer", "progress", "closing", "object", "closing"]
    assert directive_view(one.code, cast.head).can == frozenset()


def test_a_returned_directive_waits_for_another_lead(cast: Cast) -> None:
    with clock.at(MONDAY):
        one = given(cast)
        give.ask_extension(one.code, cast.head, reason="weather", until=NEXT_FRIDAY)
        give.ask_back(one.code, cast.head, text="Thuộc Sở nào?")
        give.return_directive(one.code, cast.head, reason="another_unit", note="Thuộc Sở Tài chính.")
        assert (again(one).phase, again(one).unit) == ("received", "")
        with pytest.raises(NotFound):
            directive_view(one.code, cast.head)
        give.reassign_directive(one.code, cast.leader, lead=DEPARTMENT)
        give.accept_directive(one.code, FINANCE)
    one = again(one)
    assert (one.phase, one.unit, one.questions_open, one.extension_asked_at) == ("in_work", DEPARTMENT, 0, None)
    assert directive_view(one.code, cast.leader).asked is None


def test_a_department_hands_a_part_down_to_a_ward_within_its_own_deadline(cast: Cast) -> None:
    with clock.at(MONDAY):
        above = given(cast, lead=DEPARTMENT)
        give.accept_directive(above.code, FINANCE)
        with pytest.raises(Invalid):
            give.hand_down(above.code, FINANCE, new(due_on=NEXT_FRIDAY))
        with pytest.raises(Invalid):
            give.hand_down(above.code, FINANCE, new(lead=DEPARTMENT))
        below = give.hand_down(above.code, FINANCE, new(title="Báo cáo số cống", key="once"))
        assert give.hand_down(above.code, FINANCE, new(key="once")).code == below.code
        give.accept_directive(below.code, cast.officer)
        give.propose_closing(below.code, cast.officer, outcome="fulfilled", text="12 cống.")
        with pytest.raises(NotAllowed):
            give.accept_closing(below.code, cast.leader)
        give.accept_closing(below.code, FINANCE)
    assert [one.code for one in directive_view(above.code, cast.leader).below] == [below.code]
    assert again(below).above_giver == cast.leader.ref


def test_a_new_directive_is_refused_with_a_sentence_for_every_wrong_field(cast: Cast) -> None:
    with clock.at(MONDAY):
        with pytest.raises(Invalid) as refusal:
            given(cast, title="", lead="", field="x", due_on=MONDAY.date() - timedelta(days=1), supports={"": ""})
        assert set(refusal.value.fields) >= {"title", "lead", "field", "due_on"}
        for wrong in ({"due_on": FRIDAY + timedelta(days=1)}, {"priority": "never"}, {"lead": "no-such-unit"}):
            with pytest.raises(Invalid):
                given(cast, **wrong)
        assert given(cast, origin_path="//evil.example/").origin_path == ""
        assert given(cast, origin_ref="case:26-AAAA-AAAA").origin == "report"
