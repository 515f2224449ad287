"""Pages of the inbox: the list with its one-tap answers, and the sheet on which work is finished with its proof."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.cases.commands import accept_case, add_photo, finish_own_part, resolve_case, return_case
from hueioc.cases.queries import CaseView, case_view, shown
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal
from hueioc.people.queries import actor_of, unit
from hueioc.people.rules import Actor
from hueioc.portal.absences import stand_ins
from hueioc.portal.inbox.answers import standard_answers
from hueioc.portal.inbox.forms import FinishForm
from hueioc.portal.inbox.owed import TABS, Owed, my_figures, other_work, owed_to
from hueioc.portal.inbox.together import colleagues

_MOST_PHOTOS = 5
_A_PAGE = 40


def _officer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This inbox is for staff. Your administrator can give you a role."))
    return actor


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything my units owe, nearest deadline first; the tab stands in the address."""
    actor = _officer(request)
    owed, tab = owed_to(actor), request.GET.get("tab", "all")
    _title, belongs = TABS.get(tab, TABS["all"])
    page = Paginator([one for one in owed if belongs(one)], _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": page.object_list,
        "found": {"page": page.number, "pages": page.paginator.num_pages},
        "tab": tab if tab in TABS else "all",
        "tabs": [(code, title, _many(owed, code)) for code, (title, _belongs) in TABS.items()],
        "other_work": other_work(actor),
        "colleagues": colleagues(actor),
        "stand_ins": stand_ins(actor),
        "units": [(_unit_name(code), figures) for code, figures in my_figures(actor)],
    }
    return render(request, "portal/inbox.html", context)


def _unit_name(code: str) -> str:
    known = unit(code)
    return known.name() if known else code


def _many(owed: list[Owed], tab: str) -> int:
    belongs = TABS[tab][1]
    return sum(belongs(one) for one in owed)


@require_POST
def answer_offer(request: HttpRequest, code: str) -> HttpResponse:
    """Accept an offer, or return it with a reason that says everything; back to the same tab."""
    actor, post = _officer(request), request.POST
    acting = post.get("unit", "")
    try:
        if reason := post.get("reason", ""):
            return_case(code, actor, reason=reason, unit=acting)
            messages.success(request, _("Returned to the centre."))
        else:
            accept_case(code, actor, unit=acting)
            messages.success(request, _("Accepted: %(number)s.") % {"number": code})
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    tab = post.get("tab", "")
    return redirect(f"/inbox/?tab={tab}" if tab in TABS else "/inbox/")


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """Finish a report, or my unit's part of it: picture from the phone, a standard answer or own words, done."""
    actor = _officer(request)
    view = case_view(code, actor)
    part = next((part for part in view.parts if part.unit in actor.units and part.state == "accepted"), None)
    if part is None:
        raise NotFound(_("Your unit has no open part in this report. Accept it first."))
    verb = "resolve" if part.role == "lead" else "part_done"
    if verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the report again."))
    answers = standard_answers(view.case.service)
    form = FinishForm(view, request.POST or None, request.FILES or None, verb=verb, answers=answers)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _give(code, actor, verb, part.unit, form.cleaned_data)
            except Refusal as refusal:
                form.put(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Done: %(number)s.") % {"number": code})
                return redirect("portal-inbox")
        else:
            status = 400
    return render(request, "portal/finish.html", _context(view, form, answers, verb), status=status)


def _give(code: str, actor: Actor, verb: str, acting: str, data: dict[str, Any]) -> None:
    # Pictures first: an answer that needs a proof finds it, and a refused answer does not lose it.
    for photo in data["photos"][:_MOST_PHOTOS]:
        add_photo(code, actor, photo.read(), kind="evidence")
    if verb == "part_done":
        finish_own_part(code, actor, text=data["text"], unit=acting)
    else:
        resolve_case(code, actor, outcome=data["outcome"], text=data["text"], planned_until=data["planned_until"])


def _context(view: CaseView, form: FinishForm, answers: Any, verb: str) -> dict[str, Any]:
    return {
        **shown(view.case, text=view.description),
        "view": view,
        "form": form,
        "answers": answers,
        "is_lead": verb == "resolve",
        "before": [photo for photo in view.photos if photo.kind == "report"],
    }
