"""What units owe of directives, as lines of the inbox, and what a giver has to decide."""

from django.db.models import F
from django.utils.translation import gettext as _

from hueioc.directives.models import Directive
from hueioc.directives.queries.lists import OWING, Wanted, narrowed
from hueioc.directives.queries.looks import chips_of
from hueioc.directives.rules.visibility import own_parts
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.workflow.queries import Chip, OwedLine, Part, deadline_chip, page_of, parts_of_many

# An inbox shows a dozen; the nearest of these are among them, and the list has the rest.
_ENOUGH = 40


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """Directives that units of the actor owe, nearest deadline first; what waits for the giver is not owed."""
    found = narrowed(actor, Wanted(tab="owed")).filter(phase__in=OWING)
    rows = list(found.order_by(F("due_at").asc(nulls_last=True), "id")[: min(most, _ENOUGH)])
    parts = parts_of_many(one.ref for one in rows)
    return [_line(one, actor, parts.get(one.ref, [])) for one in rows]


def _line(directive: Directive, actor: Actor, parts: list[Part]) -> OwedLine:
    mine = [part for part in own_parts(directive, actor, parts) if part.state in {"offered", "accepted"}]
    chips = chips_of(directive)
    is_offer = any(part.state == "offered" for part in mine)
    if is_offer:
        chips.append(Chip("s-new", "inbox", _("to accept")))
    answers = [part.answer_due_at for part in mine if part.state == "offered" and part.answer_due_at]
    due_at = min(answers) if answers else directive.due_at
    return OwedLine(
        ref=directive.ref,
        page=page_of(directive.ref),
        title=directive.title,
        chips=chips,
        deadline=deadline_chip(directive, clock.now()),
        due_at=due_at,
        group=_("Directives"),
        board="/directives/?tab=owed",
        is_withheld=directive.is_withheld,
    )
