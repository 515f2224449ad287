"""The ways through the process: variants, what is done twice, and hand-overs that come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hueioc.mining.queries.words import span
from hueioc.mining.views.frame import asked, frame, look_of, resource_words, staff_or_refuse, words_of

_SHOWN = 30
_LONGEST = 24
_MOST_LOOPS = 20


@require_safe
def variants_page(request: HttpRequest) -> HttpResponse:
    """Variants, rework and loops of a slice."""
    staff_or_refuse(request)
    what = asked(request)
    look = look_of(what)
    context = frame(request, what, look)
    if look and look.analysis:
        found, names = look.analysis, words_of(look)
        context |= {
            "variants": [
                {
                    "number": number,
                    "steps": [names[name] for name in one.activities[:_LONGEST]],
                    "more": max(0, len(one.activities) - _LONGEST),
                    "cases": one.cases,
                    "share": one.cases / found.cases,
                    "median": span(one.median_s),
                }
                for number, one in enumerate(found.shown_variants[:_SHOWN], 1)
            ],
            "rework": [(names[one.activity], one.cases, one.cases / found.cases, one.repeats) for one in found.rework],
            "bounces": [
                (resource_words(look, one.start), resource_words(look, one.over), one.times, one.cases)
                for one in found.bounces[:_MOST_LOOPS]
            ],
        }
    return render(request, "mining/variants.html", context)
