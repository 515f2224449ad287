"""What a citizen does with procedures: find one, read what it needs, file it online, follow their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.dossiers.commands import hold_files, let_files_go, register_dossier
from hueioc.dossiers.forms import OnlineForm
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.queries import my_dossiers, procedures, shown
from hueioc.dossiers.views.desk import find_procedures
from hueioc.dossiers.views.web import put_into
from hueioc.lib.codes import random_code
from hueioc.lib.refusals import NotFound, Refusal
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import catalogue, category_name, said


@require_safe
def procedures_page(request: HttpRequest) -> HttpResponse:
    """Every procedure in force, by field, with a search that is blind to diacritics."""
    words = request.GET.get("q", "")[:100]
    found = find_procedures(words) if words.strip() else procedures()
    fields = [
        (
            said(field.names),
            field.icon or "file-text",
            [(one, said(one.names)) for one in found if one.parent == field.code],
        )
        for field in catalogue().groups("procedure")
    ]
    return render(request, "dossiers/procedures.html", {"words": words, "fields": [one for one in fields if one[2]]})


def _known(code: str) -> Procedure:
    found = next((one for one in procedures() if one.code == code), None)
    if found is None:
        raise NotFound(_("There is no such procedure."))
    return found


@require_safe
def procedure_page(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: papers, steps, time, fee, the law behind it, and how sure these are."""
    one = _known(code)
    context = {
        "procedure": one,
        "title": said(one.names),
        "field": category_name(one.parent or ""),
        "papers": [(said(part.names), part) for part in one.parts],
        "steps": [(said(step.names), step.allowance) for step in one.steps],
        "fees": [(said(fee.names), fee) for fee in one.fees],
        "law": said(one.legal_basis),
        "is_online": one.service_level != "information",
    }
    return render(request, "dossiers/procedure.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request: HttpRequest, code: str) -> HttpResponse:
    """File a procedure online; the desk checks it and makes the appointment."""
    one, actor, status = _known(code), actor_of(request), 200
    form = OnlineForm(one, request.POST or None, request.FILES or None, initial={"key": random_code(20)})
    if request.method == "POST":
        status = 400
        try:
            made = _filed(request, form, actor)
        except Refusal as refusal:
            put_into(form, refusal)
            status = refusal.status
        else:
            if made is not None:
                messages.success(request, _("Your dossier was registered: %(number)s.") % {"number": made.code})
                return redirect("dossier-page", code=made.code)
    context = {"form": form, "parts": form.part_fields(actor), "procedure": one, "title": said(one.names)}
    return render(request, "dossiers/file.html", context, status=status)


def _filed(request: HttpRequest, form: OnlineForm, actor: Actor) -> Dossier | None:
    """The dossier, when nothing is wrong; files are held in any case, for a browser does not send them twice."""
    is_valid, key = form.is_valid(), str(form["key"].value() or "")
    let_files_go(key, request.POST.getlist("let_go"), actor)
    if uploads := form.uploads():
        hold_files(key, uploads, actor)
    return register_dossier(form.new_dossier(request.LANGUAGE_CODE), actor) if is_valid else None


@login_required
@require_safe
def mine_page(request: HttpRequest) -> HttpResponse:
    """Dossiers the signed-in person filed online."""
    rows = [shown(one) for one in my_dossiers(actor_of(request))]
    return render(request, "dossiers/mine.html", {"rows": rows})
