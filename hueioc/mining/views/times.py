"""Pictures of time: the performance spectrum of a succession, its slowest cases, and the dotted chart."""

from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.lib.refusals import NotFound
from hueioc.mining.drawing.times import dotted, spectrum
from hueioc.mining.queries.looking import Look
from hueioc.mining.queries.words import span
from hueioc.mining.rules.eventlog import MICROSECONDS, EventLog
from hueioc.mining.rules.graph import Steps, steps_of
from hueioc.mining.views.frame import asked, frame, look_of, staff_or_refuse, words_of

_SLOWEST = 10
_CHOICES = 12


@require_safe
def times_page(request: HttpRequest) -> HttpResponse:
    """The pictures of a slice; the succession stands in the address, without one it is the costliest."""
    staff_or_refuse(request)
    what = asked(request)
    look = look_of(what)
    context = frame(request, what, look)
    if look and look.log and look.analysis:
        names = words_of(look)
        context |= {"dotted": dotted(look.log, [names[name] for name in look.log.activity.names])}
        context |= _of_edge(request, look, look.log, names)
    return render(request, "mining/times.html", context)


def _of_edge(request: HttpRequest, look: Look, log: EventLog, names: dict[str, str]) -> dict[str, Any]:
    found = look.analysis.bottlenecks if look.analysis else []
    if not found:
        return {}
    start = request.GET.get("start") or found[0].start
    end = request.GET.get("end") or found[0].end
    steps = steps_of(log)
    place = {(log.activity.names[a], log.activity.names[b]): edge for edge, (a, b) in enumerate(steps.ends.tolist())}
    if (start, end) not in place:
        raise NotFound(_("This succession does not occur in the period."))
    drawn = spectrum(log, steps, place[start, end])
    return {
        "spectrum": drawn,
        "periods_of_edge": [
            (p.first, p.many, span(p.spread.median_s), span(p.spread.p90_s)) for p in drawn.periods if p.many
        ],
        "start": start,
        "end": end,
        "start_name": names[start],
        "end_name": names[end],
        "slowest": _slowest(log, steps, place[start, end], is_own=look.told is None),
        "choices": [(one.start, one.end, names[one.start], names[one.end]) for one in found[:_CHOICES]],
    }


def _slowest(log: EventLog, steps: Steps, edge: int, *, is_own: bool) -> list[tuple[str, str]]:
    """(number of the case, how long) of the slowest steps of an edge."""
    rows = steps.of(edge)
    order = np.argsort(-steps.took[rows], kind="stable")[:_SLOWEST]
    found = []
    for row in rows[order].tolist():
        name = log.case.names[int(log.case.codes[steps.source[row]])]
        found.append((name.partition(":")[2] if is_own else name, span(steps.took[row] / MICROSECONDS)))
    return found
