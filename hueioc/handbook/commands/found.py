"""Finds a page for a command: locked, and only for who may read it."""

from django.utils.translation import gettext_lazy as _

from hueioc.handbook.models import Page
from hueioc.handbook.rules import may_read, may_write
from hueioc.journal.commands import record
from hueioc.journal.events import Event
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.people.rules import Actor


def own_page(code: str, actor: Actor, *, version: int | None = None) -> Page:
    """The locked page of one of the actor's units, inside the caller's transaction.

    Raises NotFound for one they may not read, NotAllowed for one of another unit, Conflict when `version` is not
    the present one.
    """
    page = readable_page(code, actor)
    if not may_write(page, actor):
        raise NotAllowed(_("Only staff of the unit that owns this page can change it."))
    if version is not None and version != page.version:
        raise Conflict(_("Somebody saved this page meanwhile. Compare the versions before saving again."))
    return page


def readable_page(code: str, actor: Actor) -> Page:
    """The locked page. Raises NotFound for one the actor may not read."""
    page = Page.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    if page is None or not (may_read(page, actor) or actor.has("clock") and page.state == "published"):
        raise NotFound(_("There is no such page in the handbook, or it is not for you."))
    return page


def tell(event: Event, page: Page, actor: Actor) -> None:
    """Record a fact about a page; those of public pages are public."""
    is_open = page.is_public and page.state == "published"
    record(event, subject=page.ref, actor=actor.ref, visibility="public" if is_open else "internal")
