"""Keeping pages true: the owner says that a page still holds, and is reminded when nobody has looked for long."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.handbook.commands.found import own_page, readable_page, tell
from hueioc.handbook.events import PageConfirmed, PageReminded
from hueioc.handbook.models import Page
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotAllowed
from hueioc.people.rules import Actor


def confirm_page(code: str, actor: Actor) -> Page:
    """The owner looked at the page and it is still true; its time runs anew."""
    with transaction.atomic():
        page = own_page(code, actor)
        if page.state != "published":
            raise Conflict(_("Only a published page can be confirmed."))
        page.checked_at, page.reminded_at = clock.now(), None
        page.save(update_fields=["checked_at", "reminded_at"])
        tell(PageConfirmed(unit=page.unit, number=page.version), page, actor)
    return page


def remind_owner(code: str, actor: Actor) -> Page:
    """Remind the unit that nobody has looked at its page for longer than the rules allow; for a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
    with transaction.atomic():
        page = readable_page(code, actor)
        page.reminded_at = clock.now()
        page.save(update_fields=["reminded_at"])
        tell(PageReminded(unit=page.unit), page, actor)
    return page
