"""The form with which a leader gives a directive, and the head of a unit hands one down; the context comes along."""

import secrets
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hueioc.directives.commands import Files, give_directive, hand_down
from hueioc.directives.forms import GiveForm
from hueioc.directives.models import Directive
from hueioc.directives.queries import DirectiveView, directive_view, origin_words, priorities
from hueioc.directives.rules.intake import NewDirective, local_path, origin_of, reference
from hueioc.directives.views.web import NEAREST
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
def give_page(request: HttpRequest) -> HttpResponse:
    """A new directive; `about` (a reference) and `from` (a path of this site) in the address say what it came from."""
    actor = actor_of(request)
    if not actor.has("leader"):
        raise NotAllowed(_("Only a leader of the city gives a directive; the head of a unit hands one down."))
    return _filled(request, None, lambda new, documents: give_directive(new, actor, documents))


@require_http_methods(["GET", "HEAD", "POST"])
def hand_down_page(request: HttpRequest, code: str) -> HttpResponse:
    """A part of a unit's own directive as a new one for another unit."""
    actor = actor_of(request)
    view = directive_view(code, actor)
    if "hand_down" not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the directive again."))
    return _filled(request, view, lambda new, documents: hand_down(code, actor, new, documents))


def _filled(
    request: HttpRequest, above: DirectiveView | None, give: Callable[[NewDirective, Files], Directive]
) -> HttpResponse:
    if not priorities():
        raise NotFound(_("This city has no priorities of directives in its packs."))
    own = next((part.unit for part in above.own if part.is_live), "") if above else ""
    form = GiveForm(request.POST or None, request.FILES or None, without=own, initial=_context(request, above))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = give(form.new_directive(), form.cleaned_data["documents"])
            except Refusal as refusal:
                put_into(form, refusal, NEAREST)
                status = refusal.status
            else:
                messages.success(request, _("Given: %(number)s.") % {"number": made.code})
                return redirect("directive-page", code=made.code)
    about = Directive(
        origin=origin_of(_value(form, "origin"), reference(_value(form, "origin_ref"))),
        origin_ref=reference(_value(form, "origin_ref")),
        origin_path=local_path(_value(form, "origin_path")),
    )
    context = {"form": form, "above": above, "origin": origin_words(about)}
    return render(request, "directives/give.html", context, status=status)


def _value(form: GiveForm, name: str) -> str:
    return str(form[name].value() or "")


def _context(request: HttpRequest, above: DirectiveView | None) -> dict[str, object]:
    """What the page that led here said, and what the directive above proposes."""
    ref, path = reference(request.GET.get("about", "")), local_path(request.GET.get("from", ""))
    start: dict[str, object] = {
        "origin": origin_of(request.GET.get("origin", ""), ref) or ("page" if path else ""),
        "origin_ref": ref,
        "origin_path": path,
        # A page about one unit most often leads to a directive to it.
        "lead": parse_qs(urlsplit(path).query).get("unit", [""])[-1],
        "key": secrets.token_urlsafe(16),
    }
    if above is not None:
        one = above.directive
        start["lead"] = ""
        start |= {"title": one.title, "field": one.service, "priority": one.urgency}
        start |= {"is_confidential": one.is_confidential, "due_on": above.due_day}
    return start
