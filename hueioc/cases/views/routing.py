"""The page of the routing rules: read, change, try on last year's reports, save."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hueioc.cases.commands import save_routing
from hueioc.cases.forms import RoutingForm
from hueioc.cases.queries import dry_run, routing_in_force, routing_source
from hueioc.cases.rules.routing_text import parse_routing
from hueioc.cases.views.web import put_into
from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.people.queries import actor_of, unit
from hueioc.workflow.queries import said

_MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def routing_page(request: HttpRequest) -> HttpResponse:
    """Rules in force; the button `try` shows what would change, the button `save` puts the rules in force."""
    actor = actor_of(request)
    if not actor.is_centre:
        raise NotAllowed(_("This page is for the centre. A coordinator can help."))
    rules, version = routing_in_force()
    context: dict[str, Any] = {"rules": [(rule.code, said(rule.reason)) for rule in rules.rule], "version": version}
    if request.method != "POST":
        context["form"] = RoutingForm(initial={"toml": routing_source()})
        return render(request, "cases/routing.html", context)
    form = RoutingForm(request.POST)
    context["form"] = form
    status = 400
    if form.is_valid():
        try:
            if "save" in request.POST:
                saved = save_routing(form.cleaned_data["toml"], actor, reason=form.cleaned_data["reason"])
                messages.success(request, _("Version %(number)d is in force.") % {"number": saved.version_no})
                return redirect("case-routing")
            tried = dry_run(parse_routing(form.cleaned_data["toml"]))
            context["tried"] = tried
            context["differences"] = [
                (code, _name(before), _name(after)) for code, before, after in tried.changed[:_MOST_SHOWN]
            ]
            status = 200
        except Refusal as refusal:
            put_into(form, refusal)
            status = refusal.status
    return render(request, "cases/routing.html", context, status=status)


def _name(code: str) -> str:
    known = unit(code)
    return known.name() if known else "–"
