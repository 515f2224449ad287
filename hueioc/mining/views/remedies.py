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
from hueioc.mining.rules.remedies import Remedy, Saved, Tried, Waiting
from hueioc.mining.views.frame import asked, frame, look_of, staff_or_refuse, words_of
from hueioc.mining.views.tried import tried_in
from hueioc.ui.templatetags.numbers import number, signed

_REMEDIES: dict[Remedy, tuple[str | Promise, str | Promise]] = {
    Remedy.REASSIGN: (
        gettext_lazy("Reassign what lies too long"),
        gettext_lazy("What lies longer than nine in ten goes to somebody else and takes the usual time there."),
    ),
    Remedy.MORE_STAFF: (
        gettext_lazy("A quarter more hands"),
        gettext_lazy("A quarter more leaves the queue each week."),
    ),
    Remedy.LESS_STAFF: (
        gettext_lazy("A quarter fewer hands"),
        gettext_lazy("A quarter less leaves the queue each week: what help for others would cost here."),
    ),
    Remedy.MORE_DAYS: (
        gettext_lazy("Work on it on twice as many days"),
        gettext_lazy("Half of the wait for the next turn of work falls away."),
    ),
    Remedy.SPLIT_QUEUE: (
        gettext_lazy("A queue of its own for quick work"),
        gettext_lazy("The quicker half no longer waits behind the slower one."),
    ),
    Remedy.LOWER_ALLOWANCE: (
        gettext_lazy("An allowance at the usual time"),
        gettext_lazy("Set where three in four are done by themselves, and kept."),
    ),
    Remedy.FIX_THE_FORM: (
        gettext_lazy("Ask once: a form that names everything"),
        gettext_lazy("Half of the repeated requests fall away."),
    ),
    Remedy.NAME_AN_OWNER: (
        gettext_lazy("Name one owner"),
        gettext_lazy("No hand-over comes straight back."),
    ),
}
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
    """One remedy in words: what it is, what it supposes, hours saved a week with their interval, cases a week."""

    name: str
    supposes: str
    hours: str
    interval: str
    cases: str


class Block(NamedTuple):
    """One bottleneck with what was tried."""

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
        called = {remedy: name for remedy, (name, _supposes) in _REMEDIES.items()}
        context |= {
            "tried": tried_in(what.slice.log, look, names, called),
            "blocks": [_block(one, names) for one in remedies_at(look)],
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
    name, supposes = _REMEDIES[saved.remedy]
    return Line(
        name=str(name),
        supposes=str(supposes),
        hours=number(saved.hours),
        interval=f"{number(saved.low)} – {number(saved.high)}",
        cases=number(saved.cases, 1 if saved.cases < 10 else 0),
    )
