"""The facts a question may record; each class's docstring is its public documentation."""

from typing import ClassVar

from hueioc.journal.events import Code
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class QuestionOpened(Opened, frozen=True, kw_only=True):
    """A unit asked: in which field, which unit is to answer, until when; `asked_by` is the unit that asks."""

    kind: ClassVar[str] = "question.opened"
    asked_by: Code


class QuestionHanded(Handed, frozen=True, kw_only=True):
    """A step of the hand-over of a question to the unit that is to answer it."""

    kind: ClassVar[str] = "question.handed"


class QuestionMoved(Moved, frozen=True, kw_only=True):
    """A question changed its state: taken, returned, handed over, answered (`resolve`) or asked again (`object`)."""

    kind: ClassVar[str] = "question.moved"


class QuestionNoted(Noted, frozen=True, kw_only=True):
    """Something was told about a question that changes no state: a warning, a reminder."""

    kind: ClassVar[str] = "question.noted"


class QuestionClosed(Closed, frozen=True, kw_only=True):
    """A question has ended; `is_accepted` says that the asker took the answer, and did not just stay silent."""

    kind: ClassVar[str] = "question.closed"
    is_accepted: bool = False
