"""The facts the handbook may record; each class's docstring is its public documentation."""

from datetime import date
from typing import ClassVar

from hueioc.journal.events import Code, Event, Ref
from hueioc.workflow.events import Reminded


class PageSaved(Event, frozen=True, kw_only=True):
    """A version of a page was saved: by which unit, whether it is a draft, for whom, and on which days it holds.

    `origin` is the work it was written from, such as an accepted answer.
    """

    kind: ClassVar[str] = "handbook.saved"
    unit: Code
    number: int
    is_draft: bool = False
    is_public: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    origin: Ref = ""


class PagePublished(Event, frozen=True, kw_only=True):
    """A draft became a page that all staff read; `is_public` says that everybody does."""

    kind: ClassVar[str] = "handbook.published"
    unit: Code
    number: int
    is_public: bool = False


class PageConfirmed(Event, frozen=True, kw_only=True):
    """The owner looked at a page and found it still true; its time runs anew."""

    kind: ClassVar[str] = "handbook.confirmed"
    unit: Code
    number: int


class PageDropped(Event, frozen=True, kw_only=True):
    """The owner dropped a draft; its versions are kept and nobody reads them."""

    kind: ClassVar[str] = "handbook.dropped"
    unit: Code
    number: int


class PageRemarked(Event, frozen=True, kw_only=True):
    """Somebody found a page not helpful, for a coded reason."""

    kind: ClassVar[str] = "handbook.remarked"
    unit: Code
    number: int
    reason: Code


class PageReminded(Reminded, frozen=True, kw_only=True):
    """The owner was reminded that nobody has looked at a page for longer than the rules allow."""

    kind: ClassVar[str] = "handbook.reminded"
