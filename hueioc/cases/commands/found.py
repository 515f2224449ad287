"""Finds reports for a command: locked, visible to the actor, each on a desk of its own."""

from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext_lazy as _

from hueioc.cases.events import CaseClosed, CaseHanded, CaseMoved, CaseNoted, CaseOpened
from hueioc.cases.models import Case
from hueioc.cases.rules.visibility import is_reporter, may_see
from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.workflow.commands import Desk, Facts
from hueioc.workflow.queries import extensions_of_many, parts_of_many, pauses_of_many

CASE_FACTS = Facts(opened=CaseOpened, handed=CaseHanded, moved=CaseMoved, noted=CaseNoted, closed=CaseClosed)
# FTS5 takes off the marks that Unicode can take off; the crossed d is a letter of its own.
_ADD_WORDS = (
    "INSERT INTO cases_words(rowid, words) SELECT id, replace(replace(description || ' ' || address, 'đ', 'd'), "
    "'Đ', 'D') FROM cases_case WHERE id BETWEEN %s AND %s"
)


class CaseDesk(Desk[Case]):
    """A desk for a report."""

    @classmethod
    def keep_beside(cls, items: Sequence[Case]) -> None:
        """The words of new reports for the search; PostgreSQL keeps them by itself.

        One statement for all: see the migration `lighter_writes`. Their ids follow one another, because one writes.
        """
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(_ADD_WORDS, [items[0].pk, items[-1].pk])


def desks_of(codes: Sequence[str], actor: Actor) -> list[CaseDesk]:
    """Locked desks of those reports the actor may see, in the order asked for, with a few questions for all."""
    return [desk for desk in desks_for([(code, actor) for code in dict.fromkeys(codes)]) if desk is not None]


def desks_for(wanted: Sequence[tuple[str, Actor]]) -> list[CaseDesk | None]:
    """A locked desk for each report and person, None where there is no such report or it is not for them.

    No report may be wanted twice: two desks would hold two copies of it.
    """
    codes = [code for code, _actor in wanted]
    cases = {case.code: case for case in Case.objects.select_for_update().filter(code__in=codes).order_by("id")}
    refs = [case.ref for case in cases.values()]
    parts, pauses, extensions = parts_of_many(refs), pauses_of_many(refs), extensions_of_many(refs)
    found: list[CaseDesk | None] = []
    for code, actor in wanted:
        case = cases.get(code)
        if case is None or not (actor.is_machine or may_see(case, actor, parts.get(case.ref, []))):
            found.append(None)
            continue
        desk = CaseDesk(item=case, actor=actor, facts=CASE_FACTS, is_reporter=is_reporter(case, actor))
        desk.parts, desk.pauses = parts.get(case.ref, []), pauses.get(case.ref, [])
        desk.extensions = extensions.get(case.ref, [])
        desk.note_stored()
        found.append(desk)
    return found


def check_version(desk: CaseDesk, version: int | None) -> None:
    """Raises Conflict when somebody saved a newer version than the one that was looked at."""
    if version is not None and version != desk.item.version:
        raise Conflict(_("Somebody changed this report meanwhile. Look at it again."))
