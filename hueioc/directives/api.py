"""The JSON door to directives: lists and one of them as the caller may see it, giving, accepting, progress."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Header, Router, Schema, Status

from hueioc.directives.commands import accept_directive, give_directive, report_progress
from hueioc.directives.models import Directive
from hueioc.directives.queries import STATES, TABS, DirectiveView, Wanted, board, directive_view
from hueioc.directives.rules.intake import NewDirective
from hueioc.lib.origin import from_here_or_refuse
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import unit_label

router = Router(tags=["directives"])


class LineOut(Schema):
    """A directive in a list."""

    number: str
    title: str
    field: str = Field(description="Code of the field in the packs.")
    priority: str
    phase: str
    outcome: str
    unit: str = Field(description="Code of the lead unit; empty while the giver chooses another one.")
    unit_name: str
    given_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_confidential: bool


class ListOut(Schema):
    """One page, nearest deadline first; closed ones the latest first."""

    directives: list[LineOut]
    total: int
    page: int
    pages: int


class PartOut(Schema):
    """One unit's part, and how far the unit says it is."""

    unit: str
    unit_name: str
    role: str
    state: str
    task: str
    percent: int | None
    due_at: datetime | None


class DirectiveOut(LineOut):
    """A directive as the caller may see it: a supporting unit reads its own part only."""

    text: str
    percent: int | None = Field(description="What the lead says; empty for a supporting unit.")
    parts: list[PartOut]
    can: list[str] = Field(description="Verbs the caller may give now.")
    version: int


class GiveIn(Schema):
    """A new directive; `supports` maps the code of a unit to its part in words, which may be empty."""

    model_config = {"extra": "forbid"}
    title: str
    text: str
    lead: str
    due_on: date = Field(description="A working day; the deadline is the end of its office hours.")
    field: str
    priority: str = "normal"
    supports: dict[str, str] = {}
    is_confidential: bool = False
    document: str = ""


class ProgressIn(Schema):
    """How far the unit is, in per cent, in words, with a link to the evidence."""

    model_config = {"extra": "forbid"}
    percent: int
    text: str
    link: str = ""
    unit: str = ""
    version: int | None = Field(None, description="Refuse when somebody changed the directive since this version.")


@router.get("/directives", response=ListOut, operation_id="list_directives", url_name="list_directives")
def list_directives(
    request: HttpRequest, tab: str = "all", state: str = "open", unit: str = "", words: str = "", page: int = 1
) -> dict[str, Any]:
    """Directives the caller may see: `tab` given, owed or all; `state` open, due, late, silent, to_decide or closed."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("Directives are for staff."))
    for name, value, known in (("tab", tab, TABS), ("state", state, STATES)):
        if value not in known:
            fault = _("Known are: %(values)s.") % {"values": ", ".join(known)}
            raise Invalid(fault, fields={name: fault})
    clean = {"unit": unit.replace("\x00", ""), "words": words.replace("\x00", "")[:200]}
    found = board(actor, Wanted(tab=tab, state=state, page=min(max(page, 1), 100_000), **clean))
    return {
        "directives": [_line(one) for one in found.directives],
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
    }


@router.post("/directives", response={201: DirectiveOut}, operation_id="give_directive", url_name="give_directive")
def give(request: HttpRequest, body: GiveIn, idempotency_key: Header[str] = "") -> Status[dict[str, Any]]:
    """Give a directive, as a leader of the city; the same `Idempotency-Key` gives the first one again."""
    from_here_or_refuse(request.headers)
    actor = actor_of(request)
    made = give_directive(NewDirective(**body.dict(), key=idempotency_key or None), actor)
    return Status(201, _data(directive_view(made.code, actor)))


@router.get("/directives/{number}", response=DirectiveOut, operation_id="get_directive", url_name="get_directive")
def read_directive(request: HttpRequest, number: str) -> dict[str, Any]:
    """One directive, for who gave it, the units with a part, and staff who see them all."""
    return _data(directive_view(number, actor_of(request)))


@router.post("/directives/{number}/accept", response=DirectiveOut, operation_id="accept_directive")
def accept(request: HttpRequest, number: str, unit: str = "") -> dict[str, Any]:
    """Take the part of one of the caller's units."""
    from_here_or_refuse(request.headers)
    accept_directive(number, actor_of(request), unit=unit)
    return _data(directive_view(number, actor_of(request)))


@router.post("/directives/{number}/progress", response=DirectiveOut, operation_id="report_progress")
def progress(request: HttpRequest, number: str, body: ProgressIn) -> dict[str, Any]:
    """Say how far the unit is; the figure of the lead is that of the directive."""
    from_here_or_refuse(request.headers)
    report_progress(number, actor_of(request), **body.dict())
    return _data(directive_view(number, actor_of(request)))


def _line(directive: Directive) -> dict[str, Any]:
    plain = ("title", "phase", "outcome", "unit", "due_at", "closed_at", "is_confidential")
    return {name: getattr(directive, name) for name in plain} | {
        "number": directive.code,
        "field": directive.service,
        "priority": directive.urgency,
        "unit_name": unit_label(directive.unit) if directive.unit else "",
        "given_at": directive.opened_at,
    }


def _data(view: DirectiveView) -> dict[str, Any]:
    plain = ("unit", "role", "state", "task", "due_at")
    return _line(view.directive) | {
        "text": view.text,
        "percent": view.directive.percent if view.is_whole else None,
        "parts": [
            {name: getattr(one.part, name) for name in plain}
            | {"unit_name": unit_label(one.part.unit), "percent": one.percent}
            for one in view.threads
        ],
        "can": sorted(view.can),
        "version": view.directive.version,
    }
