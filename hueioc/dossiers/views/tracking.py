"""The page everybody may open with a dossier's number or its QR code: no sign-in, no personal data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hueioc.dossiers.queries import track
from hueioc.dossiers.rules.numbers import read_number
from hueioc.dossiers.views.web import count_look_up, count_missed
from hueioc.lib.refusals import Invalid, NotFound, Refusal

_STEPS = (_("Registered"), _("Accepted"), _("Done"), _("Given to you"))


@require_safe
def look_up_page(request: HttpRequest) -> HttpResponse:
    """A field for the number; leads to its page, and says under the field what is wrong with it."""
    typed = request.GET.get("number", "")[:100]
    if not typed.strip():
        return render(request, "dossiers/look_up.html", {"typed": ""})
    try:
        return redirect("dossier-track", number=str(read_number(typed)))
    except Invalid as refusal:
        context = {"typed": typed, "fault": str(refusal.sentence)}
        return render(request, "dossiers/look_up.html", context, status=400)


@require_safe
def track_page(request: HttpRequest, number: str) -> HttpResponse:
    """Where the dossier stands, who has it, until when, and why it is late."""
    count_look_up(request)
    try:
        found = track(number)
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            count_missed(request)
        context = {"typed": number[:100], "fault": str(refusal.sentence)}
        return render(request, "dossiers/look_up.html", context, status=refusal.status)
    steps = [
        {"words": words, "css": "on" if place < found.step else "cur" if place == found.step else ""}
        for place, words in enumerate(_STEPS)
    ]
    answer = render(request, "dossiers/track.html", {"found": found, "steps": steps})
    answer["X-Robots-Tag"] = "noindex"
    return answer
