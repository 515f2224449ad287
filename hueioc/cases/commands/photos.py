"""Adds pictures to a report: made harmless first, stored outside the transaction, told as a count."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CASE_FACTS, CaseDesk, case_on_desk
from hueioc.cases.models import Photo
from hueioc.lib.codes import random_code
from hueioc.lib.pictures import SafePicture, make_safe
from hueioc.lib.refusals import Conflict, NotAllowed
from hueioc.people.rules import Actor

MOST_PHOTOS = 10


def add_photo(code: str, actor: Actor, data: bytes, *, kind: str = "report") -> Photo:
    """Add a picture; the reporter's show what is wrong, a unit's (`evidence`) what was done.

    Raises Invalid for anything that is not a picture of allowed size.
    """
    safe = make_safe(data)
    photo_code = random_code(16)
    keys = [f"cases/{photo_code[:2]}/{photo_code}{suffix}.jpg" for suffix in ("", "-thumb")]
    # Files first: a file without a row is swept later, a row without a file would be a broken promise.
    stored = [
        default_storage.save(key, ContentFile(body)) for key, body in zip(keys, (safe.jpeg, safe.thumb), strict=True)
    ]
    with case_on_desk(code, actor) as desk:
        _authorise(desk, kind)
        # The same picture once more, as after a lost answer.
        known = Photo.objects.filter(case=desk.item, kind=kind, sha256=safe.sha256).first()
        photo = known or _put_on(desk, safe, photo_code, kind, stored)
    if known is not None:
        for key in stored:
            default_storage.delete(key)
    return photo


def _authorise(desk: CaseDesk, kind: str) -> None:
    actor = desk.actor
    # Leaders and auditors read everything and add nothing.
    if not (desk.is_reporter or actor.is_centre or actor.units & desk.stand.part_units):
        raise NotAllowed(_("Only the reporter and the units that work on it can add pictures."))
    if kind == "evidence" and not (actor.units & desk.stand.part_units or actor.is_centre):
        raise NotAllowed(_("Only a unit that works on it can add a picture of the result."))


def _put_on(desk: CaseDesk, safe: SafePicture, code: str, kind: str, stored: list[str]) -> Photo:
    if Photo.objects.filter(case=desk.item, kind=kind).count() >= MOST_PHOTOS:
        raise Conflict(_("There are ten pictures already."))
    place = safe.taken_point
    photo = Photo(
        case=desk.item,
        code=code,
        kind=kind,
        file_key=stored[0],
        thumb_key=stored[1],
        width=safe.width,
        height=safe.height,
        size_bytes=len(safe.jpeg),
        sha256=safe.sha256,
        unit=next(iter(desk.actor.units & desk.stand.part_units), ""),
        taken_at=safe.taken_at,
        taken_lat=place.lat if place else None,
        taken_lon=place.lon if place else None,
        added_at=desk.at,
        added_by=desk.actor.ref,
    )
    desk.add(photo)
    desk.touch()
    desk.tell(CASE_FACTS.noted(verb="photo", unit=photo.unit, reason=kind, count=1))
    return photo
