"""The life of a question: asked, answered, asked again, accepted, and what the clock does; on both databases."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from hueioc.demo.asking import tell_questions
from hueioc.demo.pages import tell_pages
from hueioc.handbook.models import Page
from hueioc.journal.models import Fact
from hueioc.journal.rules import microseconds
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.mining.models import Trace
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from hueioc.playbooks.clock import strike
from hueioc.playbooks.questions import PLAYBOOKS
from hueioc.portal.dashboard.events import latest
from hueioc.questions import commands as give
from hueioc.questions.models import Question
from hueioc.questions.queries import (
    board,
    counts,
    fields_on,
    find_questions,
    owed_lines,
    question_view,
    questions_like,
    timeline,
)
from hueioc.questions.rules import NewQuestion
from hueioc.questions.tests.people import ANSWER, CLERK, DEPARTMENT, FIELD, TEXT, TITLE, accepted, answered, asked
from tests.cast import WARD, Cast

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


def again(question: Question) -> Question:
    return Question.objects.get(code=question.code)


def test_a_question_goes_to_the_department_of_its_field_with_a_deadline_that_explains_itself(cast: Cast) -> None:
    with clock.at(MONDAY):
        question = asked(cast)
    assert (question.unit, question.asked_by, question.phase) == (DEPARTMENT, WARD, "assigned")
    assert question.due_at == question.first_due_at
    assert question.due_at is not None
    assert question.due_at.date() == datetime(2026, 11, 27).date(), "the 24th is a public holiday"
    assert question.due_trace[0]["code"] == "started"
    assert question_view(question.code, CLERK).can == {"accept", "return", "resolve"}
    assert question_view(question.code, cast.stranger).can == set()
    assert len(fields_on(MONDAY.date())) > 5


def test_an_answer_can_be_asked_again_and_then_accepted(cast: Cast) -> None:
    with clock.at(MONDAY):
        question = answered(cast)
    assert (question.phase, question.answer, question.outcome) == ("resolved", ANSWER, "answered")
    with clock.at(MONDAY + timedelta(days=1)):
        give.ask_again(question.code, cast.officer, text="Còn bản chính đã mờ thì sao?")
    open_again = again(question)
    assert (open_again.phase, open_again.asks, open_again.outcome) == ("in_work", 2, "")
    assert open_again.first_due_at == question.first_due_at
    assert open_again.due_at is not None
    assert question.due_at is not None
    assert open_again.due_at > question.due_at
    with clock.at(MONDAY + timedelta(days=2)):
        give.answer_question(question.code, CLERK, text="Mờ thì không chứng thực.")
        give.accept_answer(question.code, cast.head)
    done = again(question)
    assert (done.phase, done.is_accepted, done.answer) == ("closed", True, "Mờ thì không chứng thực.")
    catch_up()
    view = question_view(question.code, cast.stranger)
    assert [one.kind for one in view.said] == ["answer", "again", "answer"]
    assert len(timeline(done)) == 7
    with pytest.raises((Conflict, NotAllowed)):
        give.ask_again(question.code, cast.officer, text="Nữa")


def test_a_returned_question_is_sent_elsewhere_by_who_asked_and_keeps_its_deadline(cast: Cast) -> None:
    question = asked(cast)
    with pytest.raises(Invalid):
        give.return_question(question.code, CLERK, reason="not_competent")
    give.return_question(question.code, CLERK, reason="not_competent", note="Thuộc Sở Nội vụ.")
    back = again(question)
    assert (back.phase, back.unit, back.due_at) == ("received", "", question.due_at)
    assert [line.code for line in owed_lines(cast.officer, 10)] == [question.code]
    with pytest.raises(Invalid):
        give.hand_over_question(question.code, cast.officer, unit=WARD)
    give.hand_over_question(question.code, cast.officer, unit="dept-home-affairs")
    assert again(question).unit == "dept-home-affairs"
    assert question_view(question.code, CLERK).can == set()
    give.hand_over_question(question.code, cast.coordinator, unit=DEPARTMENT)
    assert again(question).unit == DEPARTMENT


def test_what_is_wrong_is_named_and_a_repeated_key_asks_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        give.ask_question(NewQuestion(field=FIELD, title="", text="a\x00"), cast.officer)
    assert set(refusal.value.fields) == {"title", "text"}
    for field in ("drainage", "ask", "nothing"):
        with pytest.raises(Invalid):
            give.ask_question(NewQuestion(field=field, title=TITLE, text=TEXT), cast.officer)
    with pytest.raises(Invalid):
        give.ask_question(NewQuestion(field=FIELD, title=TITLE, text=TEXT), CLERK)
    with pytest.raises(NotAllowed):
        give.ask_question(NewQuestion(field=FIELD, title=TITLE, text=TEXT, asked_by="ward-19753"), cast.officer)
    first, second = asked(cast, key="tap"), asked(cast, key="tap")
    assert first.code == second.code
    with pytest.raises(Conflict):
        give.answer_question(first.code, CLERK, text=ANSWER, version=first.version + 5)


def test_every_list_and_the_inbox_show_a_question_where_it_belongs(cast: Cast) -> None:
    open_one, done = asked(cast), accepted(cast, title="Lệ phí hộ tịch thu thế nào?")
    assert [one.code for one in board(cast.stranger).questions] == [done.code]
    assert [one.code for one in board(cast.officer, tab="asked").questions] == [done.code, open_one.code]
    assert [one.code for one in board(CLERK, tab="owed").questions] == [open_one.code]
    assert board(cast.stranger, field="ask_land").total == 0
    assert counts(cast.officer) == {"answered": 1, "asked": 2, "owed": 0, "open": 1, "unassigned": 0}
    [line] = owed_lines(CLERK, 10)
    assert (line.title, line.page) == (TITLE, f"/questions/{open_one.code}/")
    give.answer_question(open_one.code, CLERK, text=ANSWER)
    assert owed_lines(CLERK, 10) == []
    assert [line.code for line in owed_lines(cast.head, 10)] == [open_one.code]


@pytest.mark.parametrize("typed", ["chứng thực bản sao ép nhựa", "chung thuc ban sao ep nhua", "CHỨNG THỰC bản s"])
def test_a_question_is_found_while_typing_with_and_without_diacritics(cast: Cast, typed: str) -> None:
    question = answered(cast)
    asked(cast, title="Phụ cấp cán bộ không chuyên trách", text="Mức chi hằng tháng của từng khu phố.")
    assert [found.question.code for found in questions_like(typed, cast.stranger)] == [question.code]
    assert [found.question.code for found in find_questions(typed, cast.stranger)] == [question.code]
    assert [found.question.code for found in find_questions("loi chung", cast.stranger)] == [question.code]
    assert [found.question.code for found in find_questions(question.code.lower(), cast.stranger)] == [question.code]
    assert questions_like(typed, cast.owner) == find_questions(typed, cast.owner) == []


def test_the_clock_warns_calls_answers_silence_and_closes(cast: Cast) -> None:
    with clock.at(MONDAY):
        question = asked(cast)
    assert question.due_at is not None
    with clock.at(MONDAY + timedelta(days=2, hours=4)):
        strike(PLAYBOOKS)
    assert again(question).phase == "in_work"
    for hours in (-1, -1, 1, 1):
        with clock.at(question.due_at + timedelta(hours=hours)):
            strike(PLAYBOOKS)
    with clock.at(question.due_at + timedelta(hours=2)):
        give.answer_question(question.code, CLERK, text=ANSWER)
    with clock.at(question.due_at + timedelta(days=20)):
        strike(PLAYBOOKS)
    done = again(question)
    assert (done.phase, done.is_accepted) == ("closed", False)
    kinds = list(Fact.objects.filter(subject=question.ref).order_by("id").values_list("kind", flat=True))
    assert kinds.count("question.noted") == 2
    data = Fact.objects.filter(subject=question.ref, kind="question.closed").values_list("data", flat=True)[0]
    assert '"is_on_time":false' in data


def test_views_take_questions_without_knowing_them(cast: Cast) -> None:
    question = answered(cast)
    give.ask_again(question.code, cast.officer, text="Chưa rõ.")
    catch_up()
    assert Trace.objects.get(ref=question.ref).kind == "question"
    # The wall calls it by its service and not a report.
    assert [one.what for one in latest(9) if one.ref == question.ref][-1] == "mới: Hỏi đáp hai cấp"
    told = Notice.objects.filter(subject=question.ref, channel="app")
    topics = {(one.topic, one.recipient) for one in told}
    assert ("answered", cast.officer.ref) in topics
    assert ("answered", cast.head.ref) in topics, "a colleague of the asker is told too"
    words = {sentence(one) for one in told}
    assert all(question.code in one for one in words)
    assert not any("Phản ánh" in one or "Report" in one for one in words)


def test_the_demo_asks_and_fills_the_handbook_up_to_now(city: None) -> None:
    assert tell_questions(Event()) == Question.objects.count() >= 5
    assert {one.phase for one in Question.objects.all()} == {"assigned", "resolved", "closed"}
    assert tell_pages(Event()) == Page.objects.count() >= 5
    assert {one.state for one in Page.objects.all()} == {"published"}
    assert not Fact.objects.filter(happened_us__gt=microseconds(clock.now())).exists()
