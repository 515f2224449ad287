"""Puts one report on the desk: found, visible to the actor, locked, and cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.found import CASE_FACTS, CaseDesk, check_version, desks_of
from hueioc.cases.commands.steps import clear_and_keep
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.commands import known_reason, move

__all__ = ["CASE_FACTS", "CaseDesk", "case_on_desk", "known_reason", "move"]


@contextmanager
def case_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[CaseDesk]:
    """The report `code` on a desk, in one transaction that is cleared when the block ends without an error.

    What staff change is kept so that they can take it back. Raises NotFound for a report the actor may not see,
    Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        found = desks_of([code], actor)
        if not found:
            raise NotFound(_("There is no such report, or it is not public."))
        [desk] = found
        check_version(desk, version)
        yield desk
        clear_and_keep([desk], actor)
