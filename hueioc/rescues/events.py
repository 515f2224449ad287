"""The facts rescue may record; each class's docstring is its public documentation. None says who, nor how they are."""

from typing import ClassVar

from hueioc.journal.events import Code, Event, Ref
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class RescueOpened(Opened, frozen=True, kw_only=True):
    """Somebody called for help; `people` is how many were told of, 0 when nobody said."""

    kind: ClassVar[str] = "rescue.opened"
    people: int = 0


class RescueHanded(Handed, frozen=True, kw_only=True):
    """A call for rescue went to the unit whose team takes it, or came back from it."""

    kind: ClassVar[str] = "rescue.handed"


class RescueMoved(Moved, frozen=True, kw_only=True):
    """A call changed its state; `step` says where the team stands (on_the_way, reached), `team` which team it is."""

    kind: ClassVar[str] = "rescue.moved"
    team: Ref = ""


class RescueNoted(Noted, frozen=True, kw_only=True):
    """Something was added that changes no state: a correction, a priority by hand, a link, a photo, an erasure."""

    kind: ClassVar[str] = "rescue.noted"


class RescueClosed(Closed, frozen=True, kw_only=True):
    """A call has ended: safe, not_found, handed_on, withdrawn, or duplicate when it was merged into `other`."""

    kind: ClassVar[str] = "rescue.closed"
    other: Ref = ""


class TeamChanged(Event, frozen=True, kw_only=True):
    """A team, boat, vehicle, shelter or hospital of the register changed; `what` says which part, never a name."""

    kind: ClassVar[str] = "rescue.register_changed"
    what: Code
    state: Code = ""
    unit: Code = ""
    count: int = 0


class SafetySaid(Event, frozen=True, kw_only=True):
    """Somebody let the city know that they are safe."""

    kind: ClassVar[str] = "rescue.safety_said"


class SearchChanged(Event, frozen=True, kw_only=True):
    """A search for a relative was opened, met somebody who was asked, or was answered with yes or no (`step`)."""

    kind: ClassVar[str] = "rescue.search_changed"
    step: Code


class ReliefGiven(Event, frozen=True, kw_only=True):
    """Relief goods were handed to a household; `is_again` when it had the same goods before and somebody said why."""

    kind: ClassVar[str] = "rescue.relief_given"
    goods: Code
    amount: int
    unit: Code = ""
    is_again: bool = False


class DamageDeclared(Event, frozen=True, kw_only=True):
    """A household declared damage; how many lines it has. Open data count the lines by ward and kind."""

    kind: ClassVar[str] = "rescue.damage_declared"
    lines: int


class ListPrinted(Event, frozen=True, kw_only=True):
    """Somebody printed the open calls with phones; how many stood on it."""

    kind: ClassVar[str] = "rescue.list_printed"
    count: int
    unit: Code = ""


class DataErased(Event, frozen=True, kw_only=True):
    """Personal data of so many calls, messages, searches, hand-outs or damages (`what`) were erased by the rule."""

    kind: ClassVar[str] = "rescue.data_erased"
    what: Code
    count: int
