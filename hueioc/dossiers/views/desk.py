"""The one-stop desk: choose a procedure, take the papers in, hand out the slip; and what waits at this desk today."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.dossiers.commands import register_dossier
from hueioc.dossiers.forms import DeskForm
from hueioc.dossiers.forms.filing import unit_pairs
from hueioc.dossiers.queries import board, competent_unit, desks, procedures, registered_today, shown
from hueioc.dossiers.views.web import officer_or_refuse, put_into
from hueioc.lib.codes import random_code
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal
from hueioc.lib.text import fold
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import said

_MOST_FOUND = 12


@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """The desk's day: a field for the procedure, and what waits to be accepted or given."""
    actor = officer_or_refuse(request)
    typed = request.GET.get("q", "")[:100]
    found = find_procedures(typed)
    if len(found) == 1 and typed.strip():
        return redirect("dossier-take-in", procedure=found[0].code)
    context = {
        "typed": typed,
        "found": [(one, said(one.names)) for one in found[:_MOST_FOUND]] if typed.strip() else [],
        "known": [(one.code, said(one.names)) for one in procedures()],
        "to_accept": [shown(one) for one in board(actor, tab="to_accept").dossiers],
        "to_give": [shown(one) for one in board(actor, tab="to_give").dossiers],
        "today": [shown(one) for one in registered_today(actor)],
    }
    return render(request, "dossiers/desk.html", context)


def find_procedures(words: str) -> list[Procedure]:
    """Procedures whose code or name holds every typed word, blind to diacritics."""
    # The list of the field writes "code name"; a whole code alone is enough.
    first = words.strip().partition(" ")[0]
    exact = [one for one in procedures() if one.code == first]
    if exact:
        return exact
    wanted = fold(words).split()
    return [
        one
        for one in procedures()
        if all(any(word in fold(text) for text in (one.code, *one.names.values())) for word in wanted)
    ]


def _own_desk(actor: Actor, wanted: str) -> str:
    """The desk for which the actor takes in: the one named, else the first of theirs that gives out numbers."""
    mine = [one.code for one in desks() if one.code in actor.units]
    if not mine:
        raise NotAllowed(_("Your unit gives out no dossier numbers; the city's pack must name its identifier."))
    return wanted if wanted in mine else mine[0]


@require_http_methods(["GET", "HEAD", "POST"])
def take_in_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """One dossier at the desk, from its papers to its number."""
    actor = officer_or_refuse(request)
    known = next((one for one in procedures() if one.code == procedure), None)
    if known is None:
        raise NotFound(_("There is no such procedure."))
    desk = _own_desk(actor, request.GET.get("desk", ""))
    here = unit(desk)
    start = {"key": random_code(20), "handler": competent_unit(known, here.area if here else "", desk)}
    form = DeskForm(known, desk, request.POST or None, initial=start)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = register_dossier(
                    form.new_dossier(), actor, is_accepted=data["is_accepted"], handler=data["handler"]
                )
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Registered: %(number)s.") % {"number": made.code})
                return redirect("dossier-page", code=made.code)
    context = {
        "form": form,
        "procedure": known,
        "title": said(known.names),
        "desk": here.name() if here else desk,
        "desks": unit_pairs(one for one in desks() if one.code in actor.units),
    }
    return render(request, "dossiers/take_in.html", context, status=status)
