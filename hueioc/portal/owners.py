"""Whose page this is, as a mark that tells nobody who it is: a phone keeps pages of one person only."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from hueioc.people.queries import actor_of


def page_owner(request: HttpRequest) -> str:
    """`guest`, `staff`, or a keyed hash of the account."""
    actor = actor_of(request)
    if actor.is_staff:
        return "staff"
    return salted_hmac("page owner", actor.ref).hexdigest()[:16] if actor.kind == "account" else "guest"


def page_mark(request: HttpRequest) -> str:
    """The owner with the language: pages of the other language are not shown either."""
    owner = page_owner(request)
    return owner if owner == "staff" else f"{owner}.{get_language()}"
