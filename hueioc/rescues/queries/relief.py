"""What was handed out and what was lost, for staff."""

from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.rescues.models import Damage, Handout
from hueioc.rescues.queries.packs import damage_words, goods_words
from hueioc.rescues.rules.access import is_coordinator
from hueioc.workflow.queries import area_label, unit_label


def handed_out(actor: Actor, most: int = 50) -> tuple[list[dict[str, Any]], list[tuple[str, int, int]]]:
    """The latest hand-outs of the actor's units (all for the centre), without names, and sums by goods."""
    if not (actor.units or is_coordinator(actor)):
        raise NotAllowed(_("Relief goods are handed out by staff of a unit. Choose a unit of yours."))
    found = Handout.objects.all() if is_coordinator(actor) else Handout.objects.filter(unit__in=actor.units)
    rows = [
        {"goods": goods_words(one.goods), "amount": one.amount, "unit": unit_label(one.unit), "at": one.at,
         "again": bool(one.reason)}
        for one in found.order_by("-id")[:most]
    ]  # fmt: skip
    sums = found.values_list("goods").annotate(many=Count("id"), amount=Sum("amount")).order_by("goods")
    return rows, [(goods_words(goods), many, amount) for goods, many, amount in sums]


def damages(actor: Actor, most: int = 100) -> list[dict[str, Any]]:
    """Declared damage of the actor's wards (all for the centre), without names."""
    if not (actor.units or is_coordinator(actor)):
        raise NotAllowed(_("Declarations are read by the ward and the centre."))
    found = Damage.objects.all()
    if not is_coordinator(actor):
        found = found.filter(area__in=[unit.area for unit in _units(actor) if unit.area])
    return [
        {
            "code": one.code,
            "area": area_label(one.area),
            "lines": [(damage_words(kind), many) for kind, many in one.lines.items()],
            "text": one.text,
            "address": one.address,
            "at": one.at,
        }
        for one in found.order_by("-id")[:most]
    ]


def _units(actor: Actor) -> list[Any]:
    return [one for code in actor.units if (one := unit(code))]
