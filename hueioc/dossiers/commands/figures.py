"""Figures of an index that this product cannot count: entered by the steward of the data, with where they stand."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.events import IndexFigureReported
from hueioc.dossiers.models import IndexFigure
from hueioc.dossiers.queries.index766 import index_in_force, may_report
from hueioc.dossiers.rules.periods import Period
from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.rules import Actor

_MOST = 2_000_000_000


def report_figure(
    item: str, period: Period, actor: Actor, *, numerator: int, denominator: int, source: str, unit: str = ""
) -> IndexFigure:
    """Enter the count of one item for a period and a unit (empty: the city); an earlier entry is replaced.

    Raises NotAllowed, NotFound for an item that is not in force, Invalid for one that is counted here, for a numerator
    above its denominator, and for figures without a source.
    """
    if not may_report(actor):
        raise NotAllowed(_("Only the steward of the data or an administrator can enter figures of the index."))
    index = index_in_force()
    known = next((one for one in index.items_on(period.last) if one.id == item), None)
    if known is None:
        raise NotFound(_("There is no such item in the index."))
    if known.counts:
        raise Invalid(_("This item is counted from the dossiers; nobody can enter it."))
    _check(numerator, denominator, source)
    with transaction.atomic():
        values = {"numerator": numerator, "denominator": denominator, "source": tidy(source)}
        figure, _is_new = IndexFigure.objects.update_or_create(
            index=index.code,
            item=item,
            unit=unit,
            period=period.name,
            defaults=values | {"entered_at": clock.now(), "entered_by": actor.ref},
        )
        told = IndexFigureReported(
            item=item, period=period.name, unit=unit, numerator=numerator, denominator=denominator
        )
        record(told, subject=f"index:{index.code}", actor=actor.ref, visibility="internal")
    return figure


def _check(numerator: int, denominator: int, source: str) -> None:
    if not 0 <= numerator <= denominator <= _MOST:
        sentence = _("The first figure is part of the second, and neither is below zero.")
        raise Invalid(sentence, fields={"numerator": sentence})
    if not source.strip() or len(source) > 200 or has_broken_characters(source):
        sentence = _("Say in at most 200 characters where these figures stand.")
        raise Invalid(sentence, fields={"source": sentence})
