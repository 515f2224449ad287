"""What many people do to many reports at the same moment, in one transaction: each succeeds or is refused alone."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.bulk import Order, give
from hueioc.cases.commands.found import CaseDesk, desks_for
from hueioc.cases.commands.steps import clear_and_keep_each
from hueioc.cases.models import Case
from hueioc.lib.refusals import NotFound, Refusal
from hueioc.people.rules import Actor


class Act(NamedTuple):
    """What one person does to one report: verbs one after the other, all or none."""

    code: str
    orders: Sequence[Order]
    actor: Actor


def act_together(acts: Sequence[Act]) -> list[Case | Exception]:
    """Do every act that is possible; the report as it stands afterwards, or the refusal, for each in its place."""
    results: list[Case | Exception] = [NotFound(_("There is no such report, or it is not public."))] * len(acts)
    with transaction.atomic():
        left = list(range(len(acts)))
        while left:
            turn = list({acts[place].code: place for place in reversed(left)}.values())
            left = sorted(set(left) - set(turn))
            _one_turn(acts, sorted(turn), results)
    return results


def _one_turn(acts: Sequence[Act], turn: Sequence[int], results: list[Case | Exception]) -> None:
    """Acts on different reports; who acts on the same one comes in the next turn and finds it changed."""
    done: list[CaseDesk] = []
    for place, desk in zip(turn, desks_for([(acts[p].code, acts[p].actor) for p in turn]), strict=True):
        if desk is None:
            continue
        try:
            for order in acts[place].orders:
                give(desk, order)
        except Refusal as refusal:
            results[place] = refusal
        else:
            results[place] = desk.item
            done.append(desk)
    clear_and_keep_each(done)
