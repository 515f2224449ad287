"""Readers say that a page did not help, and why."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.handbook.commands.found import readable_page, tell
from hueioc.handbook.events import PageRemarked
from hueioc.handbook.models import Page, Remark
from hueioc.handbook.queries.rules import unhelpful_reasons
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.rules import Actor

_LONGEST = 1000


def say_unhelpful(code: str, actor: Actor, *, reason: str, text: str = "") -> Page:
    """Say why a page did not help; saying it again about the same version replaces what was said before.

    Raises NotAllowed for somebody who is not signed in, Invalid for an unknown reason or a missing explanation.
    """
    if actor.kind != "account":
        raise NotAllowed(_("Sign in to say why a page did not help."))
    known = next((one for one in unhelpful_reasons() if one.code == reason), None)
    if known is None:
        raise Invalid(_("Choose a reason."), fields={"reason": _("Choose a reason from the list.")})
    words = tidy(text) if not has_broken_characters(text) else ""
    if len(words) > _LONGEST:
        sentence = _("At most %(most)d characters.") % {"most": _LONGEST}
        raise Invalid(sentence, fields={"text": sentence})
    if known.needs_text and not words:
        raise Invalid(_("This reason needs an explanation."), fields={"text": _("Explain in a sentence.")})
    with transaction.atomic():
        page = readable_page(code, actor)
        if page.state != "published":
            raise Conflict(_("This is a draft; change it instead."))
        Remark.objects.update_or_create(
            page=page,
            version=page.version,
            by=actor.ref,
            defaults={"reason": reason, "text": words, "unit": min(actor.units, default=""), "at": clock.now()},
        )
        tell(PageRemarked(unit=page.unit, number=page.version, reason=reason), page, actor)
    return page
