"""Writes of the registers: teams with the key of their phone, boats and vehicles, shelters and hospitals."""

from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.codes import secret_token
from hueioc.lib.geo import Point
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.commands import keep_contact
from hueioc.people.queries import unit as unit_info
from hueioc.people.rules import Actor, ContactData
from hueioc.places.queries import area_at
from hueioc.rescues.events import TeamChanged
from hueioc.rescues.models import Shelter, Team, Vehicle
from hueioc.rescues.queries.packs import terms
from hueioc.rescues.queries.registers import mark_of_team_key
from hueioc.rescues.rules.access import is_coordinator

Row = TypeVar("Row", Team, Vehicle, Shelter)
MOST = 100_000


def _authorise(actor: Actor, unit: str) -> None:
    """A unit keeps its own; the centre keeps everybody's. Raises NotAllowed."""
    if not (is_coordinator(actor) or unit in actor.units):
        raise NotAllowed(_("A unit keeps its own teams and shelters; the centre keeps all. Choose a unit of yours."))


def _row(model: type[Row], code: str, actor: Actor) -> Row:
    """A new row, or the one with this code if the actor may change it."""
    if not code:
        return model()
    found = model.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    if found is None or not (is_coordinator(actor) or found.unit in actor.units):
        raise NotFound(_("There is no such entry, or it is another unit's."))
    return found


def _name(name: str) -> str:
    plain = "" if has_broken_characters(name) else tidy(name)
    if not plain or len(plain) > 120:
        raise Invalid(_("Give it a name."), fields={"name": _("At most 120 characters.")})
    return plain


def _count(value: int, field: str) -> int:
    if not 0 <= value <= MOST:
        raise Invalid(_("This number cannot be."), fields={field: _("Give a number.")})
    return value


def _unit(unit: str, actor: Actor) -> str:
    if unit_info(unit) is None:
        raise Invalid(_("There is no such unit."), fields={"unit": _("Choose a unit from the list.")})
    _authorise(actor, unit)
    return unit


def _tell(row: Team | Vehicle | Shelter, actor: Actor, what: str, *, count: int = 0, state: str = "") -> None:
    event = TeamChanged(what=what, state=state, unit=row.unit, count=count)
    record(event, subject=row.ref, actor=actor.ref, visibility="internal")


def keep_team(
    actor: Actor,
    *,
    name: str,
    unit: str,
    crew: int,
    has_doctor: bool = False,
    phone: str = "",
    point: Point | None = None,
    is_active: bool = True,
    code: str = "",
) -> Team:
    """Enter a team or change it; its phone goes into the vault."""
    with transaction.atomic():
        row = _row(Team, code, actor)
        row.name, row.unit, row.crew = _name(name), _unit(unit, actor), _count(crew, "crew")
        row.has_doctor, row.is_active, row.updated_at = has_doctor, is_active, clock.now()
        if phone.strip():
            row.contact = keep_contact(ContactData(name="", phone=tidy(phone)[:40]), actor=actor, purpose="rescue_team")
        _move_to(row, point)
        row.save()
        _tell(row, actor, "team", count=row.crew, state=row.state)
    return row


def _move_to(row: Any, point: Point | None) -> None:
    if point is not None:
        row.lat, row.lon = point
        if isinstance(row, Team):
            row.seen_at = clock.now()


def draw_team_key(code: str, actor: Actor) -> str:
    """A new key for the team's phone page; the one before opens nothing any more. It is shown once."""
    with transaction.atomic():
        row = _row(Team, code, actor)
        if not code or row.pk is None:
            raise NotFound(_("There is no such team."))
        key = secret_token()
        row.mark, row.updated_at = mark_of_team_key(key), clock.now()
        row.save(update_fields=["mark", "updated_at"])
        _tell(row, actor, "key", state=row.state)
    return key


def keep_vehicle(
    actor: Actor,
    *,
    name: str,
    unit: str,
    kind: str,
    capacity: int,
    team: str = "",
    is_active: bool = True,
    code: str = "",
) -> Vehicle:
    """Enter a boat or vehicle or change it; `team` is who has it now."""
    with transaction.atomic():
        row = _row(Vehicle, code, actor)
        if kind not in {one.code for one in terms().craft}:
            raise Invalid(_("There is no such kind."), fields={"kind": _("Choose from the list.")})
        crew = Team.objects.filter(code=team.replace("\x00", ""), is_active=True).first() if team else None
        if team and crew is None:
            raise NotFound(_("There is no such team."), fields={"team": _("Choose a team from the list.")})
        row.name, row.unit, row.kind = _name(name), _unit(unit, actor), kind
        row.capacity, row.team, row.is_active = _count(capacity, "capacity"), crew, is_active
        row.updated_at = clock.now()
        row.save()
        _tell(row, actor, "vehicle", count=row.capacity)
    return row


def keep_shelter(
    actor: Actor,
    *,
    name: str,
    unit: str,
    kind: str = "shelter",
    places: int = 0,
    taken: int = 0,
    address: str = "",
    phone: str = "",
    point: Point | None = None,
    is_active: bool = True,
    code: str = "",
) -> Shelter:
    """Enter a shelter or hospital or change it, its places and how many of them are taken."""
    with transaction.atomic():
        row = _row(Shelter, code, actor)
        if kind not in {"shelter", "hospital"}:
            raise Invalid(_("There is no such kind."), fields={"kind": _("Choose from the list.")})
        row.name, row.unit, row.kind = _name(name), _unit(unit, actor), kind
        row.places, row.taken = _count(places, "places"), _count(taken, "taken")
        row.address, row.phone = tidy(address)[:300], tidy(phone)[:40]
        row.is_active, row.updated_at = is_active, clock.now()
        _move_to(row, point)
        area = area_at(point) if point else None
        known = unit_info(unit)
        row.area = area.code if area else row.area or (known.area if known else "")
        row.save()
        _tell(row, actor, "shelter", count=row.left)
    return row
