"""Workbooks: a return to be filled in elsewhere, its way back, and what a collector gathered."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hueioc.lib.refusals import Invalid
from hueioc.lib.sheets import LARGEST_BYTES, read_sheet
from hueioc.lib.workbook import Cell, Sheet, workbook
from hueioc.people.queries import actor_of, staff_or_refuse
from hueioc.returns.commands import save_draft
from hueioc.returns.forms import ImportForm
from hueioc.returns.models import Return
from hueioc.returns.pack import UNREAD, FormField
from hueioc.returns.queries import Gathered, field_name, form_of, gathered, return_view, shown
from hueioc.returns.queries.proposing import proposals
from hueioc.returns.rules.merging import Cell as DraftCell
from hueioc.returns.rules.merging import Change, of_data
from hueioc.returns.rules.workbooks import FIRST_ROW, SHEET, CellFault, mark_of, read_values
from hueioc.returns.views.filling import may_fill
from hueioc.workflow.queries import said

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _cell(one: FormField, text: str) -> Cell:
    """A kept text as a cell: a number as a number."""
    if not text or not one.is_number:
        return text or None
    if text.startswith(UNREAD):
        return text.removeprefix(UNREAD)
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


@require_safe
def return_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The return as a workbook: for the unit its draft with what is proposed, for everybody else what was given."""
    view = return_view(code, actor_of(request))
    item = view.item
    texts = dict(item.values)
    if view.can & {"fill", "correct"}:
        texts = _draft_texts(item)
    data = workbook([_sheet_of(item, texts)])
    return _file(data, f"{item.form}-{item.period}-{item.unit}.xlsx")


def _draft_texts(item: Return) -> dict[str, str]:
    cells = of_data(item.draft) if item.draft else {name: DraftCell(text) for name, text in item.values.items()}
    texts = {name: cell.text for name, cell in cells.items()}
    return texts | {name: one.text for name, one in proposals(item).items()}


def _sheet_of(item: Return, texts: dict[str, str]) -> Sheet:
    form, head = form_of(item.form), shown(item)
    rows: list[list[Cell]] = [
        [None, str(head["unit"])],
        [None, _("Type numbers into the column “Value” and change nothing else; grey lines are computed here.")],
        [],
        [_("Code"), _("Line"), _("Measure"), _("Value"), _("Remark")],
    ]
    # The first line of the lines stands where the reader looks for it.
    rows += [[] for _row in range(FIRST_ROW - 2 - len(rows))]
    for one in form.field:
        value = _cell(one, texts.get(one.code, "")) if one.is_typed else None
        remark = "" if one.is_typed else _("computed")
        rows.append([one.code, said(one.names), said(one.unit) if one.unit else "", value, remark])
    mark = mark_of(item.code, item.form, item.period)
    return Sheet(SHEET, [mark, f"{head['title']} · {head['period']}"], rows)


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, code: str) -> HttpResponse:
    """Take a filled workbook into the draft; if anything is wrong, it is told by cell and nothing is taken."""
    actor = actor_of(request)
    view = may_fill(code, actor)
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[CellFault] = []
    if request.method == "POST" and form.is_valid():
        faults = _import(request, view.item, form)
        if not faults and not form.errors:
            messages.success(request, _("Read into the draft. Look at it once more, then give it."))
            return redirect("return-fill", code=code)
    is_wrong = bool(faults or form.errors)
    context = {**shown(view.item), "view": view, "form": form, "cell_faults": faults}
    return render(request, "returns/import_staff.html", context, status=400 if is_wrong else 200)


def _import(request: HttpRequest, item: Return, form: ImportForm) -> list[CellFault]:
    known = form_of(item.form)
    data = form.cleaned_data["file"].read(LARGEST_BYTES + 1)
    try:
        sheet = read_sheet(data, SHEET)
    except Invalid as refusal:
        form.add_error("file", str(refusal.sentence))
        return []
    values, faults = read_values(sheet, known, mark_of(item.code, item.form, item.period))
    if faults:
        return faults
    standing = of_data(item.draft) if item.draft else {name: DraftCell(text) for name, text in item.values.items()}
    # The workbook replaces what stands now: whoever imports it has seen the page it is put into.
    changes = {name: Change(text, standing.get(name, DraftCell("")).text) for name, text in values.items()}
    save_draft(item.code, actor_of(request), changes=changes)
    return []


@require_safe
def collection_xlsx(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """What was gathered of one form and period: the city's line first, then every unit."""
    found = gathered(form, period, staff_or_refuse(request))
    return _file(workbook([_collection_sheet(found)]), f"{form}-{period}.xlsx")


def _collection_sheet(found: Gathered) -> Sheet:
    fields = found.columns
    city: list[Cell] = [_("The whole city"), f"{len(found.given)}/{len(found.units)}"]
    for one in fields:
        total = found.totals.get(one.code)
        city.append(None if total is None or total.value is None else float(total.value))
    rows: list[list[Cell]] = [city]
    names = [field_name(one, found.form) for one in fields]
    for line in found.units:
        state = _("given") if line.is_given else _("missing")
        rows.append([line.name, state, *(_cell(one, line.values.get(one.code, "")) for one in fields)])
    return Sheet(found.period.code, [_("Unit that answers"), _("State"), *names], rows)
