"""What could be done about each bottleneck, with the hours it would save, or the sentence why nobody can say."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hueioc.mining.queries.looking import remedies_at
from hueioc.mining.queries.words import KINDS, span
from hueioc.mining.rules.remedies import Saved, Tried, Waiting
from hueioc.mining.views.adopting import units_to_adopt
from hueioc.mining.views.frame import asked, frame, look_of, staff_or_refuse, words_of
from hueioc.mining.views.tried import tried_in
from hueioc.mining.views.wording import CALLED, REMEDIES
from hueioc.people.queries import actor_of
from hueioc.ui.templatetags.numbers import number, signed

_WHY_NOT: dict[str, str | Promise] = {
    "not_the_offices": gettext_lazy("A legal term, or the citizen's own time: the office cannot shorten it."),
    "too_few": gettext_lazy("Too little happened in the first or in the last part of the period to fit and to test."),
    "missed": gettext_lazy("The simulation misses what really came by %(off)s, so it gives no number."),
    "tail": gettext_lazy("The simulation meets the usual time, not the slow tail (mean %(mean_off)s): no number."),
}
_WAITING = {
    Waiting.QUEUE: gettext_lazy("The wait depends on how much lies there (queue)."),
    Waiting.DELAY: gettext_lazy("The wait does not depend on how much lies there (delay): more hands change nothing."),
}


class Line(NamedTuple):
    """One remedy: its code; in words what it is, what it supposes, hours saved a week, their interval, cases a week."""

    code: str
    name: str
    supposes: str
    hours: str
    interval: str
    cases: str


class Block(NamedTuple):
    """One bottleneck with what was tried; `ends` are the activities as the log calls them."""

    ends: tuple[str, str]
    start: str
    end: str
    kind: str
    css: str
    waiting: str
    as_is: str
    why_not: str
    lines: list[Line]


@require_safe
def remedies_page(request: HttpRequest) -> HttpResponse:
    """The remedies of a slice, the costliest bottleneck first."""
    staff_or_refuse(request)
    what = asked(request)
    look = look_of(what)
    context = frame(request, what, look)
    if look and look.log:
        names = words_of(look)
        context |= {
            "tried": tried_in(what.slice.log, look, names, CALLED),
            "blocks": [_block(one, names) for one in remedies_at(look)],
            "may_adopt": bool(units_to_adopt(actor_of(request), look)),
        }
    return render(request, "mining/remedies.html", context)


def _block(one: Tried, names: dict[str, str]) -> Block:
    as_is, why_not = "", ""
    if one.as_is:
        told = {"said": span(one.as_is.foretold_s), "came": span(one.as_is.came_s)}
        as_is = _("Without a change the simulation foretells a median of %(said)s; %(came)s came.") % told
    if one.reason:
        offs = (one.as_is.off_by, one.as_is.mean_off_by) if one.as_is else (0.0, 0.0)
        off, mean_off = (f"{signed(100 * value)} %" for value in offs)
        why_not = str(_WHY_NOT[one.reason]) % {"off": off, "mean_off": mean_off}
    return Block(
        ends=(one.start, one.end),
        start=names.get(one.start, one.start),
        end=names.get(one.end, one.end),
        kind=str(KINDS[one.kind]),
        css=one.kind.code,
        waiting=str(_WAITING[one.waiting]) if one.waiting and not one.reason else "",
        as_is=as_is,
        why_not=why_not,
        lines=[_line(saved) for saved in one.saved],
    )


def _line(saved: Saved) -> Line:
    name, supposes = REMEDIES[saved.remedy]
    return Line(
        code=saved.remedy.name,
        name=str(name),
        supposes=str(supposes),
        hours=number(saved.hours),
        interval=f"{number(saved.low)} – {number(saved.high)}",
        cases=number(saved.cases, 1 if saved.cases < 10 else 0),
    )
