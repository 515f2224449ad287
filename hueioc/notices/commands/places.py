"""Places of which a person wants to be warned, with the consent they gave."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.notices.models import WarnedPlace
from hueioc.notices.rules.lanes import CONSENT, WAYS
from hueioc.people.rules import Actor
from hueioc.places.queries import area_at, local_areas

MOST_PLACES = 20


def warn_place(
    actor: Actor,
    *,
    label: str,
    channels: Sequence[str],
    agrees: bool,
    area: str = "",
    point: Point | None = None,
    hazards: Sequence[str] = (),
) -> WarnedPlace:
    """Warn this account of a place: a ward, or a point, which says the ward. Raises Invalid for what is missing.

    Without agreement nothing is kept; the text agreed to is remembered by its name.
    """
    if actor.kind != "account":
        raise NotAllowed(_("Sign in to be warned of a place."))
    if not agrees:
        raise Invalid(_("Nothing is kept without your consent."), fields={"agrees": _("Tick it if you agree.")})
    today = clock.today()
    found = area_at(point, today) if point else None
    code = found.code if found else area
    if code not in {one.code for one in local_areas(today)}:
        raise Invalid(_("Choose a ward or commune."), fields={"area": _("Choose a ward or commune.")})
    words = " ".join(label.replace("\x00", "").split())[:60]
    if not words:
        raise Invalid(_("Give the place a name."), fields={"label": _("Give the place a name.")})
    ways = [way for way in WAYS if way in channels]
    if not ways:
        raise Invalid(_("Choose at least one way."), fields={"channels": _("Choose at least one way.")})
    with transaction.atomic():
        if WarnedPlace.objects.filter(recipient=actor.ref).count() >= MOST_PLACES:
            raise Conflict(_("You have 20 places already. Remove one first."))
        return WarnedPlace.objects.create(
            recipient=actor.ref,
            label=words,
            area=code,
            lat=point.lat if point else None,
            lon=point.lon if point else None,
            hazards=list(dict.fromkeys(hazards))[:50],
            channels=ways,
            consent=CONSENT,
            agreed_at=clock.now(),
        )


def drop_place(actor: Actor, key: int) -> None:
    """Warn of this place no more; the consent ends with it. Raises NotFound for somebody else's."""
    if not WarnedPlace.objects.filter(pk=key, recipient=actor.ref).delete()[0]:
        raise NotFound(_("There is no such place."))
