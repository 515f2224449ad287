"""Lists of questions for staff: what my units asked, what they owe, what was answered to anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import Actor
from hueioc.questions.models import Question
from hueioc.questions.queries.clocks import OPEN
from hueioc.questions.rules import may_see
from hueioc.workflow.queries import OwedLine, deadline_chip, owed_by, page_of, state_chips

PAGE = 30
TABS = {
    "answered": gettext_lazy("Answered"),
    "asked": gettext_lazy("We asked"),
    "owed": gettext_lazy("We answer"),
    "open": gettext_lazy("Open"),
    "unassigned": gettext_lazy("Nobody has it"),
}


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    questions: list[Question]
    total: int
    page: int
    pages: int


def _tab(name: str, actor: Actor) -> Q:
    return {
        "asked": Q(asked_by__in=actor.units),
        "owed": Q(unit__in=actor.units, phase__in=OPEN),
        "open": Q(phase__in=OPEN),
        "unassigned": Q(phase="received"),
    }.get(name, ~Q(answer=""))


def board(actor: Actor, *, tab: str = "answered", field: str = "", page: int = 1) -> Listed:
    """One tab: open ones by their deadline, the others the latest first. Raises NotAllowed for who is no staff."""
    if not may_see(actor):
        raise NotAllowed(_("Questions of wards are for staff. Your administrator can give you a role."))
    found = Question.objects.filter(_tab(tab, actor))
    if field:
        found = found.filter(service=field)
    order = (
        [F("due_at").asc(nulls_last=True), "id"] if tab in {"owed", "open", "unassigned"} else ["-updated_at", "-id"]
    )
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    return Listed(list(found.order_by(*order)[(number - 1) * PAGE : number * PAGE]), total, number, pages)


def counts(actor: Actor) -> dict[str, int]:
    """How many questions stand behind each tab."""
    if not may_see(actor):
        return {}
    asked: dict[str, Any] = {tab: Count("id", filter=_tab(tab, actor)) for tab in TABS}
    return dict(Question.objects.aggregate(**asked))


def visible_codes(actor: Actor, codes: Sequence[str]) -> set[str]:
    """Those of some numbers that this actor may see."""
    return set(Question.objects.filter(code__in=codes).values_list("code", flat=True)) if may_see(actor) else set()


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """What the actor's units have to answer, and what they have to say to an answer, as lines of the inbox."""
    parts = {part.subject: part for part in owed_by(actor.units, "question")}
    codes = [subject.partition(":")[2] for subject in parts]
    wanted = Q(code__in=codes, phase__in=OPEN) | Q(asked_by__in=actor.units, phase__in=("resolved", "received"))
    now = clock.now()
    lines = []
    for one in Question.objects.filter(wanted).order_by("due_at")[:most]:
        part = parts.get(one.ref)
        is_offer = part is not None and part.state == "offered"
        lines.append(
            OwedLine(
                ref=one.ref,
                page=page_of(one.ref),
                title=one.title,
                chips=state_chips(one),
                deadline=deadline_chip(one, now),
                due_at=part.answer_due_at if part and is_offer else one.close_at or one.due_at,
                group=_("Questions"),
                board="/questions/",
            )
        )
    return lines
