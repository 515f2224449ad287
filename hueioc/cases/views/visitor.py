"""What this browser is remembered by: the reports whose secret it holds, and a random code when it follows others'."""

from django.http import HttpRequest

from hueioc.cases.models import Case
from hueioc.lib.codes import random_code
from hueioc.people.queries import HELD_ITEMS, actor_of

_MOST_HELD = 50
_BROWSER = "browser_code"


def hold(request: HttpRequest, case: Case) -> None:
    """Remember in this browser that its visitor holds the secret of a report."""
    held = [ref for ref in request.session.get(HELD_ITEMS, []) if ref != case.ref]
    request.session[HELD_ITEMS] = [*held, case.ref][-_MOST_HELD:]
    if hasattr(request, "_actor"):
        del request._actor


def person_of(request: HttpRequest, *, make: bool = False) -> str:
    """The person who follows: the account, or the code of this browser (made when asked for); empty for nobody yet."""
    actor = actor_of(request)
    if actor.kind == "account":
        return actor.ref
    code = request.session.get(_BROWSER, "")
    if not code and make:
        code = request.session[_BROWSER] = random_code(20)
    return f"browser:{code}" if code else ""
