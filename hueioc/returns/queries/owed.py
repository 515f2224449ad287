"""What units owe of returns, and what collectors have to look at, as lines of the inbox."""

from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.returns.models import Return
from hueioc.returns.queries.collecting import waiting_for_me
from hueioc.returns.queries.packs import code_words, form_name
from hueioc.returns.queries.reading import HEAVY, OPEN
from hueioc.workflow.queries import Chip, OwedLine, deadline_chip, page_of, state_chips, unit_label

# An inbox shows a dozen; the board has the rest.
_ENOUGH = 40


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """Returns that units of the actor owe, nearest deadline first, and given ones that wait for their collector."""
    owed = Return.objects.filter(unit__in=actor.units, phase__in=OPEN).defer(*HEAVY).order_by("due_at", "id")
    lines = [_owed(one) for one in owed[: min(most, _ENOUGH)]]
    return lines + [_to_accept(one) for one in waiting_for_me(actor)]


def _owed(one: Return) -> OwedLine:
    chips = state_chips(one, public=False)
    if one.reason and one.edition:
        chips.append(Chip("s-warn", "arrow-back-up", _("given back")))
    title = f"{form_name(one.form)} · {code_words(one.period)}"
    deadline = deadline_chip(one, clock.now())
    return OwedLine(one.ref, page_of(one.ref), title, chips, deadline, one.due_at, _("Returns"), "/returns/")


def _to_accept(one: Return) -> OwedLine:
    title = f"{form_name(one.form)} · {code_words(one.period)} · {unit_label(one.unit)}"
    chips = [Chip("s-new", "inbox", _("waits for acceptance"))]
    board = f"/returns/collect/{one.form}/{one.period}/"
    return OwedLine(one.ref, page_of(one.ref), title, chips, None, one.settle_at, _("Returns"), board)
