"""What the pages of returns share: who may open them, numbers of pages, refusals beside their field."""

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor


def staff_or_refuse(request: HttpRequest) -> Actor:
    """The actor, who holds any role. Raises NotAllowed."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff. Your administrator can give you a role."))
    return actor


def page_number(get: QueryDict) -> int:
    """The page an address asks for; what makes no sense counts as the first."""
    text = get.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def put_into(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal where it belongs: beside its fields, and above the form what has no field here."""
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not refusal.fields:
        form.add_error(None, str(refusal.sentence))
