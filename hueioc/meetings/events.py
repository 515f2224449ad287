"""The facts a meeting may record; each class's docstring is its public documentation.

Of a confidential meeting none of these is recorded, but `workflow.withheld` (ADR 0083). No fact says how anybody voted;
a secret ballot leaves no fact with a person as its actor (ADR 0095).
"""

from typing import ClassVar

from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class MeetingOpened(Opened, frozen=True, kw_only=True):
    """The invitations of a meeting went out, from the unit that holds it; `due_at` is when its minutes are due.

    What happened before, while it was a draft, is withheld.
    """

    kind: ClassVar[str] = "meeting.opened"


class MeetingHanded(Handed, frozen=True, kw_only=True):
    """A unit was invited (offered), said that somebody comes (accepted) or that nobody does (withdrawn).

    With the role lead: the unit that holds the meeting sent the invitations.
    """

    kind: ClassVar[str] = "meeting.handed"


class MeetingMoved(Moved, frozen=True, kw_only=True):
    """A meeting changed its state: extend (another time), begin, resolve (minutes handed in), object."""

    kind: ClassVar[str] = "meeting.moved"


class MeetingNoted(Noted, frozen=True, kw_only=True):
    """Something was added to a meeting that changes no state.

    prepared, answered, checked_in, floor_asked, speaker_called, speaker_done, vote_put, vote_opened (`count`),
    ballot_cast, vote_closed (`count` ballots), concluded, written, minutes_checked, reminded,
    directed (`other`, the directive).
    """

    kind: ClassVar[str] = "meeting.noted"


class MeetingClosed(Closed, frozen=True, kw_only=True):
    """The minutes were signed and published to those invited, or the meeting was cancelled.

    On time is judged by when the minutes that were signed were handed in.
    """

    kind: ClassVar[str] = "meeting.closed"
