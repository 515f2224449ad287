"""The facts a return may record; each class's docstring is its public documentation."""

from datetime import date
from typing import ClassVar

from hueioc.journal.events import Code, Event
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class ReturnOpened(Opened, frozen=True, kw_only=True):
    """A unit owes a return: of which form and period, until when; `collector` is the unit that collects it."""

    kind: ClassVar[str] = "return.opened"
    form: Code
    period: Code
    collector: Code = ""


class ReturnHanded(Handed, frozen=True, kw_only=True):
    """A step of the hand-over of a return to the unit that owes it."""

    kind: ClassVar[str] = "return.handed"


class ReturnMoved(Moved, frozen=True, kw_only=True):
    """A return changed its state: filling began (`fill`), given (`resolve`), given back (`object`), corrected.

    `from_unit` is the unit that collects it, so that its screens hear of it.
    """

    kind: ClassVar[str] = "return.moved"
    from_unit: Code = ""


class ReturnNoted(Noted, frozen=True, kw_only=True):
    """Something was told about a return that changes no state: due_soon, overdue, reminded."""

    kind: ClassVar[str] = "return.noted"


class ReturnClosed(Closed, frozen=True, kw_only=True):
    """A return has ended: accepted by its collector or by the clock, or not owed after all."""

    kind: ClassVar[str] = "return.closed"
    edition: int = 0


class FigureReported(Event, frozen=True, kw_only=True):
    """A number of an accepted return that its pack names an indicator; public where the pack says so.

    A later fact of the same unit, form, field and period replaces an earlier one.
    """

    kind: ClassVar[str] = "return.figure"
    form: Code
    field: Code
    unit: Code
    period: Code
    first_on: date
    last_on: date
    value: float
