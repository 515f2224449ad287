"""Relations between pieces of work: duplicates, incidents, splits, repeats; each can be undone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid, NotFound
from hueioc.workflow.commands.desk import Desk
from hueioc.workflow.models import Link
from hueioc.workflow.queries import links_of

KINDS = frozenset({"duplicate_of", "part_of", "split_from", "repeats", "related"})


def link(desk: Desk[Any], kind: str, target: str) -> Link:
    """Relate the item on the desk to another. Raises Invalid, or Conflict when it would close a circle."""
    source = desk.item.ref
    if kind not in KINDS:
        raise Invalid(_("There is no such relation."), fields={"kind": _("Choose a relation from the list.")})
    if source == target:
        raise Invalid(_("A case cannot be linked to itself."))
    live = links_of(source)
    if any(row.kind == kind and {row.source, row.target} == {source, target} for row in live):
        raise Conflict(_("These two are linked already."))
    if kind == "duplicate_of" and any(row.kind == kind and row.source == source for row in live):
        raise Conflict(_("This case is a duplicate of another one already."))
    row = Link(kind=kind, source=source, target=target, made_at=desk.at, made_by=desk.actor.ref)
    desk.add(row)
    desk.touch()
    desk.tell(desk.facts.noted(verb="linked", other=target, reason=kind))
    return row


def unlink(desk: Desk[Any], kind: str, target: str) -> Link:
    """Undo a relation made from the item on the desk. Raises NotFound when there is none."""
    found = [row for row in links_of(desk.item.ref) if row.kind == kind and target in {row.source, row.target}]
    if not found:
        raise NotFound(_("There is no such link."))
    row = found[0]
    row.undone_at, row.undone_by = desk.at, desk.actor.ref
    desk.change(row)
    desk.touch()
    desk.tell(desk.facts.noted(verb="unlinked", other=target, reason=kind))
    return row
