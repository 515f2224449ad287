"""Filling in: a page that works without JavaScript, and the door through which it saves itself cell by cell."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, Refusal, put_into
from hueioc.people.queries import actor_of, device_mark, display_names
from hueioc.people.rules import Actor
from hueioc.returns.commands import correct_return, give_return, save_draft
from hueioc.returns.forms.giving import CorrectForm, GiveForm
from hueioc.returns.models import Return
from hueioc.returns.pack import UNREAD, Form, keep
from hueioc.returns.pack import shown as shown_text
from hueioc.returns.queries import ReturnView, Sheet, form_of, return_view, sheet_of, shown, signs
from hueioc.returns.rules.merging import Change, Clash
from hueioc.returns.rules.pasting import pasted
from hueioc.workflow.queries import said

# What stands before the code of a line in the names of a form: what was typed, and what stood there before.
_TYPED, _BASE = "f_", "b_"
_LONGEST = 4000


def may_fill(code: str, actor: Actor) -> ReturnView:
    """The return, for somebody who may fill it in or correct it. Raises NotFound and NotAllowed."""
    view = return_view(code, actor)
    if not view.can & {"fill", "correct"}:
        raise NotAllowed(_("Only staff of the unit that owes this return fill it in."))
    return view


@require_http_methods(["GET", "HEAD", "POST"])
def fill_page(request: HttpRequest, code: str) -> HttpResponse:
    """The lines with what stands in them; saves, takes what was pasted, and gives."""
    actor = actor_of(request)
    view = may_fill(code, actor)
    form = _form_of(view, request.POST or None)
    if request.method != "POST":
        return _filled(request, view, form)
    wish = request.POST.get("do", "save")
    changes = changes_of(view.form, request.POST)
    faults: list[str] = []
    if wish == "paste":
        more, faults = _pasted(view, request.POST.get("pasted", ""), changes)
        changes |= more
    _item, clashes = save_draft(code, actor, changes=changes)
    if clashes or faults:
        return _filled(request, return_view(code, actor), form, clashes=clashes, faults=faults)
    if wish == "give":
        return _given(request, return_view(code, actor), form)
    messages.success(request, _("Saved as a draft."))
    return redirect("return-fill", code=code)


def _form_of(view: ReturnView, data: QueryDict | None) -> GiveForm:
    if "correct" in view.can:
        return CorrectForm(view, data, initial={"remark": view.item.remark})
    return GiveForm(data, initial={"remark": view.item.remark})


def _given(request: HttpRequest, view: ReturnView, form: GiveForm) -> HttpResponse:
    actor, code = actor_of(request), view.item.code
    if form.is_valid():
        data = form.cleaned_data
        try:
            if isinstance(form, CorrectForm):
                correct_return(code, actor, reason=data["reason"], note=data["note"], remark=data["remark"])
            else:
                give_return(code, actor, remark=data["remark"])
        except Refusal as refusal:
            own = {name: words for name, words in refusal.fields.items() if name in form.fields}
            put_into(form, type(refusal)(refusal.sentence, fields=own))
            return _filled(request, return_view(code, actor), form, status=refusal.status, tries=True)
        messages.success(request, _("Given. Its collector sees it now."))
        return redirect("return-page", code=code)
    return _filled(request, view, form, status=400, tries=True)


def changes_of(form: Form, data: Mapping[str, str]) -> dict[str, Change]:
    """What a page sent of each line: what was typed, as a draft keeps it, and what stood there before."""
    return {
        one.code: Change(
            keep(one, data[_TYPED + one.code][:_LONGEST], signs()), data.get(_BASE + one.code, "")[:_LONGEST]
        )
        for one in form.typed
        if _TYPED + one.code in data
    }


def _pasted(view: ReturnView, text: str, changes: Mapping[str, Change]) -> tuple[dict[str, Change], list[str]]:
    """What was pasted from a spreadsheet, as changes of what the page showed."""
    found, faults = pasted(view.form, text, signs())
    bases = {code: change.base for code, change in changes.items()}
    return {code: Change(kept, bases.get(code, "")) for code, kept in found.items()}, [str(one) for one in faults]


def _filled(
    request: HttpRequest,
    view: ReturnView,
    form: GiveForm,
    *,
    clashes: list[Clash] | None = None,
    faults: list[str] | None = None,
    status: int = 200,
    tries: bool = False,
) -> HttpResponse:
    sheet = sheet_of(view.item)
    if tries:
        _show_every_fault(view, sheet)
    context = {
        **shown(view.item),
        "view": view,
        "sheet": sheet,
        "form": form,
        "clashes": _clash_words(view.form, clashes or []),
        "paste_faults": faults or [],
        "is_correction": "correct" in view.can,
        "mark": device_mark(actor_of(request), "return"),
        "tries": tries,
    }
    answer = render(request, "returns/fill_staff.html", context, status=409 if clashes else 400 if faults else status)
    answer["Cache-Control"] = "no-store"
    return answer


def _show_every_fault(view: ReturnView, sheet: Sheet) -> None:
    """Whoever tries to give it is told of empty lines too."""
    by_code = {line.field.code: line for line in sheet.lines}
    for fault, words in zip(sheet.found.errors, sheet.errors, strict=True):
        for code in fault.fields:
            if words not in by_code[code].faults:
                by_code[code].faults.append(words)


def _clash_words(form: Form, clashes: list[Clash]) -> list[dict[str, str]]:
    names = display_names({clash.standing.by for clash in clashes if clash.standing.by})
    return [
        {
            "field": clash.field,
            "line": said(form.by_code[clash.field].names),
            "by": names.get(clash.standing.by, ""),
            "standing": shown_text(form.by_code[clash.field], clash.standing.text, signs()),
            "base": clash.standing.text,
            "typed": shown_text(form.by_code[clash.field], clash.typed, signs()),
        }
        for clash in clashes
    ]


@require_POST
def save_cells(request: HttpRequest, code: str) -> JsonResponse:
    """Save some cells while somebody types, and say what is computed from them and what is wrong."""
    actor = actor_of(request)
    view = may_fill(code, actor)
    item, clashes = save_draft(code, actor, changes=changes_of(view.form, request.POST))
    return JsonResponse(_state(item, clashes))


def _state(item: Return, clashes: list[Clash]) -> dict[str, Any]:
    sheet = sheet_of(item)
    lines = {
        line.field.code: {
            "base": line.base,
            "text": line.text,
            "value": line.value if not line.base.startswith(UNREAD) else "",
            "by": line.by,
            "faults": line.faults,
            "warnings": line.warnings,
        }
        for line in sheet.lines
    }
    return {
        "saved": date_format(localtime(clock.now()), "H:i:s"),
        "lines": lines,
        "errors": len(sheet.found.errors),
        "warnings": sheet.warnings,
        "clashes": _clash_words(form_of(item.form), clashes),
    }
