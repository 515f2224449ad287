"""Questions to emergencies: whether it is flood night, and how roads, schools and power stand."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.emergencies.models import Condition, Mode
from hueioc.emergencies.pack import Emergencies, Kind, read_emergencies
from hueioc.emergencies.rules import may_say, may_switch
from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue, said

__all__ = ["Standing", "flood_night", "kinds", "known", "may_say", "may_switch", "modes", "standing_now"]

_MOST_SHOWN = 200


class Standing(NamedTuple):
    """One thing officers said, with its words and its icon."""

    row: Condition
    words: str
    icon: str


def known() -> Emergencies:
    """What officers may say; nothing for a city whose packs name none."""
    return read_emergencies(catalogue().pack) or Emergencies(deepest_cm=0, condition=[])


def kinds() -> dict[str, Kind]:
    """The same by code, in the order of the pack."""
    return {one.code: one for one in known().condition}


def flood_night() -> Mode | None:
    """The flood night that is on; None on every other day."""
    return Mode.objects.filter(ended_at=None).first()


def modes(actor: Actor, most: int = 20) -> list[Mode]:
    """Earlier and present flood nights, the latest first. Raises NotAllowed for who is not staff."""
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff. Your administrator can give you a role."))
    return list(Mode.objects.all()[:most])


def standing_now() -> list[Standing]:
    """What officers said and nobody ended, by the order of the pack, the latest first. For everybody."""
    named = kinds()
    order = {code: place for place, code in enumerate(named)}
    rows = [one for one in Condition.objects.filter(ended_at=None)[:_MOST_SHOWN] if one.what in named]
    rows.sort(key=lambda one: order[one.what])
    return [Standing(one, said(named[one.what].names), named[one.what].icon) for one in rows]
