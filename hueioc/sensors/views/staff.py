"""For those who look after stations: quality and gaps, and readings from a file."""

import csv
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.queries import actor_of
from hueioc.sensors.commands import Answer, Sending, take_readings
from hueioc.sensors.forms import UploadForm
from hueioc.sensors.queries import may_send, quality_of
from hueioc.sensors.rules.intake import MOST_READINGS, Arrived
from hueioc.sensors.views.looks import quantity_name
from hueioc.workflow.queries import said

MOST_BYTES = 2_000_000
HOURS = 24


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """Every series that ever sent: how much came in the last day, what is in doubt, the worst first."""
    actor = actor_of(request)
    names = {
        "range": _("out of range"),
        "spike": _("jump"),
        "flat": _("unchanged for long"),
        "out_of_order": _("came late"),
    }
    rows = [
        {
            "one": one,
            "quantity": quantity_name(one.series.quantity),
            "network": said(one.series.network.names),
            "flags": [(names[name], many) for name, many in one.flags.items()],
        }
        for one in quality_of(actor, clock.now(), HOURS)
    ]
    return render(request, "sensors/quality_staff.html", {"rows": rows, "hours": HOURS, "may_send": may_send(actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: HttpRequest) -> HttpResponse:
    """Readings from a CSV file; what cannot be kept is named with its line, the rest is kept."""
    actor = actor_of(request)
    if not may_send(actor):
        raise NotAllowed(_("Readings are sent by machines with a key, and by staff who look after stations."))
    if request.method != "POST":
        return render(request, "sensors/upload_staff.html", {"form": UploadForm()})
    form: Any = UploadForm(request.POST, request.FILES)
    answer, status = None, 200
    if form.is_valid():
        try:
            readings, unread = _rows_of(form.cleaned_data["file"])
            answer = take_readings([Sending(readings, actor, unread)])[0]
        except Invalid as refusal:
            form.add_error("file", str(refusal.sentence))
    if form.errors:
        status = 400
    context = {"form": form, "answer": answer, "refused": _refused(answer)}
    return render(request, "sensors/upload_staff.html", context, status=status)


def _refused(answer: Answer | None) -> list[tuple[int, str, str]]:
    return [(place, series, str(sentence)) for place, series, sentence in answer.refused[:200]] if answer else []


def _rows_of(file: Any) -> tuple[list[tuple[int, Arrived]], list[int]]:
    """Readings with the line each stands in, and lines of what is none. Raises Invalid for what is no such file."""
    if file.size > MOST_BYTES:
        raise Invalid(_("The file is larger than 2 MB. Send it in parts."))
    try:
        lines = file.read().decode("utf-8-sig").splitlines()
        rows = list(csv.DictReader(lines, strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Invalid(_("This is no CSV file in UTF-8.")) from fault
    if not rows or not {"series", "ts", "value"} <= set(rows[0]):
        raise Invalid(_("The first line must name the columns series, ts and value."))
    if len(rows) > MOST_READINGS:
        raise Invalid(_("Send at most 10,000 readings at once."))
    readings, unread = [], []
    for line, row in enumerate(rows, 2):
        try:
            at, value = datetime.fromisoformat(str(row["ts"]).strip()), float(str(row["value"]).strip())
        except ValueError:
            unread.append(line)
        else:
            readings.append((line, Arrived(str(row["series"]).strip(), at, value)))
    return readings, unread
