"""Finds a question for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.questions.events import QuestionClosed, QuestionHanded, QuestionMoved, QuestionNoted, QuestionOpened
from hueioc.questions.models import Question, Said
from hueioc.questions.rules import is_asker, may_see
from hueioc.workflow.commands import Desk, Facts, clear, written
from hueioc.workflow.queries import extensions_of, parts_of, pauses_of

QUESTION_FACTS = Facts(
    opened=QuestionOpened, handed=QuestionHanded, moved=QuestionMoved, noted=QuestionNoted, closed=QuestionClosed
)


class QuestionDesk(Desk[Question]):
    """One question while a verb is given."""

    def say(self, kind: str, text: str, *, unit: str, legal_source: str = "") -> str:
        """Add what was said and return it tidied. Raises Invalid for an empty text."""
        words = written(text)
        self.add(
            Said(
                question=self.item,
                kind=kind,
                author=self.actor.ref,
                unit=unit,
                text=words,
                legal_source=legal_source,
                at=self.at,
            )
        )
        return words


@contextmanager
def question_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[QuestionDesk]:
    """The question on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for one the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
        if question is None or not (actor.is_machine or may_see(actor)):
            raise NotFound(_("There is no such question, or it is not for you."))
        if version is not None and version != question.version:
            raise Conflict(_("Somebody changed this question meanwhile. Look at it again."))
        desk = QuestionDesk(item=question, actor=actor, facts=QUESTION_FACTS, is_reporter=is_asker(question, actor))
        desk.parts, desk.pauses = parts_of(question.ref), pauses_of(question.ref)
        desk.extensions = extensions_of(question.ref)
        yield desk
        clear([desk])


def only_clock(actor: Actor) -> None:
    """Raises NotAllowed for everybody but a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
