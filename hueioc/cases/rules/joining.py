"""Who may say "me too" about a report that somebody else sent; pure."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid, NotFound
from hueioc.people.rules import Actor

PERSONS = ("account:", "browser:")


def check_join(actor: Actor, person: str, *, is_open: bool, is_sensitive: bool, is_public: bool, is_mine: bool) -> None:
    """Refuse what cannot be followed: one's own report, one that has ended, one that nobody may know of."""
    if not person.startswith(PERSONS) or (person.startswith("account:") and person != actor.ref):
        raise Invalid(_("Open this page again and try once more."))
    if is_sensitive and not is_public:
        raise NotFound(_("There is no such report, or it is not public."))
    if is_mine:
        raise Conflict(_("This is your own report; you are told of its result anyway."))
    if not is_open:
        raise Conflict(_("This report has been answered already. Send a new one if it is not over."))
