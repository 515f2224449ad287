"""What somebody keeps for their own desk: named views of the queue, keys on or off, the map shown or not."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.events import DeskSet, FilterSaved
from hueioc.cases.models import DeskWish, SavedFilter
from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.rules import Actor

MOST_FILTERS = 40


def save_filter(actor: Actor, *, name: str, query: str, is_shared: bool = False) -> SavedFilter:
    """Keep a view of the queue under a name, for oneself or for everybody at the desk."""
    _staff_only(actor)
    if has_broken_characters(name + query) or not tidy(name) or len(tidy(name)) > 60 or len(query) > 500:
        raise Invalid(_("Give the view a short name."), fields={"name": _("Between 1 and 60 characters.")})
    with transaction.atomic():
        if SavedFilter.objects.filter(owner=actor.ref).count() >= MOST_FILTERS:
            raise Conflict(_("There are forty saved views already. Remove one first."))
        made = SavedFilter.objects.create(
            name=tidy(name), query=query, owner=actor.ref, is_shared=is_shared, made_at=clock.now()
        )
        event = FilterSaved(is_shared=is_shared)
        record(event, subject=f"filter:{made.code}", actor=actor.ref, visibility="internal")
    return made


def remove_filter(code: str, actor: Actor) -> None:
    """Take a view away; a shared one belongs to whoever made it, and to coordinators."""
    with transaction.atomic():
        found = SavedFilter.objects.filter(code=code).first()
        if found is None or not (found.is_shared or found.owner == actor.ref):
            raise NotFound(_("There is no such view."))
        if found.owner != actor.ref and not actor.has("coordinator"):
            raise NotAllowed(_("Only who shared this view, or a coordinator, can remove it."))
        event = FilterSaved(step="removed", is_shared=found.is_shared)
        found.delete()
        record(event, subject=f"filter:{code}", actor=actor.ref, visibility="internal")


def set_desk(actor: Actor, *, has_keys: bool, has_map: bool) -> DeskWish:
    """How the desk works for this person, on every computer."""
    _staff_only(actor)
    with transaction.atomic():
        wish, _is_new = DeskWish.objects.update_or_create(
            account=actor.ref, defaults={"has_keys": has_keys, "has_map": has_map}
        )
        event = DeskSet(has_keys=has_keys, has_map=has_map)
        record(event, subject=actor.ref, actor=actor.ref, visibility="restricted")
    return wish


def _staff_only(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed(_("The desk is for staff. An administrator of the centre can give you a role."))
