"""One return as somebody reads it: its lines and what is wrong with them, what happened, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as kept
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.numerals import Signs, canonical, signs_of, written
from hueioc.lib.refusals import NotFound
from hueioc.people.queries import display_names
from hueioc.people.rules import Actor
from hueioc.returns.models import Edition, Return, Said
from hueioc.returns.pack import Checked, Form, FormField, checked
from hueioc.returns.pack import shown as shown_text
from hueioc.returns.queries.packs import code_words, fault_words, form_name, form_of
from hueioc.returns.queries.proposing import Proposal, previous_numbers, proposals
from hueioc.returns.rules.merging import Cell, of_data
from hueioc.returns.rules.visibility import collects, may_see
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import catalogue, deadline_chip, parts_of, said, state_chips, unit_label
from hueioc.workflow.rules.roles import possible_verbs, stand

OPEN = ("assigned", "in_work")
# What a list does not show and a form fills with hundreds of lines.
HEAVY = ("draft", "values", "accepted", "due_trace", "remark")
# Verbs of the unit itself, which the process gives to officers of any unit.
_OWN = frozenset({"fill", "resolve", "correct"})


@dataclass(frozen=True)
class ReturnView:
    """What one person sees of one return and may do with it."""

    item: Return
    form: Form
    verbs: list[Transition]
    editions: list[Edition]
    said: list[Said]
    collects: bool

    @property
    def can(self) -> frozenset[str]:
        return frozenset(verb.verb for verb in self.verbs)

    @property
    def needs(self) -> dict[str, Transition]:
        return {verb.verb: verb for verb in self.verbs}


@dataclass
class Line:
    """One line of a return as a page shows it: what stands there, what a draft began from, and what is wrong."""

    field: FormField
    name: str
    unit: str
    hint: str
    text: str
    base: str
    value: str
    before: str
    by: str = ""
    is_proposed: bool = False
    source: str = ""
    faults: list[str] = kept(default_factory=list)
    warnings: list[str] = kept(default_factory=list)
    heading: str = ""


def return_view(code: str, actor: Actor) -> ReturnView:
    """One return. Raises NotFound for one the actor may not see."""
    item = Return.objects.filter(code=code.replace("\x00", "")).first()
    if item is None or not may_see(item, actor):
        raise NotFound(_("There is no such return, or it is not for you."))
    place = stand(actor, is_reporter=collects(item, actor), parts=parts_of(item.ref))
    process = catalogue().process_of(item.service)
    verbs = possible_verbs(process, phase=item.phase, wait_reason=item.wait_reason, place=place)
    return ReturnView(
        item=item,
        form=form_of(item.form),
        verbs=[verb for verb in verbs if _is_possible(verb.verb, item, actor)],
        editions=list(Edition.objects.filter(of=item).order_by("-number")),
        said=list(Said.objects.filter(of=item).order_by("-id")),
        collects=collects(item, actor),
    )


def _is_possible(verb: str, item: Return, actor: Actor) -> bool:
    """What the process leaves open: only the unit itself fills in, and only what was given can be corrected."""
    is_given = item.edition > 0 and item.outcome != "withdrawn"
    return verb not in _OWN or (item.unit in actor.units and (verb != "correct" or is_given))


def signs() -> Signs:
    """The separators of the language in force."""
    return signs_of(get_language() or "vi")


@dataclass(frozen=True)
class Sheet:
    """A return that is being filled in: its lines, and everything that is wrong with it."""

    lines: list[Line]
    found: Checked
    is_begun: bool

    @property
    def errors(self) -> list[str]:
        """What must be corrected and belongs to no single empty line."""
        return [fault_words(one) for one in self.found.errors]

    @property
    def warnings(self) -> list[str]:
        return [fault_words(one) for one in self.found.warnings]


def sheet_of(item: Return) -> Sheet:
    """The draft of a return with what is proposed for lines that nobody filled, and what stood in the last period."""
    form = form_of(item.form)
    cells = of_data(item.draft) if item.draft else {code: Cell(text) for code, text in item.values.items()}
    proposed, previous = proposals(item), previous_numbers(item)
    texts = {code: cell.text for code, cell in cells.items()} | {code: one.text for code, one in proposed.items()}
    found = checked(form, texts, previous)
    names = display_names({cell.by for cell in cells.values() if cell.by})
    lines = [_line(one, cells.get(one.code, Cell("")), proposed.get(one.code), found, previous) for one in form.field]
    for line in lines:
        line.by = names.get(cells[line.field.code].by, "") if line.field.code in cells else ""
    _put_headings(form, lines)
    is_begun = bool(item.draft)
    for one in found.faults:
        # A line that nobody filled yet is no fault before somebody tries to give the whole.
        if texts.get(one.about, "").strip() or one.about not in form.by_code:
            _put_fault(lines, one.fields, one.level, fault_words(one))
    return Sheet(lines, found, is_begun)


def _line(
    one: FormField, cell: Cell, proposal: Proposal | None, found: Checked, previous: Mapping[str, Decimal | None]
) -> Line:
    text = proposal.text if proposal else cell.text
    computed = found.numbers.get(one.code)
    last = previous.get(one.code)
    return Line(
        field=one,
        name=said(one.names),
        unit=said(one.unit) if one.unit else "",
        hint=said(one.hint) if one.hint else "",
        text=shown_text(one, text, signs()),
        base="" if proposal else cell.text,
        value=number_words(one, computed) if one.is_number else cell.text,
        before=number_words(one, last) if last is not None else "",
        is_proposed=proposal is not None,
        source=proposal.source if proposal else "",
    )


def _put_headings(form: Form, lines: list[Line]) -> None:
    names, last = {group.code: said(group.names) for group in form.group}, ""
    for line in lines:
        if line.field.group != last:
            line.heading = names.get(line.field.group, "")
        last = line.field.group


def _put_fault(lines: list[Line], fields: tuple[str, ...], level: str, words: str) -> None:
    for line in lines:
        if line.field.code in fields:
            (line.faults if level == "error" else line.warnings).append(words)


def number_words(one: FormField, number: Decimal | None) -> str:
    """A number as the language writes it; a dash for nothing."""
    return "–" if number is None else written(canonical(number), signs())


def value_words(one: FormField, text: str) -> str:
    """A kept text as the language writes it."""
    return written(text, signs()) if one.is_number else text


def shown(item: Return) -> dict[str, Any]:
    """What a row or the head of a page shows of a return."""
    now = clock.now()
    return {
        "item": item,
        "title": form_name(item.form),
        "period": code_words(item.period),
        "unit": unit_label(item.unit),
        "collector": unit_label(item.collector) if item.collector else "",
        "chips": state_chips(item, public=False),
        "deadline": deadline_chip(item, now),
        "is_late": was_late(item, now),
    }


def was_late(item: Return, now: datetime) -> bool:
    """True when it was given after its deadline, or is missing after it."""
    return item.outcome != "withdrawn" and item.due_at is not None and (item.resolved_at or now) > item.due_at


@dataclass(frozen=True)
class EditionView:
    """One edition in words: who gave it when and why, and the lines that differ from the edition before."""

    edition: Edition
    author: str
    reason: str
    changes: list[tuple[str, str, str]]


def editions_of(view: ReturnView) -> list[EditionView]:
    """The history of a return, the latest edition first."""
    names = display_names({one.author for one in view.editions})
    earlier = [*view.editions[1:], None][: len(view.editions)]
    return [
        EditionView(
            edition=one,
            author=names.get(one.author, ""),
            reason=reason_words(view.item, "reopening", one.reason),
            changes=_changes(view.form, old.values if old else None, one.values),
        )
        for one, old in zip(view.editions, earlier, strict=True)
    ]


def _changes(form: Form, old: dict[str, str] | None, new: dict[str, str]) -> list[tuple[str, str, str]]:
    if old is None:
        return []
    changed = [one for one in form.field if old.get(one.code, "") != new.get(one.code, "")]
    return [(said(one.names), _or_dash(one, old), _or_dash(one, new)) for one in changed]


def _or_dash(one: FormField, values: dict[str, str]) -> str:
    return value_words(one, values.get(one.code, "")) or "–"


def reason_words(item: Return, group: str, code: str) -> str:
    """The name of a coded reason; empty for none."""
    found = catalogue().reason(item.service, group, code) if code else None
    return said(found.names) if found else ""
