"""What the desk does with a call: corrects what it says, sets its priority by hand, opens it again."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hueioc.lib.geo import Point, morton
from hueioc.lib.refusals import Invalid
from hueioc.lib.text import tidy
from hueioc.people.commands import keep_contacts
from hueioc.people.queries import unit_of_area
from hueioc.people.rules import Actor, ContactData
from hueioc.places.queries import area_at
from hueioc.rescues.commands.found import RescueDesk, rescue_on_desk
from hueioc.rescues.commands.merging import recount_score
from hueioc.rescues.commands.opening import phones_of
from hueioc.rescues.models import Mark, Rescue
from hueioc.rescues.queries.comparing import marks_of
from hueioc.rescues.queries.intake import check_new
from hueioc.rescues.queries.packs import service_for, terms
from hueioc.rescues.rules.intake import KINDS, NewRescue
from hueioc.workflow.commands import recount, written
from hueioc.workflow.queries import catalogue

_PLAIN = ("people", "depth", *KINDS)


def override_priority(code: str, actor: Actor, *, level: str, reason: str = "", version: int | None = None) -> Rescue:
    """A person sets the level, with a reason, or takes it back (empty level); the counted score goes on beside it."""
    with rescue_on_desk(code, actor, version=version) as desk:
        desk.allow("override")
        call = desk.item
        if level and level not in {one.code for one in terms().level}:
            raise Invalid(_("Choose a level."), fields={"level": _("Choose from the list.")})
        call.level_reason = written(reason, name="reason") if level else ""
        call.level, call.level_by, call.level_at = level, actor.ref if level else "", desk.at if level else None
        _recount(desk)
        desk.note("overridden", reason=level or "counted")
    return desk.item


def _recount(desk: RescueDesk) -> None:
    recount_score(desk, list(Rescue.objects.filter(lead=desk.item.code)))


def correct_rescue(code: str, actor: Actor, *, changes: Mapping[str, Any], version: int | None = None) -> Rescue:
    """Correct or add what the call says: counts, depth, needs, address, position, one phone more.

    `changes` holds fields of `NewRescue` that are to be different. Raises Invalid for each that cannot be.
    """
    with rescue_on_desk(code, actor, version=version) as desk:
        desk.allow("add" if desk.is_reporter else "correct")
        call = desk.item
        new = NewRescue(**{**_told_by(call), **changes})
        check_new(new)
        changed = sum(_tells_otherwise(call, name, getattr(new, name)) for name in (*_PLAIN, "needs", "address"))
        for name in _PLAIN:
            setattr(call, name, getattr(new, name))
        call.needs, call.address = list(new.needs), tidy(new.address)
        if text := tidy(str(changes.get("more", ""))):
            call.text = f"{call.text}\n{text}".strip()
        if new.point != call.exact_point:
            _place(desk, new)
        _add_phones(desk, new)
        service = service_for(call.needs, call.depth)
        if service != call.service and not any(getattr(call, kind) for kind in KINDS):
            call.service = service
            recount(desk)
        _recount(desk)
        # A call that says something else may be another's twin now.
        call.sorted_at = None if call.team_id is None else call.sorted_at
        desk.note("corrected", count=changed)
    return desk.item


def _told_by(call: Rescue) -> dict[str, Any]:
    told = {name: getattr(call, name) for name in (*_PLAIN, "address", "lat", "lon", "accuracy_m", "language")}
    return told | {"needs": tuple(call.needs), "text": call.text or "-", "channel": call.channel or "web"}


def _tells_otherwise(call: Rescue, name: str, value: Any) -> bool:
    before = getattr(call, name)
    return bool((list(value) if isinstance(value, tuple) else value) != before)


def _place(desk: RescueDesk, new: NewRescue) -> None:
    call, point = desk.item, new.point
    if point is None:
        return
    day = catalogue().calendar.local_day(desk.at)
    area = area_at(Point(*point), on=day)
    call.lat, call.lon, call.accuracy_m, call.morton = point.lat, point.lon, new.accuracy_m, morton(point)
    call.area = area.code if area else ""
    home = unit_of_area(call.area, day) if call.area else None
    if call.unit == call.home_unit:
        call.unit = home.code if home else ""
    call.home_unit = home.code if home else ""


def _add_phones(desk: RescueDesk, new: NewRescue) -> None:
    call, phones = desk.item, phones_of(new)
    if phones:
        data = [ContactData(phone=phone) for phone in phones]
        call.contacts = [*call.contacts, *keep_contacts(data, actor=desk.actor, purpose="rescue")]
    known = set(Mark.objects.filter(subject=call.ref).values_list("mark", flat=True))
    for mark in marks_of(phones=phones, name="", address=call.address):
        if mark not in known:
            desk.add(Mark(subject=call.ref, mark=mark))


def reopen_rescue(code: str, actor: Actor, *, reason: str) -> Rescue:
    """Take up a closed call again: somebody was not found where they are, or is in danger again."""
    with rescue_on_desk(code, actor) as desk:
        desk.allow("reopen")
        call = desk.item
        if call.lead:
            raise Invalid(_("This call was merged into another. Undo the merging instead."))
        call.end_note = written(reason, name="reason")
        before, call.phase, call.outcome = call.phase, "received", ""
        call.closed_at = call.resolved_at = call.reached_at = None
        call.progress, call.team, call.stop = "", None, 0
        recount(desk)
        _recount(desk)
        desk.moved("reopen", before)
    return desk.item
