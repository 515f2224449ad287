"""What a unit collects: every period with its counts, and one of them with who is missing and the city's line."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound, Refusal
from hueioc.people.queries import staff_or_refuse
from hueioc.people.rules import Actor
from hueioc.returns.commands import accept_return, remind_unit
from hueioc.returns.pack import FormField
from hueioc.returns.queries import (
    DEFINITIONS,
    Gathered,
    UnitLine,
    collections,
    field_name,
    gathered,
    kept_by_unit,
    period_words,
)
from hueioc.workflow.queries import phase_label, said


@require_safe
def collections_page(request: HttpRequest) -> HttpResponse:
    """Periods of the forms that my units collect, the latest first."""
    actor = staff_or_refuse(request)
    return render(
        request, "returns/collections_staff.html", {"rows": collections(actor), "has_units": bool(actor.units)}
    )


@require_safe
def collection_page(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """One form and period as it stands this moment; `part` asks for its changing part alone."""
    actor = staff_or_refuse(request)
    found = gathered(form, period, actor)
    template = "returns/parts/gathered_staff.html" if "part" in request.GET else "returns/collection_staff.html"
    return render(request, template, context_of(found) | {"is_collector": found.collector in actor.units})


@require_safe
def units_page(request: HttpRequest) -> HttpResponse:
    """How units keep what they owe: a ward reads its own line, a collector and the city's staff all of theirs."""
    actor = staff_or_refuse(request)
    context = {
        "rows": kept_by_unit(actor),
        "definitions": DEFINITIONS,
        "has_units": bool(actor.units),
        "collects": bool(collections(actor)),
    }
    return render(request, "returns/units_staff.html", context)


@require_POST
def act_on_all(request: HttpRequest, form: str, period: str, act: str) -> HttpResponse:
    """Accept all that were handed in, or remind all that are missing; who was reminded today is passed over."""
    actor = staff_or_refuse(request)
    found = gathered(form, period, actor)
    if act not in _ACTS:
        raise NotFound(_("There is no such action."))
    if found.collector not in actor.units:
        raise NotAllowed(_("Only staff of the unit that collects this return do that."))
    give, is_wanted = _ACTS[act]
    done = sum(_is_done(give, one, actor) for one in found.units if is_wanted(one))
    messages.success(request, ngettext("%(n)d return.", "%(n)d returns.", done) % {"n": done})
    return redirect("return-collection", form=form, period=period)


def _is_done(give: Callable[..., object], one: UnitLine, actor: Actor) -> bool:
    try:
        give(one.code, actor)
    except Refusal:
        return False
    return True


_ACTS: dict[str, tuple[Callable[..., object], Callable[[UnitLine], bool]]] = {
    "accept": (accept_return, lambda one: one.phase == "resolved"),
    "remind": (remind_unit, lambda one: not one.is_given),
}


def context_of(found: Gathered) -> dict[str, Any]:
    """Everything the page says, as words."""
    fields = [one for one in found.columns if one.is_number]
    return {
        "form": found.form,
        "name": said(found.form.names),
        "period": found.period,
        "period_name": period_words(found.period),
        "due_at": found.due_at,
        "as_of": clock.now(),
        "owed": len(found.units),
        "given": len(found.given),
        "late": len(found.late),
        "corrected": len(found.corrected),
        "missing": found.missing,
        "columns": [(field_name(one, found.form), one) for one in fields],
        "totals": [(found.total_words(one), units_of(found, one.code)) for one in fields],
        "lines": [(one, state_of(found, one), words_of(found, one, fields)) for one in found.units],
        "texts": [(said(one.names), texts) for one in found.columns if (texts := texts_of(found, one))],
    }


def words_of(found: Gathered, one: UnitLine, fields: list[FormField]) -> list[str]:
    """The lines of a unit in the order of the columns."""
    return [found.unit_words(one, field) for field in fields]


def texts_of(found: Gathered, one: FormField) -> list[tuple[str, str]]:
    """What units wrote into a line of text: no sum can say it for them."""
    return [(line.name, text) for line in found.given if not one.is_number and (text := line.values.get(one.code))]


def units_of(found: Gathered, field: str) -> int:
    """How many units a total was made from."""
    total = found.totals.get(field)
    return total.units if total else 0


def state_of(found: Gathered, one: UnitLine) -> str:
    """The state of a unit's return in words of the pack."""
    return phase_label(found.form.service, one.phase, public=False)
