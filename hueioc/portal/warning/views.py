"""The page of early warning: open work that will probably be late, while there is still time."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.mining.queries.own import services_of
from hueioc.mining.queries.words import activity_words, service_words, span
from hueioc.mining.rules.warning.forecast import Reason
from hueioc.mining.rules.warning.moments import DID, IS, LIES
from hueioc.people.queries import actor_of
from hueioc.portal.warning.lesson import NO_BETTER, TOO_LITTLE, Lesson, lesson_of
from hueioc.portal.warning.listing import Endangered, kinds, seen_by, warned
from hueioc.workflow.queries import category_name, kind_of_work, page_of, unit_label

_SHOWN = 50
_LONGEST_CODE = 64
_WHY_NOT: dict[str, str | Words] = {
    TOO_LITTLE: gettext_lazy("Too little work has come due, late and in time, to learn from. No number is given."),
    NO_BETTER: gettext_lazy("What was learned says no more than the usual share of late work. No number is given."),
    "": gettext_lazy("Nothing has been learned yet; that happens every night."),
}
# A number of a forecast in words: above and below what is usual at this stage.
_NUMBERS: dict[str, tuple[str | Words, str | Words]] = {
    "steps": (gettext_lazy("more steps than usual"), gettext_lazy("fewer steps than usual")),
    "idle": (gettext_lazy("nothing happened for long"), gettext_lazy("something happened only now")),
    "at_once": (gettext_lazy("much was done at once"), gettext_lazy("little was done at the start")),
    "hands": (gettext_lazy("many units had it"), gettext_lazy("few units had it")),
    "repeats": (gettext_lazy("steps were done again"), gettext_lazy("no step was done again")),
    "pressure": (gettext_lazy("much work lies open"), gettext_lazy("little work lies open")),
}


class Row(NamedTuple):
    """One line of the table."""

    code: str
    href: str
    service: str
    unit: str
    due_at: Any
    left: str
    probability: float
    base: float
    reasons: list[str]


@require_safe
def warning_page(request: HttpRequest) -> HttpResponse:
    """Forecasts of one kind of work, the most endangered first; what somebody may not see is only counted."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff. Public figures are open to everybody."))
    kind, unit = kind_of_work(request.GET.get("kind", "")), request.GET.get("unit", "")
    if len(unit) > _LONGEST_CODE or "\0" in unit or kind not in kinds():
        raise Invalid(_("There is no such code."))
    lesson = lesson_of(kind)
    context: dict[str, Any] = {
        "kinds": [(code, service_words(services_of(code), code)) for code in kinds()],
        "kind": kind,
        "unit": unit,
        "lesson": lesson,
        "why_not": "" if lesson and lesson.model else _WHY_NOT[lesson.reason if lesson else ""],
    }
    if lesson and lesson.model:
        context |= _found(kind, unit, lesson) | {"judged": lesson.model.judged, "notice": _notice(lesson)}
        chosen = context.pop("chosen")
        shown = seen_by(actor, kind, chosen, _SHOWN)
        context |= {"rows": [_row(one) for one in shown], "more": len(chosen) - len(shown)}
    return render(request, "portal/warning.html", context)


def _found(kind: str, unit: str, lesson: Lesson) -> dict[str, Any]:
    found = warned(kind, lesson)
    units = sorted({(unit_label(one.promise.unit), one.promise.unit) for one in found.endangered if one.promise.unit})
    return {
        "as_of": found.as_of,
        "too_new": found.too_new,
        "units": units,
        "chosen": [one for one in found.endangered if not unit or one.promise.unit == unit],
        "foreseen": sum(one.foretold.probability for one in found.endangered),
        "open": len(found.endangered),
    }


def _notice(lesson: Lesson) -> str:
    return span(lesson.model.judged.notice_days * 86_400) if lesson.model else ""


def _row(one: Endangered) -> Row:
    return Row(
        code=one.code,
        href=page_of(one.promise.ref),
        service=category_name(one.promise.service),
        unit=unit_label(one.promise.unit) if one.promise.unit else "",
        due_at=one.promise.due_at,
        left=span(one.left.total_seconds()),
        probability=one.foretold.probability,
        base=one.foretold.base,
        reasons=[_reason(reason) for reason in one.foretold.reasons],
    )


def _reason(reason: Reason) -> str:
    if reason.word in _NUMBERS:
        return str(_NUMBERS[reason.word][0 if reason.is_there else 1])
    for prefix, words, there, missing in (
        (DID, activity_words, _("done: %(what)s"), _("not yet: %(what)s")),
        (LIES, unit_label, _("lies with %(what)s"), _("not with %(what)s")),
        (IS, category_name, _("about %(what)s"), _("not about %(what)s")),
    ):
        if reason.word.startswith(prefix):
            what = words(reason.word.removeprefix(prefix))
            return (there if reason.is_there else missing) % {"what": what}
    return reason.word
