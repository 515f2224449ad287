"""Index 766 for leaders: the items of a period and unit, what costs their points, and what closing would bring."""

import csv
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.dossiers.commands import report_figure
from hueioc.dossiers.forms import FigureForm
from hueioc.dossiers.queries import Line, Sheet, index_scopes, index_sheet, may_report, sees_the_city
from hueioc.dossiers.rules.periods import Period, read_period, recent
from hueioc.dossiers.views.web import put_into, staff_or_refuse
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotFound, Refusal
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue, category_name, said, unit_label

_MOST_SHOWN = 200


@require_safe
def index_page(request: HttpRequest) -> HttpResponse:
    """The table of items; `period`, `unit` and the numbers of the what-if (`close`) stand in the address."""
    actor = staff_or_refuse(request)
    context, status = _chosen(request, actor), 200
    closed = request.GET.get("close", "")[:4000].replace(",", " ").split()
    try:
        sheet = index_sheet(actor, context["period"], context["unit"], closed=closed)
    except Invalid as refusal:
        context["refused"], status = str(refusal.sentence), refusal.status
        sheet = index_sheet(actor, context["period"], context["unit"])
    context |= {
        "sheet": sheet,
        "may_report": may_report(actor),
        "title": said(sheet.index.names),
        "blocks": [(said(block.names), sums, _lines(sheet, block.code)) for block, sums in sheet.blocks],
        "close": "\n".join(closed),
        "sources": list(dict.fromkeys([sheet.index.source, *(line.item.source for line in sheet.lines)])),
    }
    return render(request, "dossiers/index766.html", context, status=status)


def _lines(sheet: Sheet, block: str) -> list[tuple[Line, str]]:
    return [(line, said(line.item.names)) for line in sheet.lines if line.item.block == block]


@require_http_methods(["GET", "HEAD", "POST"])
def index_item_page(request: HttpRequest, item: str) -> HttpResponse:
    """What costs one item its points, the means of a handling time, or the form of an item that nobody counts here."""
    actor = staff_or_refuse(request)
    context, status = _chosen(request, actor), 200
    form = FigureForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                report_figure(item, context["period"], actor, unit=context["unit"], **form.cleaned_data)
                return redirect(request.get_full_path())
            except Refusal as refusal:
                put_into(form, refusal)
                status = refusal.status
    return _item_page(request, actor, item, context | {"form": form}, status)


def _item_page(request: HttpRequest, actor: Actor, item: str, context: dict[str, Any], status: int) -> HttpResponse:
    sheet = index_sheet(actor, context["period"], context["unit"])
    line = next((one for one in sheet.lines if one.item.id == item), None)
    if line is None:
        raise NotFound(_("There is no item %(code)s in the index.") % {"code": repr(item[:20])})
    costing = line.tally.costing if line.tally else ()
    shown = costing[:_MOST_SHOWN]
    is_of_procedures = line.tally is not None and line.tally.is_of_procedures
    if line.reported and not context["form"].is_bound:
        entered = {name: getattr(line.reported, name) for name in FigureForm.base_fields}
        context["form"] = FigureForm(initial=entered)
    context |= {
        "line": line,
        "may_report": may_report(actor) and not line.item.counts,
        "means": [(one, category_name(one.procedure)) for one in line.tally.means] if line.tally else [],
        "name": said(line.item.names),
        "shown": [(code, category_name(code) if is_of_procedures else "") for code in shown],
        "is_cut": len(costing) > len(shown),
        "is_of_procedures": is_of_procedures,
    }
    return render(request, "dossiers/index766_item.html", context, status=status)


@require_safe
def index_csv(request: HttpRequest) -> HttpResponse:
    """The table as a file: one row an item, empty cells where nothing can be said."""
    actor = staff_or_refuse(request)
    context = _chosen(request, actor)
    sheet = index_sheet(actor, context["period"], context["unit"])
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"{sheet.index.code}-{context['period'].name}-{context['unit'] or 'city'}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    _write(csv.writer(answer), sheet)
    return answer


def _write(rows: Any, sheet: Sheet) -> None:
    rows.writerow(["id", "name", "state", "numerator", "denominator", "percent", "score", "max", "lost", "status"])
    for line in sheet.lines:
        count, mine = line.score.count, line.score
        numbers = (count.numerator, count.denominator) if count else ("", "")
        share: Decimal | str = mine.share if mine.share is not None else ""
        points = (mine.score, mine.most, mine.lost) if mine.state == "counted" else ("", mine.most, "")
        rows.writerow([mine.id, said(line.item.names), mine.state, *numbers, share, *points, line.item.status])
    rows.writerow(["", "total", "", "", "", "", sheet.whole.earned, sheet.whole.countable, "", ""])


def _chosen(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Period and unit of the address: this month, and the city or the officer's own unit, where none is named."""
    today = catalogue().calendar.local_day(clock.now())
    periods = recent(today)
    typed = request.GET.get("period", "")[:20]
    period: Period = read_period(typed) if typed else periods[0]
    scopes, every = index_scopes(actor), sees_the_city(actor)
    unit = request.GET.get("unit", "")[:64] or ("" if every else next(iter(sorted(actor.units))))
    return {
        "period": period,
        "periods": [one.name for one in periods],
        "unit": unit,
        "unit_name": unit_label(unit) if unit else _("The whole city"),
        "units": [(one.code, one.name()) for one in scopes],
        "every": every,
    }
