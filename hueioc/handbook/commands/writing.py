"""Writing pages: a draft, a new version of it, publishing it to all staff, dropping it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hueioc.handbook.commands.found import own_page, tell
from hueioc.handbook.events import PageDropped, PagePublished, PageSaved
from hueioc.handbook.models import Page, Version
from hueioc.handbook.rules import NewVersion, check_version
from hueioc.lib import clock
from hueioc.lib.codes import random_code
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.people.queries import unit as unit_of
from hueioc.people.rules import Actor, is_valid_on

_CODE_LENGTH = 7


def draft_page(new: NewVersion, actor: Actor, *, unit: str, origin: str = "") -> Page:
    """A new page that only its unit reads until it is published; one origin gives one page, the first one made.

    Raises Invalid with a sentence for every wrong field, NotAllowed for a unit that is not the actor's.
    """
    checked = check_version(new)
    known = unit_of(unit)
    at = clock.now()
    if known is None or not is_valid_on(clock.day_of(at), known.valid_from, known.valid_to):
        raise Invalid(_("There is no such unit today."), fields={"unit": _("Choose a unit from the list.")})
    if unit not in actor.units:
        raise NotAllowed(_("You can write pages for your own unit only."))
    if made := _made_from(origin):
        return made
    page = Page(
        code=random_code(_CODE_LENGTH),
        unit=unit,
        version=0,
        origin=origin,
        checked_at=at,
        made_at=at,
        updated_at=at,
    )
    try:
        with transaction.atomic():
            _save(page, checked, actor, at)
    except IntegrityError:
        # Somebody else tapped at the same moment; the database allows one page per origin.
        if made := _made_from(origin):
            return made
        raise
    return page


def _made_from(origin: str) -> Page | None:
    return Page.objects.filter(origin=origin).exclude(state="dropped").first() if origin else None


def edit_page(code: str, new: NewVersion, actor: Actor, *, version: int | None = None) -> Page:
    """Save a new version, which readers see at once when the page is published. Raises Invalid, Conflict."""
    checked = check_version(new)
    with transaction.atomic():
        page = own_page(code, actor, version=version)
        _save(page, checked, actor, clock.now())
    return page


def _save(page: Page, new: NewVersion, actor: Actor, at: datetime) -> None:
    for name in ("title", "body", "legal_source", "valid_from", "valid_to", "is_public"):
        setattr(page, name, getattr(new, name))
    page.version += 1
    page.updated_at = page.checked_at = at
    page.reminded_at = None
    page.save()
    Version.objects.create(
        page=page,
        number=page.version,
        title=new.title,
        body=new.body,
        legal_source=new.legal_source,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        is_public=new.is_public,
        note=new.note,
        by=actor.ref,
        at=at,
    )
    tell(
        PageSaved(
            unit=page.unit,
            number=page.version,
            is_draft=page.is_draft,
            is_public=page.is_public,
            valid_from=page.valid_from,
            valid_to=page.valid_to,
            origin=page.origin,
        ),
        page,
        actor,
    )


def publish_page(code: str, actor: Actor, *, version: int | None = None) -> Page:
    """Let all staff read a draft, and everybody when it is marked public."""
    with transaction.atomic():
        page = own_page(code, actor, version=version)
        if not page.is_draft:
            raise Conflict(_("This page is published already."))
        page.state, page.checked_at = "published", clock.now()
        page.save(update_fields=["state", "checked_at"])
        tell(PagePublished(unit=page.unit, number=page.version, is_public=page.is_public), page, actor)
    return page


def drop_page(code: str, actor: Actor) -> Page:
    """Drop a draft nobody wants. A published page ends by its last day instead, so that readers see why."""
    with transaction.atomic():
        page = own_page(code, actor)
        if not page.is_draft:
            raise Conflict(_("A published page is not dropped; give it a last day instead."))
        page.state = "dropped"
        page.save(update_fields=["state"])
        tell(PageDropped(unit=page.unit, number=page.version), page, actor)
    return page
