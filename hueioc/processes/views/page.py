"""The page of one instance: where it stands, who has it, its form, its history; and one mechanism for every verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of, display_names
from hueioc.processes import commands, forms
from hueioc.processes.queries import (
    InstanceView,
    drawing_of,
    holders_of,
    instance_view,
    is_old,
    rows_of,
    shown,
    step_name,
    timeline,
)
from hueioc.processes.queries.looks import who_words
from hueioc.workflow.queries import said, trace_sentences, unit_label


@dataclass(frozen=True)
class Verb:
    """How a verb looks on a page: its form, the command behind it, what is said afterwards."""

    form: type[forms.VerbForm]
    give: Callable[..., object]
    done: str | Promise
    icon: str


def _remind(code: str, actor: Any, *, version: int | None) -> object:
    return commands.remind_holder(code, actor)


VERBS: dict[str, Verb] = {
    "return": Verb(forms.ReturnForm, commands.send_back, gettext_lazy("Sent back."), "arrow-back-up"),
    "assign_inside": Verb(forms.AssignForm, commands.assign_step, gettext_lazy("Given on."), "user"),
    "remind": Verb(forms.NothingForm, _remind, gettext_lazy("Reminded."), "bell"),
    "reroute": Verb(forms.RerouteForm, commands.reroute_step, gettext_lazy("Given to another unit."), "route"),
    "withdraw": Verb(forms.WithdrawForm, commands.withdraw_process, gettext_lazy("Withdrawn."), "x"),
    "stop": Verb(forms.StopForm, commands.stop_process, gettext_lazy("Stopped."), "hand-stop"),
}
ONE_PRESS = frozenset({"remind"})


@require_safe
def process_page(request: HttpRequest, code: str) -> HttpResponse:
    """One instance, as far as this person may see it."""
    view = instance_view(code, actor_of(request))
    return _answer(request, view, _step_form(view))


def _step_form(view: InstanceView, data: Any = None) -> forms.FieldsForm | None:
    """The form of the present step for who may finish it."""
    if view.step is None or "advance" not in view.can:
        return None
    start = {"version": view.instance.version}
    return forms.FieldsForm(view.process, view.step.fields, data, values=view.instance.values, initial=start)


def _answer(request: HttpRequest, view: InstanceView, form: Any, status: int = 200) -> HttpResponse:
    instance, process = view.instance, view.process
    end = "" if instance.step or instance.outcome not in {"done", "declined"} else f"end:{instance.outcome}"
    holders = display_names(holders_of(instance)[:12])
    context = {
        **shown(instance),
        "view": view,
        "form": form,
        "step": step_name(process, instance.step) if instance.step else "",
        "who": who_words(view.step, process) if view.step else "",
        "holders": sorted(holders.values()),
        "starter": view.names.get(f"account:{instance.starter}", ""),
        # Every word in it was escaped where it was drawn.
        "drawing": mark_safe(drawing_of(process, passed=view.passed, here=instance.step or end)),
        "rows": rows_of(process, instance.values),
        "timeline": timeline(view),
        "verbs": [_shown_verb(verb) for verb in view.verbs if verb.verb in VERBS],
        "papers": [(one.code, said(one.names)) for one in view.papers],
        "edition": instance.edition.number,
        "is_old": is_old(instance),
        "trace": trace_sentences(instance),
        "is_example": process.status != "confirmed",
    }
    answer = render(request, "processes/process_staff.html", context, status=status)
    if instance.is_confidential or instance.visible == "parties":
        answer["Cache-Control"] = "no-store"
    return answer


def _shown_verb(verb: Any) -> dict[str, Any]:
    return {
        "verb": verb.verb,
        "name": said(verb.names),
        "icon": VERBS[verb.verb].icon,
        "is_one_press": verb.verb in ONE_PRESS,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The form of one verb; a press gives the command and returns to the instance."""
    actor = actor_of(request)
    view, known = instance_view(code, actor), VERBS.get(verb)
    if verb != "advance" and known is None:
        raise NotFound(_("There is no such action."))
    if verb not in view.can:
        raise NotAllowed(_("This action is not possible now, or not yours. Look at the process again."))
    if known is None:
        return _advance(request, view)
    if request.method != "POST":
        return _form(request, view, verb, known.form(view, initial={"version": view.instance.version}))
    form = known.form(view, request.POST)
    if form.is_valid():
        try:
            known.give(code, actor, **form.cleaned_data)
        except Refusal as refusal:
            put_into(form, refusal)
            return _form(request, view, verb, form, status=refusal.status)
        messages.success(request, str(known.done))
        return _back_to(request, code)
    return _form(request, view, verb, form, status=400)


def _back_to(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the instance, or the list when this person sees it no more."""
    try:
        instance_view(code, actor_of(request))
    except NotFound:
        return redirect("process-board")
    return redirect("process-page", code=code)


def _advance(request: HttpRequest, view: InstanceView) -> HttpResponse:
    """Finish the present step with what its form holds."""
    code = view.instance.code
    if request.method != "POST":
        return redirect("process-page", code=code)
    form = _step_form(view, request.POST)
    if form is None or not form.is_valid():
        return _answer(request, view, form, status=400)
    try:
        actor, version = actor_of(request), form.cleaned_data["version"]
        done = commands.advance_process(code, actor, values=form.typed, version=version)
    except Refusal as refusal:
        put_into(form, refusal)
        return _answer(request, view, form, status=refusal.status)
    words = (
        _("Done. It is with %(unit)s now.") % {"unit": unit_label(done.unit)} if done.step else _("Done; it has ended.")
    )
    messages.success(request, words)
    return _back_to(request, code)


def _form(request: HttpRequest, view: InstanceView, verb: str, form: Any, status: int = 200) -> HttpResponse:
    name = next(said(one.names) for one in view.verbs if one.verb == verb)
    context = {**shown(view.instance), "form": form, "verb_name": name}
    return render(request, "processes/verb_staff.html", context, status=status)
