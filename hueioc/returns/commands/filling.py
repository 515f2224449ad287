"""Filling in and giving: the draft cell by cell, the edition as a whole, corrections beside what was given before."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import tidy
from hueioc.people.rules import Actor
from hueioc.returns.commands.found import OPEN, ReturnDesk, return_on_desk
from hueioc.returns.models import Return
from hueioc.returns.pack import Checked, checked
from hueioc.returns.queries.packs import fault_words
from hueioc.returns.queries.proposing import previous_numbers
from hueioc.returns.rules.merging import Change, Clash, as_data, merged
from hueioc.workflow.commands import known_reason, move, written
from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.deadlines import due


def save_draft(code: str, actor: Actor, *, changes: Mapping[str, Change]) -> tuple[Return, list[Clash]]:
    """Keep what somebody typed, cell by cell; returns the cells that a colleague changed meanwhile, which stand.

    The first change tells that filling began; later ones tell nothing, because a draft is no fact.
    """
    with return_on_desk(code, actor) as desk:
        item = desk.item
        transition = desk.allow("fill" if item.phase in OPEN else "correct")
        desk.only_own_unit()
        if item.phase not in OPEN:
            desk.only_given()
        known = {one.code for one in desk.form.typed}
        wanted = {field: change for field, change in changes.items() if field in known}
        before = desk.draft()
        after, clashes = merged(before, wanted, by=actor.ref, at=desk.at.isoformat())
        if after != before:
            item.draft = as_data(after)
            desk.touch()
            if item.phase == "assigned":
                move(desk, transition)
    return desk.item, clashes


def give_return(code: str, actor: Actor, *, remark: str = "", version: int | None = None) -> Return:
    """Give what the draft holds. Raises Invalid with a sentence for every line that must be corrected first.

    What only looks unlikely may be given with a remark that explains it.
    """
    with return_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("resolve")
        desk.only_own_unit()
        found = _readable(desk, remark)
        item = desk.item
        _put(desk, found, remark)
        item.resolved_at, item.remind_at, item.reason = desk.at, None, ""
        move(desk, transition, outcome="given")
        desk.keep_edition("given", "", "")
    return desk.item


def correct_return(
    code: str, actor: Actor, *, reason: str, note: str = "", remark: str = "", version: int | None = None
) -> Return:
    """Give another edition in place of the one that stands, with a coded reason; the earlier ones stay as they are.

    It is not late by that: what counts is when it was given first. Its collector looks at it again.
    """
    with return_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("correct")
        desk.only_own_unit()
        desk.only_given()
        known = known_reason(desk, transition, reason, note)
        if not desk.item.draft:
            raise Invalid(_("Nothing was changed since it was given."))
        found = _readable(desk, remark)
        _put(desk, found, remark)
        desk.item.reason, desk.item.closed_at = known.code, None
        move(desk, transition, reason=known.code)
        desk.keep_edition("corrected", known.code, written(note, name="note") if note.strip() else "")
    return desk.item


def _readable(desk: ReturnDesk, remark: str) -> Checked:
    """The draft as it is read. Raises Invalid when it cannot be given."""
    texts = {field: cell.text for field, cell in desk.draft().items()}
    found = checked(desk.form, texts, previous_numbers(desk.item))
    if found.errors:
        fields = {next(iter(one.fields), one.about): fault_words(one) for one in found.errors}
        raise Invalid(_("Some lines must be corrected before it can be given."), fields=fields)
    if found.warnings and not tidy(remark):
        sentence = _("Explain what looks unlikely.")
        raise Invalid(sentence, fields={"remark": sentence})
    return found


def _put(desk: ReturnDesk, found: Checked, remark: str) -> None:
    item = desk.item
    item.values, item.draft = found.values(), {}
    item.remark = written(remark, name="remark") if remark.strip() else ""
    item.edition += 1
    days = desk.catalogue.service_of[item.service].about.objection_working_days
    item.settle_at = due(desk.at, Allowance(working_days=days), desk.catalogue.calendar).at
    desk.touch()
