"""One warning: for staff with everything they may do, for everybody as it was released; its sheet for the door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hueioc.lib.refusals import NotAllowed, NotFound, Refusal, put_into
from hueioc.people.queries import actor_of, display_names
from hueioc.people.rules import Actor
from hueioc.warnings import commands
from hueioc.warnings.forms import HappeningForm, SendBackForm, VersionForm
from hueioc.warnings.models import Alert
from hueioc.warnings.queries import (
    SAID,
    WarningView,
    findings_of,
    in_language,
    measured_in,
    people_reached,
    public_warning,
    shown,
    timeline,
    warning_view,
)
from hueioc.warnings.views.picture import picture_of
from hueioc.warnings.views.web import language, private
from hueioc.workflow.queries import said

_STAFF_PX, _PUBLIC_PX = 560, 320
Give = Callable[..., Alert]


@dataclass(frozen=True)
class Verb:
    """How a verb looks on the page: its form, the command behind it, and what is said afterwards."""

    form: type[VersionForm]
    give: Give
    done: str | Promise
    icon: str
    is_main: bool = False
    is_press: bool = True


# In the order in which they stand on the page.
VERBS: dict[str, Verb] = {
    "submit": Verb(
        VersionForm, commands.submit_warning, gettext_lazy("Submitted. Another person must release it."), "send", True
    ),
    "approve": Verb(VersionForm, commands.approve_warning, gettext_lazy("Approved, not sent yet."), "check"),
    "release": Verb(
        VersionForm,
        commands.release_warning,
        gettext_lazy("Released: it is told to everybody now."),
        "speakerphone",
        True,
    ),
    "take_back": Verb(
        VersionForm, commands.take_back_warning, gettext_lazy("Taken back; it is a draft again."), "arrow-back-up"
    ),
    "send_back": Verb(
        SendBackForm,
        commands.send_back_warning,
        gettext_lazy("Sent back with your reason."),
        "arrow-back-up",
        is_press=False,
    ),
    "discard": Verb(VersionForm, commands.discard_warning, gettext_lazy("The draft was discarded."), "x"),
    "record": Verb(
        HappeningForm,
        commands.record_happening,
        gettext_lazy("Recorded; it stands in the archive."),
        "note",
        is_press=False,
    ),
}


@require_safe
def warning_page(request: HttpRequest, code: str) -> HttpResponse:
    """The warning, as this reader may see it."""
    actor = actor_of(request)
    if actor.is_staff and "public" not in request.GET:
        return _staff(request, warning_view(code, actor), actor)
    return _public(request, public_warning(code))


def _public(request: HttpRequest, alert: Alert) -> HttpResponse:
    thread = Alert.objects.filter(thread=alert.thread, released_at__isnull=False).exclude(pk=alert.pk).order_by("-id")
    context = {
        **shown(alert, language()),
        "thread": [shown(one, language()) for one in thread],
        "picture": picture_of(alert, _PUBLIC_PX, language()),
        "happening": findings_of([alert]).get(alert.pk),
        "findings": SAID["finding"],
        "why": "why" in request.GET,
        "measured": measured_in(alert),
    }
    return render(request, "warnings/warning.html", context)


def _staff(
    request: HttpRequest,
    view: WarningView,
    actor: Actor,
    verb: str = "",
    form: VersionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    alert = view.alert
    names = {one.verb: said(one.names) for one in view.verbs}
    deeds: list[dict[str, Any]] = [
        {
            "verb": name,
            "name": names[name],
            "icon": known.icon,
            "is_main": known.is_main,
            "is_press": known.is_press and name != "release",
            "is_open": name == verb,
            "form": form
            if name == verb and form
            else known.form(alert.service, auto_id=f"{name}-%s", initial={"version": alert.version}),
        }
        for name, known in VERBS.items()
        if name in names and name != "release"
    ]
    hands = [alert.drafted_by, alert.changed_by, alert.submitted_by, alert.approved_by, alert.released_by]
    context = {
        **shown(alert, language(), public=False),
        "view": view,
        "deeds": deeds,
        "form": form,
        "names": display_names(one for one in hands if one),
        "both": [in_language(alert, one) for one in ("vi", "en")],
        "thread": [shown(one, language(), public=False) for one in view.thread],
        "picture": picture_of(alert, _STAFF_PX, language()),
        "timeline": timeline(alert),
        "findings": SAID["finding"],
        "endings": [(name, SAID["message"][name]) for name in ("update", "cancel", "all_clear")],
    }
    return private(render(request, "warnings/warning_staff.html", context, status=status))


@require_safe
def release_page(request: HttpRequest, code: str) -> HttpResponse:
    """What will be sent, where, to how many people, by whom it was written: the last look of the second person."""
    actor = actor_of(request)
    view = warning_view(code, actor)
    if view.alert.phase != "assigned":
        raise NotFound(_("Nothing waits for release here."))
    return private(render(request, "warnings/release_staff.html", _before_release(view)))


def _before_release(view: WarningView) -> dict[str, Any]:
    alert = view.alert
    hands = [alert.drafted_by, alert.changed_by, alert.submitted_by, alert.approved_by]
    return {
        **shown(alert, language(), public=False),
        "view": view,
        "both": [in_language(alert, one) for one in ("vi", "en")],
        "names": display_names(one for one in hands if one),
        "picture": picture_of(alert, _STAFF_PX, language()),
        "can_release": "release" in view.can,
        "reached": people_reached(alert),
    }


@require_POST
def verb_page(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Give a verb; what is wrong is said in its form on the page."""
    actor = actor_of(request)
    view, known = warning_view(code, actor), VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such action."))
    if verb not in view.can:
        raise NotAllowed(view.second_fault or _("This action is not possible now, or not yours."))
    form = known.form(view.alert.service, request.POST, auto_id=f"{verb}-%s")
    if not form.is_valid():
        return _staff(request, view, actor, verb, form, status=400)
    try:
        known.give(code, actor, **form.cleaned_data)
    except Refusal as refusal:
        put_into(form, refusal)
        return _staff(request, view, actor, verb, form, status=refusal.status)
    messages.success(request, str(known.done))
    return redirect("warning-page", code=code)


@require_safe
def sheet_page(request: HttpRequest, code: str) -> HttpResponse:
    """One page of paper in both languages, for a door, a loudspeaker or the radio."""
    actor = actor_of(request)
    alert = warning_view(code, actor).alert if actor.is_staff else public_warning(code)
    context = {
        **shown(alert, "vi"),
        "both": [in_language(alert, one) for one in ("vi", "en")],
        "picture": picture_of(alert, _STAFF_PX, "vi"),
    }
    return render(request, "warnings/sheet.html", context)
