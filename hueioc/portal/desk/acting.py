"""Gives verbs from the desk: one report or many, with preview, and takes the last action back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hueioc.cases.commands import OPENED, Done, Order, give_many, undo_step
from hueioc.cases.queries import last_step, read_wanted, still_wanted
from hueioc.lib.refusals import Conflict, Refusal
from hueioc.people.queries import actor_of, unit
from hueioc.people.rules import Actor
from hueioc.portal.desk.orders import orders_from
from hueioc.portal.desk.pages import row_html, tabs
from hueioc.portal.desk.showing import pane
from hueioc.workflow.queries import category_name, duplicates_of_many


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Give one verb to the reports named in the body; `preview` only says what would happen."""
    actor = actor_of(request)
    try:
        orders = orders_from(request.POST, actor)
        is_preview = request.POST.get("preview") == "1"
        done = give_many(orders, actor, step=request.POST.get("step", ""), preview=is_preview)
    except Refusal as refusal:
        return _refused(request, refusal, actor)
    if is_preview:
        return _preview(request, done, orders)
    if len(orders) == 1 and done.refused:
        return _refused(request, done.refused[orders[0].code], actor)
    return _answered(request, actor, done, orders)


def _answered(request: HttpRequest, actor: Actor, done: Done, orders: list[Order]) -> HttpResponse:
    sentence = said(orders[0], done)
    if _is_script(request):
        return JsonResponse(
            {
                "sentence": sentence,
                "step": done.step,
                "done": [case.code for case in done.cases],
                "refused": [{"code": code, "sentence": str(why.sentence)} for code, why in done.refused.items()],
                **after(request, actor, [case.code for case in done.cases]),
            }
        )
    messages.success(request, sentence)
    for code, why in done.refused.items():
        messages.warning(request, f"{code}: {why.sentence}")
    return redirect(_way_back(request))


def after(request: HttpRequest, actor: Actor, codes: list[str]) -> dict[str, Any]:
    """How the changed rows look now (null when they left the view), and the numbers on the tabs."""
    wanted = read_wanted(request.GET)
    stays = {case.code: case for case in still_wanted(actor, wanted, codes)}
    duplicates = duplicates_of_many([case.ref for case in stays.values()])
    here = request.GET.urlencode()
    rows = {code: row_html(stays[code], duplicates, here) if code in stays else None for code in codes}
    return {"rows": rows, "tabs": tabs(actor, wanted.tab)}


def said(order: Order, done: Done) -> str:
    """What was done, in a sentence; one report by its number, many by how many."""
    if len(done.cases) == 1:
        case = done.cases[0]
        lead = unit(case.unit)
        words = {"number": case.code, "unit": lead.name() if lead else "", "category": category_name(case.service)}
        is_incident = order.verb == "link" and order.data.get("kind") != "duplicate_of"
        return _of_one("relate" if is_incident else order.verb, bool(lead)) % words
    many = len(done.cases)
    return ngettext("%(n)d report was changed.", "%(n)d reports were changed.", many) % {"n": many}


def _of_one(verb: str, has_unit: bool) -> str:
    if verb in {"triage", "hand_over"} and has_unit:
        return _("%(number)s was given to %(unit)s.")
    return {
        "triage": _("%(number)s was sorted: %(category)s."),
        "categorise": _("%(number)s is now: %(category)s."),
        "refuse": _("%(number)s was refused."),
        "note": _("The note was kept with %(number)s."),
        "ask_citizen": _("The question about %(number)s was sent."),
        "tell_citizen": _("The message about %(number)s was sent."),
        "resolve": _("%(number)s was answered."),
        "link": _("%(number)s was joined to the other report; its sender follows that one."),
        "relate": _("%(number)s was linked to the other report."),
        "unlink": _("%(number)s stands alone again."),
        "publish": _("%(number)s is public."),
        "claim": _("%(number)s is on your desk."),
    }.get(verb, _("%(number)s was changed."))


def _preview(request: HttpRequest, done: Done, orders: list[Order]) -> HttpResponse:
    would = [
        {"code": case.code, "category": category_name(case.service), "unit": _name(case.unit), "text": case.description}
        for case in done.cases
    ]
    context = {
        "would": would,
        "refused": [(code, str(why.sentence)) for code, why in done.refused.items()],
        "fields": [(name, value) for name, values in request.POST.lists() for value in values if name != "preview"],
        "back": _way_back(request),
        "verb": request.POST.get("verb", ""),
        "other": request.POST.get("other", ""),
    }
    name = "preview_piece" if _is_script(request) else "preview"
    return render(request, f"portal/desk/{name}.html", context)


def _name(code: str) -> str:
    known = unit(code)
    return known.name() if known else ""


def _refused(request: HttpRequest, refusal: Refusal, actor: Actor) -> HttpResponse:
    """Say no; when somebody saved a newer version, show both so that nothing that was typed is lost."""
    code = request.POST.get("code", "")
    fields = {name: str(sentence) for name, sentence in refusal.fields.items()}
    is_newer = isinstance(refusal, Conflict) and "version" in request.POST
    if _is_script(request):
        data = {"sentence": str(refusal.sentence), "fields": fields, "is_newer": is_newer}
        return JsonResponse(data, status=refusal.status)
    if not is_newer:
        messages.error(request, str(refusal.sentence))
        return redirect(_way_back(request, chosen=code))
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name != "version"]
    context = {"sentence": refusal.sentence, "typed": typed, "pane": pane(code, actor), "back": _way_back(request)}
    return render(request, "portal/desk/both.html", context, status=refusal.status)


def _way_back(request: HttpRequest, chosen: str = "") -> str:
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/desk/"
    if not chosen:
        return back
    return f"{back}{'&' if '?' in back else '?'}case={chosen}"


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the step named, else the latest one of this person."""
    actor = actor_of(request)
    latest = last_step(actor)
    code = request.POST.get("step", "") or (latest.code if latest else "")
    try:
        undone = undo_step(code, actor)
    except Refusal as refusal:
        if _is_script(request):
            return JsonResponse({"sentence": str(refusal.sentence)}, status=refusal.status)
        messages.error(request, str(refusal.sentence))
        return redirect(_way_back(request))
    many = len(undone.restored)
    sentence = ngettext("Undone: %(n)d report is as before.", "Undone: %(n)d reports are as before.", many) % {
        "n": many
    }
    if undone.verb == OPENED:
        sentence = _("%(number)s was taken back; it stays in the journal as withdrawn.") % {
            "number": undone.restored[0]
        }
    if undone.kept:
        sentence += " " + _("Not undone, because somebody has gone on with it: %(numbers)s.") % {
            "numbers": ", ".join(undone.kept)
        }
    if _is_script(request):
        data = {"sentence": sentence, "restored": undone.restored, "kept": undone.kept}
        return JsonResponse(data | after(request, actor, undone.restored))
    messages.success(request, sentence)
    return redirect(_way_back(request, chosen=undone.restored[0] if many == 1 else ""))
