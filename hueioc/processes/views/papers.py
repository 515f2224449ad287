"""Papers of an instance from the templates of its pack: the same words as PDF, set by Typst, and as DOCX to work on."""

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from hueioc.lib.refusals import NotFound
from hueioc.people.queries import actor_of
from hueioc.processes.queries import InstanceView, instance_view, paper_head, step_name, value_words
from hueioc.workflow.pack import Paper
from hueioc.workflow.queries import catalogue, said, unit_label

_PAGE = Path(__file__).with_name("paper.typ")
_BRACED = re.compile(r"\{([a-z0-9_.\-]+)\}")
_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def paper_file(request: HttpRequest, code: str, paper: str, kind: str) -> HttpResponse:
    """One paper in the language of the request. Raises NotFound for one that cannot be made yet."""
    view = instance_view(code, actor_of(request))
    found = next((one for one in view.papers if one.code == paper), None)
    if found is None or kind not in _KINDS:
        raise NotFound(_("This paper cannot be made yet."))
    words = words_of(view, found) | {"language": request.LANGUAGE_CODE[:2]}
    data = _pdf(words) if kind == "pdf" else _docx(words)
    answer = HttpResponse(data, content_type=_KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{code}-{paper}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def filled_in(text: str, known: Mapping[str, str]) -> str:
    """A text with the words for what stands in braces; what is not known yet stays a line to write on."""
    return _BRACED.sub(lambda found: known.get(found[1], "……"), text)


def words_of(view: InstanceView, paper: Paper) -> dict[str, Any]:
    """Everything a paper says, as words that need no further thought."""
    instance, process, head = view.instance, view.process, paper_head()
    fields = {one.code: one for one in process.field}
    known = {code: value_words(fields[code], value) for code, value in instance.values.items() if code in fields}
    done = {deed.step: deed for deed in view.deeds if deed.kind == "done"}
    calendar = catalogue().calendar
    known |= {
        "number": instance.official_number or "……",
        "day": date_format(calendar.local_day(done[paper.after].at), "d/m/Y"),
        "unit": unit_label(instance.started_unit),
        "started_unit": unit_label(instance.started_unit),
        "starter": view.names.get(f"account:{instance.starter}", ""),
        "process": said(process.names),
    }
    # The head of the paper speaks of the city, the text below may have a field of that name.
    above = known | {"place": said(catalogue().pack.city.names)}
    is_sample = process.status != "confirmed"
    return {
        "unit": unit_label(instance.started_unit),
        "motto": [said(one) for one in catalogue().pack.city.motto],
        "number": filled_in(said(head.number), above) if head else known["number"],
        "place_and_day": filled_in(said(head.place_and_day), above) if head else known["day"],
        "title": filled_in(said(paper.title), known),
        "text": [filled_in(said(one), known) for one in paper.text],
        "rows": [[said(fields[code].names), known.get(code, "……")] for code in paper.rows],
        "signed": [[step_name(process, code), _signer(view, done.get(code))] for code in paper.signed],
        "foot": f"{instance.code} · {said(head.not_confirmed) if head and is_sample else ''}".strip(" ·"),
    }


def _signer(view: InstanceView, deed: Any) -> str:
    return view.names.get(deed.author, "") if deed else ""


def _pdf(words: Mapping[str, Any]) -> bytes:
    # Texts go in as data and are never read as markup, so nothing that was typed can change the page.
    data = json.dumps(words, ensure_ascii=False)
    made: bytes = typst.compile(str(_PAGE), sys_inputs={"data": data}, ignore_system_fonts=True)
    return made


def _docx(words: Mapping[str, Any]) -> bytes:
    paper = Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    top = paper.add_table(rows=1, cols=2)
    _lines(top.cell(0, 0), [words["unit"], words["number"]], is_bold=True)
    _lines(top.cell(0, 1), [*words["motto"], words["place_and_day"]], is_bold=True)
    title = paper.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(18)
    run = title.add_run(words["title"])
    run.bold, run.font.size = True, Pt(15)
    for text in words["text"]:
        for line in text.split("\n"):
            paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.LEFT
    if words["rows"]:
        table = paper.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        for name, value in words["rows"]:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, value
    if words["signed"]:
        paper.add_paragraph()
        table = paper.add_table(rows=1, cols=len(words["signed"]))
        for cell, (step, who) in zip(table.rows[0].cells, words["signed"], strict=True):
            _lines(cell, [step, "", "", who], is_bold=True)
    paper.sections[0].footer.paragraphs[0].text = words["foot"]
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _lines(cell: Any, lines: list[str], *, is_bold: bool) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = is_bold and number == 0
