"""The facts a warning may record; each class's docstring is its public documentation."""

from typing import ClassVar

from hueioc.journal.events import Code, Event, Ref
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class WarningOpened(Opened, frozen=True, kw_only=True):
    """A warning was drafted; nothing is told to anybody yet.

    `level` is the risk level (1 to 5, 0 where none applies), `message` what it is to be (alert, update, cancel,
    all_clear), `follows` the warning it speaks of, `source` the fact or piece of work that was its cause.
    """

    kind: ClassVar[str] = "warning.opened"
    level: int = 0
    message: Code = "alert"
    follows: Ref = ""
    source: Ref = ""
    is_exercise: bool = False


class WarningHanded(Handed, frozen=True, kw_only=True):
    """A step of the hand-over protocol; warnings use none so far, because release is a second person's deed."""

    kind: ClassVar[str] = "warning.handed"


class WarningMoved(Moved, frozen=True, kw_only=True):
    """A warning changed its state: changed, submitted, taken back, sent back, approved or released.

    `release` is the moment it is told to everybody; every fact before it is internal.
    """

    kind: ClassVar[str] = "warning.moved"
    level: int = 0
    message: Code = "alert"
    is_exercise: bool = False


class WarningNoted(Noted, frozen=True, kw_only=True):
    """Something that changes no state: it `awaits` a second person, was `published` with its release, or `happened`.

    With `happened` the `reason` is the finding (as_warned, weaker, stronger, nothing, not_known).
    """

    kind: ClassVar[str] = "warning.noted"


class WarningClosed(Closed, frozen=True, kw_only=True):
    """A warning holds no more: expired, superseded by an update, cancelled, all clear, or discarded as a draft."""

    kind: ClassVar[str] = "warning.closed"
    level: int = 0


class AlertReceived(Event, frozen=True, kw_only=True):
    """A CAP message of another sender was taken in for an officer to look at; `alert` is its code here."""

    kind: ClassVar[str] = "warning.alert_received"
    status: Code
    message: Code
    infos: int = 0


class AlertSettled(Event, frozen=True, kw_only=True):
    """An officer looked at a received CAP message: noted it, or drafted a warning from it."""

    kind: ClassVar[str] = "warning.alert_settled"
    state: Code
    draft: Ref = ""
