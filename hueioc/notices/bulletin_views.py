"""Pages of warnings to people: their places, the link they were sent, and for staff how far a message came."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.lib.refusals import NotFound, Refusal, put_into
from hueioc.notices.commands import confirm_read, drop_place, warn_place
from hueioc.notices.forms import WAYS, PlaceForm
from hueioc.notices.proof import STATES, by_token, in_queue, latest, my_bulletins, my_places, proof
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import area_label


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def places_page(request: HttpRequest) -> HttpResponse:
    """My places: of what I am warned and how; one more, or one less."""
    actor = actor_of(request)
    form, status = PlaceForm(request.POST or None, initial={"channels": ["app", "push"]}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                warn_place(actor, **form.given())
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("You are warned of this place from now on."))
                return redirect("notices-places")
    known: dict[str, str] = dict(import_string(settings.HAZARDS_DOOR)()) if settings.HAZARDS_DOOR else {}
    ways = dict(WAYS)
    rows = [
        {
            "place": one,
            "area": area_label(one.area),
            "hazards": [known.get(code, code) for code in one.hazards],
            "ways": [ways[way] for way in one.channels],
        }
        for one in my_places(actor)
    ]
    told = [{"row": one, **_told(one.dispatch.texts)} for one in my_bulletins(actor)]
    return render(request, "notices/places.html", {"form": form, "rows": rows, "told": told}, status=status)


def _told(texts: dict[str, dict[str, str]]) -> dict[str, Any]:
    language = "vi" if get_language() == "vi" else "en"
    return {"said": texts.get(language) or {}, "lang": language}


@login_required
@require_POST
def drop_page(request: HttpRequest, key: int) -> HttpResponse:
    """Remove a place of mine."""
    drop_place(actor_of(request), key)
    messages.success(request, _("Removed. You are not warned of this place any more."))
    return redirect("notices-places")


@require_http_methods(["GET", "HEAD", "POST"])
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a message: what it says, why this person got it, and a press that says it was read."""
    row = by_token(token)
    if row is None:
        raise NotFound(_("There is no such message."))
    if request.method == "POST":
        confirm_read(token)
        return redirect(row.dispatch.path)
    context = {"row": row, "area": area_label(row.unit), **_told(row.dispatch.texts)}
    answer = render(request, "notices/link.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def deliveries_page(request: HttpRequest) -> HttpResponse:
    """The latest messages and how far each came."""
    rows = [{"dispatch": one, "tally": tally, **_told(one.texts)} for one, tally in latest(actor_of(request))]
    context = {"rows": rows, "states": _state_names(), "waiting": in_queue()}
    return render(request, "notices/deliveries_staff.html", context)


@require_safe
def delivery_page(request: HttpRequest, key: int) -> HttpResponse:
    """One message: by ward, by way, and why some did not arrive."""
    found = proof(key, actor_of(request))
    said = _reason_words()
    reasons = [(way, said.get(reason, reason), number) for way, reason, number in found.reasons]
    context = {
        "proof": found,
        "reasons": reasons,
        "states": _state_names(),
        "ways": dict(WAYS),
        **_told(found.dispatch.texts),
    }
    return render(request, "notices/delivery_staff.html", context)


@require_safe
def spoken_page(request: HttpRequest, key: int) -> HttpResponse:
    """Text to read out by ward, for loudspeakers and the radio: short, twice, in Vietnamese and then English."""
    found = proof(key, actor_of(request))
    dispatch = found.dispatch
    texts = [(language, dispatch.texts.get(language) or {}) for language in ("vi", "en")]
    wards = {code: area_label(code) for code in dispatch.units}
    ward = wards.get(request.GET.get("unit", ""), "")
    context = {"dispatch": dispatch, "texts": texts, "wards": wards, "ward": ward}
    return render(request, "notices/spoken_staff.html", context)


def _reason_words() -> dict[str, str]:
    return {
        "no_address": _("the person gave no address for it"),
        "no_such_number": _("there is no such number"),
        "no_carrier": _("this city has no carrier for it"),
        "carrier_away": _("the carrier did not answer"),
        "refused": _("the carrier refused it"),
        "browser_gone": _("the browser is gone"),
        "bad_address": _("the address cannot be read"),
        "too_late": _("the message was over before it could be sent"),
        "nobody": _("the account is gone"),
    }


def _state_names() -> list[tuple[str, str]]:
    names = {
        "waiting": _("waits"),
        "sent": _("sent"),
        "delivered": _("delivered"),
        "read": _("read"),
        "failed": _("failed"),
        "void": _("not sent"),
    }
    return [(state, names[state]) for state in STATES]
