"""One press for several lines of the inbox: accept them, or give them to one colleague."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hueioc.lib.refusals import Invalid, Refusal
from hueioc.people.queries import actor_of, display_names, staff_of
from hueioc.people.rules import Actor
from hueioc.portal.inbox.owed import TABS
from hueioc.ui.templatetags.numbers import number

MOST_TOGETHER = 100
_SHOWN_REFUSALS = 5


class Chosen(NamedTuple):
    """One chosen line: a piece of work, and the unit whose part of it is meant."""

    ref: str
    unit: str

    @property
    def code(self) -> str:
        return self.ref.partition(":")[2]


def chosen_in(values: Iterable[str]) -> list[Chosen]:
    """Lines as the form sends them, `kind:number|unit`; what cannot be one is left out, and nothing stands twice."""
    found = (Chosen(*value.partition("|")[::2]) for value in values)
    return list(dict.fromkeys(one for one in found if one.code))[:MOST_TOGETHER]


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """(reference, name) of everybody who works for a unit of the actor."""
    refs = {ref for unit in actor.units for ref in staff_of(unit)}
    return sorted(display_names(refs).items(), key=lambda pair: pair[1])


@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Do the same with every chosen line; each by itself, so that one refusal keeps none of the others."""
    actor, post = actor_of(request), request.POST
    verb, more = post.get("verb", ""), {"assignee": post["assignee"]} if post.get("assignee") else {}
    done, refused = 0, []
    for one in chosen_in(post.getlist("choose")):
        try:
            _do(one, verb, actor, more)
            done += 1
        except Refusal as refusal:
            refused.append(f"{one.code}: {refusal.sentence}")
    if done:
        words = ngettext("Done with %(n)s line.", "Done with %(n)s lines.", done)
        messages.success(request, words % {"n": number(done)})
    for line in refused[:_SHOWN_REFUSALS]:
        messages.error(request, line)
    if (rest := len(refused) - _SHOWN_REFUSALS) > 0:
        messages.error(request, _("%(n)s more could not be changed.") % {"n": number(rest)})
    if not done and not refused:
        messages.error(request, _("Choose at least one line."))
    tab = post.get("tab", "")
    return redirect(f"/inbox/?tab={tab}" if tab in TABS else "/inbox/")


def _do(one: Chosen, verb: str, actor: Actor, more: dict[str, Any]) -> None:
    door = settings.OWED_VERBS.get(one.ref.partition(":")[0], {}).get(verb)
    if door is None or (verb == "assign" and not more):
        raise Invalid(_("This cannot be done with several at once."))
    command: Callable[..., Any] = import_string(door)
    command(one.code, actor, **({"unit": one.unit} if one.unit else {}), **(more if verb == "assign" else {}))
