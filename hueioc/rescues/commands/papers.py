"""Pictures of a call, kept in the vault, and the printed list with phones: each look is logged before it happens."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.journal.commands import record
from hueioc.lib.refusals import Conflict, NotAllowed
from hueioc.people.commands import reveal_contacts, uploads_in_vault
from hueioc.people.rules import Actor, ContactData
from hueioc.rescues.commands.found import rescue_on_desk
from hueioc.rescues.events import ListPrinted
from hueioc.rescues.models import Rescue
from hueioc.rescues.rules.access import is_coordinator, may_reach

MOST_PHOTOS = 5
_TOGETHER = 100
# What the access log of the vault says; who looked and at what stands beside it.
REASON = "rescue: reach the people"


def add_photos(code: str, actor: Actor, *, photos: Sequence[tuple[str, bytes]]) -> Rescue:
    """Add pictures to a call; all of them or none. Raises Invalid for what is no picture."""
    with rescue_on_desk(code, actor) as desk:
        # Asked before the files are read: a stranger must not keep a reader busy.
        desk.allow("add")
    vault = uploads_in_vault(photos, actor=actor, purpose="rescue", field_of=lambda _n: "photos")
    with vault as kept, rescue_on_desk(code, actor) as desk:
        desk.allow("add")
        if len(desk.item.photos) + len(kept) > MOST_PHOTOS:
            raise Conflict(_("There are five pictures already."))
        desk.item.photos = [*desk.item.photos, *(one.ref for one in kept)]
        desk.touch()
        desk.note("photo", count=len(kept))
    return desk.item


def reveal_people(call: Rescue, actor: Actor) -> list[ContactData]:
    """Names and phones behind a call and those merged into it, for who must reach them. Raises NotAllowed."""
    if not may_reach(call, actor):
        raise NotAllowed(_("Phones are for the centre, the ward and the team that work on this call."))
    merged = Rescue.objects.filter(lead=call.code).order_by("id")
    refs = [(ref, one.ref) for one in [call, *merged] for ref in one.contacts]
    return [one for one in reveal_contacts(refs, actor=actor, reason=REASON) if not one.is_empty]


def reveal_for_paper(calls: Sequence[Rescue], actor: Actor, *, unit: str) -> dict[str, list[ContactData]]:
    """Names and phones by number, for a printed list; a fact says that it was printed."""
    if not all(may_reach(call, actor) for call in calls) or not (actor.units or is_coordinator(actor)):
        raise NotAllowed(_("Phones are for the centre, the ward and the team that work on this call."))
    found: dict[str, list[ContactData]] = {call.code: [] for call in calls}
    merged = Rescue.objects.filter(lead__in=list(found)).order_by("id")
    whose = [(one.lead or one.code, ref, one.ref) for one in [*calls, *merged] for ref in one.contacts]
    # Some at once: the doors through which calls come in must not wait long for the writer.
    for start in range(0, len(whose), _TOGETHER):
        some = whose[start : start + _TOGETHER]
        told = reveal_contacts([(ref, about) for _code, ref, about in some], actor=actor, reason=REASON)
        for (code, _ref, _about), one in zip(some, told, strict=True):
            found[code].append(one)
    with transaction.atomic():
        event = ListPrinted(count=len(calls), unit=unit)
        record(event, subject="rescues:list", actor=actor.ref, visibility="restricted")
    return found
