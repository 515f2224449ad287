"""The facts a report may record; each class's docstring is its public documentation."""

from typing import ClassVar

from hueioc.journal.events import Code, Event, Ref
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class CaseOpened(Opened, frozen=True, kw_only=True):
    """A report was received, from any channel; who sent it is known to the centre only."""

    kind: ClassVar[str] = "case.opened"
    photos: int = 0
    is_repeat: bool = False


class CaseHanded(Handed, frozen=True, kw_only=True):
    """A step of the hand-over of a report between the centre and a unit, or inside a unit."""

    kind: ClassVar[str] = "case.handed"


class CaseMoved(Moved, frozen=True, kw_only=True):
    """A report changed its state, category, urgency or deadline."""

    kind: ClassVar[str] = "case.moved"


class CaseNoted(Noted, frozen=True, kw_only=True):
    """Something was added to a report that changes no state: note, question, link, photo, publication."""

    kind: ClassVar[str] = "case.noted"


class CaseRated(Noted, frozen=True, kw_only=True):
    """The reporter rated the result, from 1 (very dissatisfied) to 5 (very satisfied)."""

    kind: ClassVar[str] = "case.rated"
    score: int
    service: Code = ""


class CaseClosed(Closed, frozen=True, kw_only=True):
    """A report has ended; on time is judged by the citizen's deadline, extensions counted apart."""

    kind: ClassVar[str] = "case.closed"


class FilterSaved(Event, frozen=True, kw_only=True):
    """Somebody named a view of the queue (`saved`), or took it away again (`removed`)."""

    kind: ClassVar[str] = "case.filter_saved"
    step: Code = "saved"
    is_shared: bool = False


class StepsForgotten(Event, frozen=True, kw_only=True):
    """Old actions of staff can no longer be taken back: their values from before were deleted."""

    kind: ClassVar[str] = "case.steps_forgotten"
    many: int


class DeskSet(Event, frozen=True, kw_only=True):
    """Somebody set how the desk works for them: with keys, with the map."""

    kind: ClassVar[str] = "case.desk_set"
    has_keys: bool = True
    has_map: bool = True


class ModelTrained(Event, frozen=True, kw_only=True):
    """Suggestions were learned anew from the history of sorted reports; right of tried, on reports held out."""

    kind: ClassVar[str] = "case.model_trained"
    learned_from: int
    tried_on: int
    category_right: int
    unit_right: int
    urgency_right: int


class RoutingSaved(Event, frozen=True, kw_only=True):
    """A new version of the routing rules is in force; the dry-run's figures stand beside it."""

    kind: ClassVar[str] = "case.routing_saved"
    version_no: int
    tried_on: int
    changed: int
    replaces: Ref = ""
    reason: Code = ""
