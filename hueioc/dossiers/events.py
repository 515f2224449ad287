"""The facts a dossier may record; each class's docstring is its public documentation."""

from datetime import datetime
from typing import ClassVar

from hueioc.journal.events import Code, Event
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class DossierOpened(Opened, frozen=True, kw_only=True):
    """A dossier was registered (status 1): procedure, channel, the unit whose desk has it, what kind of applicant."""

    kind: ClassVar[str] = "dossier.opened"
    applicant_kind: Code = "person"
    parts: int = 0


class DossierHanded(Handed, frozen=True, kw_only=True):
    """A step of the hand-over of a dossier between desk and agency, between agencies, or inside one."""

    kind: ClassVar[str] = "dossier.handed"


class DossierMoved(Moved, frozen=True, kw_only=True):
    """A dossier changed its state or its deadline.

    `verb` tells the status: accept (2), take_over (4), request_supplement (5), request_payment (6), finish (9).
    """

    kind: ClassVar[str] = "dossier.moved"


class DossierNoted(Noted, frozen=True, kw_only=True):
    """Something was added to a dossier that changes no state: a note, papers, a warning, a second request."""

    kind: ClassVar[str] = "dossier.noted"


class IndexFigureReported(Event, frozen=True, kw_only=True):
    """Somebody entered what the city reports for an item of an index that cannot be counted here."""

    kind: ClassVar[str] = "dossier.index_figure_reported"
    item: Code
    period: Code
    unit: Code = ""
    numerator: int
    denominator: int


class DossierClosed(Closed, frozen=True, kw_only=True):
    """A dossier has ended: refused (3), withdrawn (7), stopped (8) or with its result in the hand (10).

    `is_on_time` is the rule of index 766, item 2.1; `supplement_s` is how long it waited for the applicant.
    """

    kind: ClassVar[str] = "dossier.closed"
    supplement_s: int = 0
    accepted_at: datetime | None = None
