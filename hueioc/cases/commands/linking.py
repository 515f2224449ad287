"""Relations between reports: duplicates and incidents, with undo."""

from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.citizen import reopen_on_desk
from hueioc.cases.commands.desk import CaseDesk, case_on_desk
from hueioc.cases.commands.found import desks_of
from hueioc.cases.commands.triage import finish
from hueioc.cases.models import Case
from hueioc.cases.rules.repeats import had_a_result
from hueioc.lib.refusals import Conflict, NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.commands import link, recount, unlink
from hueioc.workflow.queries import links_of

DUPLICATE, REPEATS = "duplicate_of", "repeats"
# Kinds after which the sender follows the other report.
_MERGED = frozenset({DUPLICATE, REPEATS})


def link_cases(code: str, actor: Actor, *, kind: str, other: str) -> Case:
    """Relate two reports; as a duplicate the first one is closed and its sender follows the other's result.

    As a repeat of an answered report it takes that one up again, which counts against its closing, and then follows
    it as a duplicate does. A repeat of one that is open or had no result is a relation and nothing more.
    """
    with case_on_desk(code, actor) as desk:
        link_on_desk(desk, kind, other)
    return desk.item


def link_on_desk(desk: CaseDesk, kind: str, other: str) -> None:
    """Relate what lies on the desk to the report `other`. Raises NotFound, Invalid or Conflict."""
    desk.allow("link")
    target = Case.objects.filter(code=other).first()
    if target is None:
        raise NotFound(_("There is no report with this number."))
    if kind == DUPLICATE and any(row.kind == DUPLICATE and row.source == target.ref for row in links_of(target.ref)):
        raise Conflict(_("That report is a duplicate itself. Link to the one it points to."))
    link(desk, kind, target.ref)
    came_back = kind == REPEATS and had_a_result(target.phase, target.outcome)
    if came_back:
        [earlier] = desks_of([target.code], desk.actor)
        reopen_on_desk(earlier, "came_back")
        desk.beside.append(earlier)
    if kind == DUPLICATE or came_back:
        desk.allow("close_duplicate")
        desk.item.reason = desk.item.phase
        finish(desk, "close_duplicate", outcome="duplicate")


def unlink_cases(code: str, actor: Actor, *, kind: str, other: str) -> Case:
    """Undo a relation; a duplicate comes back to where it was sorted, with its first deadline."""
    with case_on_desk(code, actor) as desk:
        unlink_on_desk(desk, kind, other)
    return desk.item


def unlink_on_desk(desk: CaseDesk, kind: str, other: str) -> None:
    """Undo a relation of what lies on the desk. Raises NotFound when there is none."""
    desk.allow("unlink")
    unlink(desk, kind, f"case:{other}")
    case = desk.item
    if kind in _MERGED and case.outcome == "duplicate":
        before, case.phase, case.outcome, case.reason = case.phase, "received", "", ""
        case.closed_at = case.resolved_at = None
        recount(desk)
        desk.tell_moved("unlink", before, reason="undone")
