"""One call as staff see it: why it stands where it stands, which team is nearest, what can be done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.lib.documents import document_answer
from hueioc.lib.refusals import NotFound, Refusal, put_into
from hueioc.people.commands import open_file
from hueioc.people.queries import actor_of, display_names
from hueioc.people.rules import Actor
from hueioc.rescues import commands as give
from hueioc.rescues.forms import CorrectForm, FinishForm, LevelForm, ReasonForm
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries import (
    RescueView,
    explained,
    fit_words,
    fits_for,
    rescue_view,
    row,
    shelters,
    text_for_phone,
    timeline,
)
from hueioc.rescues.views.web import NEAREST, private


@require_safe
def call_page(request: HttpRequest, code: str) -> HttpResponse:
    """The call, or the way to the one it was merged into."""
    actor = actor_of(request)
    view = rescue_view(code, actor)
    return private(render(request, "rescues/call_staff.html", _shown(request, view, actor)))


def _shown(request: HttpRequest, view: RescueView, actor: Actor) -> dict[str, Any]:
    call = view.call
    fits = fits_for(call)[:6] if "assign" in view.can else []
    link = request.build_absolute_uri(reverse("rescue-family", args=[call.secret]))
    return {
        **row(call),
        "view": view,
        "can": view.can,
        "why": explained(call),
        "set_by": display_names([call.level_by]).get(call.level_by, "") if call.level_by else "",
        "fits": [(crew, fit, fit_words(fit)) for crew, fit in fits if call.team_id != crew.team.pk],
        "merged": [row(one) for one in view.merged],
        "likely": [(row(one.call), round(100 * one.likeness.certainty), _signs(one)) for one in view.likely],
        "timeline": timeline(call),
        # A leader reads the board and reaches nobody: the link is for who may call the family.
        "to_read": text_for_phone(call, link) if view.may_reach else "",
    }


def _signs(one: Any) -> list[str]:
    """Why two calls may be one, and what speaks against it."""
    said = {
        "phone": _("same phone"),
        "place": _("same place"),
        "address": _("same address"),
        "name": _("same name"),
        "people": _("same number of people"),
        "far": _("but far apart"),
        "other_house": _("but another house"),
        "other_name": _("but another name"),
        "other_people": _("but another number of people"),
    }
    return [said[sign] for sign in one.likeness.signs if sign in said]


@require_POST
def reach_page(request: HttpRequest, code: str) -> HttpResponse:
    """Names and phones, shown after one press; every look is logged."""
    actor = actor_of(request)
    view = rescue_view(code, actor)
    people = give.reveal_people(view.call, actor)
    context = _shown(request, view, actor) | {"reached": people, "is_reached": True}
    return private(render(request, "rescues/call_staff.html", context))


@require_safe
def photo_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One picture of a call, for who may reach the people; every look is logged."""
    actor = actor_of(request)
    view = rescue_view(code, actor)
    if not view.may_reach or not 0 < number <= len(view.call.photos):
        raise NotFound(_("There is no such picture, or it is not for you."))
    data, media_type = open_file(view.call.photos[number - 1], actor=actor, reason="rescue", about=view.call.ref)
    return document_answer(data, media_type, f"rescue-{number}.jpg", "picture")


_FORMS = {"level": "override", "correct": "correct", "finish": "finish", "reopen": "reopen"}


@require_http_methods(["GET", "HEAD", "POST"])
def act_page(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """A deed that needs a form."""
    actor = actor_of(request)
    view = rescue_view(code, actor)
    if deed not in _FORMS:
        raise NotFound(_("There is no such action."))
    form, status = _form(deed, view.call, request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _give(deed, code, actor, form)
            except Refusal as refusal:
                put_into(form, refusal, NEAREST)
                status = refusal.status
            else:
                messages.success(request, _("Done."))
                return redirect("rescue-page", code=code)
    context = {**row(view.call), "form": form, "title": _titles()[deed]}
    return private(render(request, "rescues/act_staff.html", context, status=status))


def _titles() -> dict[str, str]:
    return {
        "level": _("Set the priority by hand"),
        "correct": _("Correct what the call says"),
        "finish": _("End the call"),
        "reopen": _("Open the call again"),
    }


def _form(deed: str, call: Rescue, data: Any) -> Any:
    if deed == "level":
        return LevelForm(data, initial={"level": call.level, "reason": call.level_reason})
    if deed == "correct":
        names = ("address", "people", "depth", "needs", "children", "elderly", "sick", "pregnant", "disabled")
        return CorrectForm(data, initial={name: getattr(call, name) for name in names})
    return FinishForm(shelters(), data) if deed == "finish" else ReasonForm(data)


def _give(deed: str, code: str, actor: Actor, form: Any) -> None:
    if deed == "level":
        give.override_priority(code, actor, **form.cleaned_data)
    elif deed == "correct":
        give.correct_rescue(code, actor, changes=form.changes())
    elif deed == "finish":
        give.finish_rescue(code, actor, **form.cleaned_data)
    else:
        give.reopen_rescue(code, actor, reason=form.cleaned_data["reason"])


Press = Callable[[str, Actor, QueryDict], object]
_PRESSES: dict[str, Press] = {
    "assign": lambda code, actor, post: give.assign_rescues([code], actor, team=post.get("team", "")),
    "unassign": lambda code, actor, post: give.unassign_rescue(code, actor),
    "start": lambda code, actor, post: give.start_rescue(code, actor),
    "reach": lambda code, actor, post: give.reach_rescue(code, actor),
    "merge": lambda code, actor, post: give.merge_rescues(code, actor, into=post.get("into", "")),
    "unmerge": lambda code, actor, post: give.unmerge_rescue(code, actor),
    "apart": lambda code, actor, post: give.keep_apart(code, actor, other=post.get("other", "")),
}


@require_POST
def press(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """A deed of one press."""
    if deed not in _PRESSES:
        raise NotFound(_("There is no such action."))
    try:
        done = _PRESSES[deed](code, actor_of(request), request.POST)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Done."))
        # Merging leads on to the call that goes on.
        code = done.code if isinstance(done, Rescue) else code
    return redirect("rescue-page", code=code)


@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Several calls of the board on one trip."""
    try:
        calls = give.assign_rescues(request.POST.getlist("codes"), actor_of(request), team=request.POST.get("team", ""))
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("On one trip: %(numbers)s.") % {"numbers": ", ".join(one.code for one in calls)})
    return redirect("rescue-board")
