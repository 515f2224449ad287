"""What the pages of rescue share: private answers, the visitor's network address, who may come in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hueioc.lib.refusals import NotAllowed
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.rescues.queries import is_burst
from hueioc.rescues.rules.access import is_coordinator

# Fields of the forms for what the commands call otherwise.
NEAREST = {"place": "address", "phones": "phone"}


def private(answer: HttpResponse) -> HttpResponse:
    """No browser keeps the page."""
    answer["Cache-Control"] = "no-store"
    return answer


def is_many(request: HttpRequest) -> bool:
    """True when very many calls come from where this one comes from; it is taken all the same."""
    return is_burst(request.META.get("REMOTE_ADDR", ""))


def desk_or_refuse(request: HttpRequest) -> Actor:
    """The actor, who is an operator or coordinator. Raises NotAllowed."""
    actor = actor_of(request)
    if not is_coordinator(actor):
        raise NotAllowed(_("This page is for operators and coordinators of the centre. The centre can help."))
    return actor


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
