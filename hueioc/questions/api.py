"""The JSON door to questions between the tiers: for all staff, as on their pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Header, Router, Schema, Status

from hueioc.lib.origin import from_here_or_refuse
from hueioc.lib.refusals import Invalid
from hueioc.people.queries import actor_of
from hueioc.questions.commands import answer_question, ask_question
from hueioc.questions.models import Question
from hueioc.questions.queries import TABS, QuestionView, board, question_view
from hueioc.questions.rules import NewQuestion
from hueioc.workflow.queries import unit_label

router = Router(tags=["questions"])


class QuestionOut(Schema):
    """A question with its answer as it stands, empty before there is one."""

    number: str
    field: str = Field(description="Code of the field in the packs.")
    title: str
    text: str
    answer: str
    legal_source: str
    phase: str
    asked_by: str
    asked_by_name: str
    unit: str = Field(description="Code of the unit that answers; empty while nobody has it.")
    unit_name: str
    asked_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    is_accepted: bool
    version: int


class OneQuestionOut(QuestionOut):
    """One question, with the verbs the caller may give now."""

    can: list[str]


class ListOut(Schema):
    """One page: open ones by their deadline, the others the latest first."""

    questions: list[QuestionOut]
    total: int
    page: int
    pages: int


class AskIn(Schema):
    """A question of one of the caller's units."""

    model_config = {"extra": "forbid"}
    field: str
    title: str
    text: str
    asked_by: str = Field("", description="For which of your units you ask, when you have several.")


class AnswerIn(Schema):
    """The answer, with the legal source it rests on."""

    model_config = {"extra": "forbid"}
    text: str
    legal_source: str = ""
    version: int | None = Field(None, description="Refuse when somebody changed the question since this version.")


@router.get("/questions", response=ListOut, operation_id="list_questions", url_name="list_questions")
def list_questions(request: HttpRequest, tab: str = "answered", field: str = "", page: int = 1) -> dict[str, Any]:
    """Questions by tab: answered, asked (by the caller's units), owed (by them), open, unassigned."""
    if tab not in TABS:
        fault = _("Known are: %(values)s.") % {"values": ", ".join(TABS)}
        raise Invalid(fault, fields={"tab": fault})
    found = board(actor_of(request), tab=tab, field=field.replace("\x00", ""), page=min(max(page, 1), 100_000))
    lines = [_line(one) for one in found.questions]
    return {"questions": lines, "total": found.total, "page": found.page, "pages": found.pages}


@router.get("/questions/{number}", response=OneQuestionOut, operation_id="get_question", url_name="get_question")
def read_question(request: HttpRequest, number: str) -> dict[str, Any]:
    """One question."""
    return _data(question_view(number, actor_of(request)))


@router.post("/questions", response={201: OneQuestionOut}, operation_id="ask_question", url_name="ask_question")
def ask(request: HttpRequest, body: AskIn, idempotency_key: Header[str] = "") -> Status[dict[str, Any]]:
    """Ask for a unit of the caller; the same `Idempotency-Key` gives the first question again."""
    from_here_or_refuse(request.headers)
    actor = actor_of(request)
    made = ask_question(NewQuestion(**body.dict(), key=idempotency_key[:200] or None), actor)
    return Status(201, _data(question_view(made.code, actor)))


@router.post("/questions/{number}/answer", response=OneQuestionOut, operation_id="answer_question")
def answer(request: HttpRequest, number: str, body: AnswerIn) -> dict[str, Any]:
    """Answer for the unit that has it."""
    from_here_or_refuse(request.headers)
    answer_question(number, actor_of(request), **body.dict())
    return _data(question_view(number, actor_of(request)))


_PLAIN = ("title", "text", "answer", "legal_source", "phase", "asked_by", "unit", "due_at", "is_accepted", "version")


def _line(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in _PLAIN} | {
        "number": question.code,
        "field": question.service,
        "asked_by_name": unit_label(question.asked_by),
        "unit_name": unit_label(question.unit) if question.unit else "",
        "asked_at": question.opened_at,
        "answered_at": question.resolved_at,
    }


def _data(view: QuestionView) -> dict[str, Any]:
    return _line(view.question) | {"can": sorted(view.can)}
