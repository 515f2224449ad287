"""The facts a directive may record; each class's docstring is its public documentation.

Of a confidential directive none of these is recorded, but `workflow.withheld` (ADR 0083).
"""

from typing import ClassVar

from hueioc.journal.events import Code, Ref
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class DirectiveOpened(Opened, frozen=True, kw_only=True):
    """A directive was given: its field, priority (`urgency`), lead unit and deadline.

    `origin` says what it came from (number, report, bottleneck, page, document, meeting), `above` the directive it
    was handed down from.
    """

    kind: ClassVar[str] = "directive.opened"
    origin: Code = ""
    above: Ref = ""


class DirectiveHanded(Handed, frozen=True, kw_only=True):
    """A unit was offered a part of a directive, accepted or returned it, did it, or it was taken back."""

    kind: ClassVar[str] = "directive.handed"


class DirectiveMoved(Moved, frozen=True, kw_only=True):
    """A directive changed its state or its deadline.

    `verb` tells how: accept, return, reassign, extend, resolve (closing proposed), object (sent back).
    """

    kind: ClassVar[str] = "directive.moved"


class DirectiveNoted(Noted, frozen=True, kw_only=True):
    """Something was added to a directive that changes no state.

    progress (`count` is the percentage), asked_back, answered_back, extension_asked, extension_refused, handed_down
    (`other` is the new directive), reminded, due_soon, overdue, silent, giver_changed.
    """

    kind: ClassVar[str] = "directive.noted"


class DirectiveClosed(Closed, frozen=True, kw_only=True):
    """A directive has ended: the giver accepted the closing, or withdrew it.

    On time is judged by when the unit proposed the closing the giver accepted, not by when the giver looked.
    """

    kind: ClassVar[str] = "directive.closed"
