"""Finds reports for a command: locked, visible to the actor, each on a desk of its own."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hueioc.cases.events import CaseClosed, CaseHanded, CaseMoved, CaseNoted, CaseOpened
from hueioc.cases.models import Case
from hueioc.cases.rules.visibility import is_reporter, may_see
from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.workflow.commands import Desk, Facts
from hueioc.workflow.queries import extensions_of_many, parts_of_many, pauses_of_many

CASE_FACTS = Facts(opened=CaseOpened, handed=CaseHanded, moved=CaseMoved, noted=CaseNoted, closed=CaseClosed)
CaseDesk = Desk[Case]


def desks_of(codes: Sequence[str], actor: Actor) -> list[CaseDesk]:
    """Locked desks of those reports the actor may see, in the order asked for, with a few questions for all."""
    cases = {case.code: case for case in Case.objects.select_for_update().filter(code__in=codes).order_by("id")}
    refs = [case.ref for case in cases.values()]
    parts, pauses, extensions = parts_of_many(refs), pauses_of_many(refs), extensions_of_many(refs)
    return [
        CaseDesk(
            item=case,
            actor=actor,
            facts=CASE_FACTS,
            is_reporter=is_reporter(case, actor),
            parts=parts.get(case.ref, []),
            pauses=pauses.get(case.ref, []),
            extensions=extensions.get(case.ref, []),
        )
        for code in dict.fromkeys(codes)
        if (case := cases.get(code)) and (actor.is_machine or may_see(case, actor, parts.get(case.ref, [])))
    ]


def check_version(desk: CaseDesk, version: int | None) -> None:
    """Raises Conflict when somebody saved a newer version than the one that was looked at."""
    if version is not None and version != desk.item.version:
        raise Conflict(_("Somebody changed this report meanwhile. Look at it again."))
