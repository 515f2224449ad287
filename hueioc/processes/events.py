"""The facts a work process may record; each class's docstring is its public documentation.

Of a confidential process none of these is recorded, but `workflow.withheld` (ADR 0083).
"""

from typing import ClassVar

from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class ProcessOpened(Opened, frozen=True, kw_only=True):
    """Somebody of a unit started a process; `service` says which, `edition` with which version of its pack it runs."""

    kind: ClassVar[str] = "process.opened"
    edition: int = 1


class ProcessHanded(Handed, frozen=True, kw_only=True):
    """A step became owed by a unit (`offered`), was done (`done`), or sent the work back to an earlier one."""

    kind: ClassVar[str] = "process.handed"


class ProcessMoved(Moved, frozen=True, kw_only=True):
    """A process reached another step: `step` is where it stands, `verb` how: advance, return, reroute."""

    kind: ClassVar[str] = "process.moved"


class ProcessNoted(Noted, frozen=True, kw_only=True):
    """Something was told about a process that changes no state: a reminder, little time left, time passed."""

    kind: ClassVar[str] = "process.noted"


class ProcessClosed(Closed, frozen=True, kw_only=True):
    """A process has ended with the outcome its last step led to, or was withdrawn or stopped."""

    kind: ClassVar[str] = "process.closed"
