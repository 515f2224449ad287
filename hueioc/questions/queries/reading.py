"""One question as staff see it, with what they may do, and what happened to it in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.journal.events import Event
from hueioc.journal.queries import facts_of
from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.questions.events import QuestionClosed, QuestionHanded, QuestionMoved, QuestionNoted, QuestionOpened
from hueioc.questions.models import Question, Said
from hueioc.questions.rules import is_asker, may_see
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import (
    Part,
    catalogue,
    category_name,
    deadline_chip,
    parts_of,
    state_chips,
    unit_label,
)
from hueioc.workflow.rules.roles import possible_verbs, stand

_NEVER_PRESSED = frozenset({"ask", "lapse"})


@dataclass(frozen=True)
class QuestionView:
    """A question with everything that was said, and what this actor may do with it."""

    question: Question
    said: list[Said]
    parts: list[Part]
    verbs: list[Transition]
    is_mine: bool
    is_answerer: bool

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)


def question_view(code: str, actor: Actor) -> QuestionView:
    """The question for this actor. Raises NotFound when there is none they may see."""
    question = Question.objects.filter(code=code.replace("\x00", "")).first() if may_see(actor) else None
    if question is None:
        raise NotFound(gettext_lazy("There is no such question, or it is not for you."))
    parts, mine = parts_of(question.ref), is_asker(question, actor)
    place = stand(actor, is_reporter=mine, parts=parts)
    process = catalogue().process_of(question.service)
    verbs = possible_verbs(process, phase=question.phase, wait_reason=question.wait_reason, place=place)
    return QuestionView(
        question=question,
        said=list(Said.objects.filter(question=question).order_by("id")),
        parts=parts,
        verbs=[verb for verb in verbs if verb.verb not in _NEVER_PRESSED],
        is_mine=mine,
        is_answerer=question.unit in actor.units,
    )


def shown(question: Question) -> dict[str, Any]:
    """What a row or the head of a page shows of a question."""
    return {
        "question": question,
        "field": category_name(question.service),
        "asked_by": unit_label(question.asked_by),
        "unit": unit_label(question.unit) if question.unit else "",
        "chips": state_chips(question),
        "deadline": deadline_chip(question, clock.now()),
    }


@dataclass(frozen=True)
class Happening:
    """One line of the time line: when, what, and a class for the dot beside it."""

    at: datetime
    words: str
    css: str = ""


def _handed(event: Any) -> tuple[str, str]:
    said = {
        "offered": _("Sent to %(unit)s."),
        "accepted": _("%(unit)s is answering it."),
        "returned": _("%(unit)s returned it."),
        "lapsed": _("%(unit)s did not answer the offer in time; that counts as taking it."),
        "withdrawn": _("Taken back from %(unit)s."),
    }.get(event.step, "")
    return said % {"unit": unit_label(event.unit)} if said else "", "t-triaged"


def _moved(event: Any) -> tuple[str, str]:
    said = {"resolve": _("Answered."), "object": _("Asked again.")}.get(event.verb, "")
    return said, "t-resolved" if event.verb == "resolve" else "t-progress"


def _noted(event: Any) -> tuple[str, str]:
    said = {
        "due_soon": _("The unit was warned that little time is left."),
        "reminded": _("The unit was reminded."),
        "overdue": _("The deadline has passed."),
    }.get(event.verb, "")
    return said, ""


def _closed(event: Any) -> tuple[str, str]:
    if event.outcome == "withdrawn":
        return _("Withdrawn by the asker."), ""
    said = _("The answer was accepted.") if event.is_accepted else _("Closed: nobody asked again in time.")
    return said, "t-resolved"


_SAYS: dict[type[Event], Callable[[Any], tuple[str, str]]] = {
    QuestionOpened: lambda event: (_("Asked by %(unit)s.") % {"unit": unit_label(event.asked_by)}, "t-new"),
    QuestionHanded: _handed,
    QuestionMoved: _moved,
    QuestionNoted: _noted,
    QuestionClosed: _closed,
}


def timeline(question: Question) -> list[Happening]:
    """Everything that happened, newest first."""
    happenings = []
    for fact in facts_of(question.ref):
        says = _SAYS.get(type(fact.event))
        words, css = says(fact.event) if says else ("", "")
        if words:
            happenings.append(Happening(fact.happened_at, words, css))
    return happenings[::-1]


def kept_of(actor: Actor, most: int = 1000) -> dict[str, Any]:
    """What is kept of what this person asked and said."""
    if actor.kind != "account":
        return {"asked": [], "said": []}
    asked = Question.objects.filter(account=actor.account).order_by("-id")[:most]
    said = Said.objects.filter(author=actor.ref).order_by("-id").select_related("question")[:most]
    return {
        "asked": [
            {"number": one.code, "title": one.title, "text": one.text, "at": one.opened_at.isoformat()} for one in asked
        ],
        "said": [
            {"number": one.question.code, "kind": one.kind, "text": one.text, "at": one.at.isoformat()} for one in said
        ],
    }
