"""What the pages of dossiers share: refusals beside their field, the limit of look-ups, the link behind a QR code."""

import hashlib

from allauth.account.adapter import get_adapter
from django import forms
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import NotAllowed, Refusal, TooOften
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor

# A waiting hall behind one address may look up its dossiers; counting through numbers may not. Seconds of the windows.
_MOST_ASKED, _MOST_MISSED = 60, 40
_WINDOWS = {"asked": 60, "missed": 3600}
_NEAREST = {"procedure": None, "papers": None, "note": "note"}


def put_into(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal where it belongs: beside its fields, and above the form what has no field here."""
    for name, sentence in refusal.fields.items():
        nearest = _NEAREST.get(name, name)
        form.add_error(nearest if nearest in form.fields else None, str(sentence))
    if not refusal.fields:
        form.add_error(None, str(refusal.sentence))


def officer_or_refuse(request: HttpRequest) -> Actor:
    """The actor, who works for a unit. Raises NotAllowed."""
    actor = actor_of(request)
    if not actor.units:
        raise NotAllowed(_("This page is for officers of a unit. Your administrator can give you that role."))
    return actor


def staff_or_refuse(request: HttpRequest) -> Actor:
    """The actor, who holds any role that sees dossiers. Raises NotAllowed."""
    actor = actor_of(request)
    if not (actor.units or actor.is_centre or any(map(actor.has, ("leader", "auditor", "data_steward")))):
        raise NotAllowed(_("This page is for staff. Your administrator can give you a role."))
    return actor


def count_look_up(request: HttpRequest) -> None:
    """Raises TooOften when one place looks up too many numbers, or has missed too often."""
    if _so_often(request, "missed", 0) >= _MOST_MISSED or _so_often(request, "asked", 1) > _MOST_ASKED:
        raise TooOften(_("Too many look-ups from here. Wait a minute and try again."))


def count_missed(request: HttpRequest) -> None:
    """Remember that a number was asked for which nobody has."""
    _so_often(request, "missed", 1)


def _so_often(request: HttpRequest, what: str, more: int) -> int:
    """How often this was done from one place within the window, with what is added now."""
    place = hashlib.sha256(get_adapter().get_client_ip(request).encode()).hexdigest()[:32]
    key = f"dossier-{what}-{place}"
    cache.add(key, 0, _WINDOWS[what])
    try:
        return int(cache.incr(key, more))
    except ValueError:  # it ran out between the two
        return more


def tracking_address(request: HttpRequest, number: str) -> str:
    """The address a QR code leads to."""
    return request.build_absolute_uri(reverse("dossier-track", args=[number]))
