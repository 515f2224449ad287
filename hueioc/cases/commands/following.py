"""What somebody does who has met the same thing: follow the report of another person, and stop following it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CASE_FACTS, CaseDesk
from hueioc.cases.models import Case, Follower
from hueioc.cases.rules.joining import check_join
from hueioc.cases.rules.visibility import is_reporter
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear


@contextmanager
def _known(code: str, actor: Actor) -> Iterator[CaseDesk]:
    """The report on a desk, also one that is not public: a follower learns its state, never its text."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(code=code).first()
        if case is None:
            raise NotFound(_("There is no such report, or it is not public."))
        desk = CaseDesk(item=case, actor=actor, facts=CASE_FACTS, is_reporter=is_reporter(case, actor))
        yield desk
        clear([desk])


def join_case(code: str, actor: Actor, *, person: str) -> int:
    """Follow an open report; pressed twice it counts once. Returns how many follow it now.

    `person` is the account of the actor, or `browser:…` with the random code of a visitor's browser.
    """
    with _known(code, actor) as desk:
        case = desk.item
        check_join(
            *(actor, person),
            is_open=case.is_open,
            is_sensitive=case.is_sensitive,
            is_public=case.is_public,
            is_mine=desk.is_reporter,
        )
        live = Follower.objects.filter(case=case, left_at=None)
        many = live.count()
        if not live.filter(person=person).exists():
            many += 1
            desk.add(Follower(case=case, person=person, joined_at=desk.at))
            desk.tell(CASE_FACTS.noted(verb="joined", count=many))
    return many


def leave_case(code: str, actor: Actor, *, person: str) -> int:
    """Stop following; the row stays with its day. Returns how many follow it now."""
    with _known(code, actor) as desk:
        live = Follower.objects.filter(case=desk.item, left_at=None)
        row = live.filter(person=person).first()
        if row is None:
            raise NotFound(_("You do not follow this report."))
        row.left_at = desk.at
        desk.change(row)
        many = live.count() - 1
        desk.tell(CASE_FACTS.noted(verb="left", count=many))
    return many
