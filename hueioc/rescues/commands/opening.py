"""Opening calls for rescue: one from a phone in the rain, or thousands in one night, on the same path."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hueioc.journal.commands.rows import new_row
from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.geo import morton
from hueioc.lib.text import tidy
from hueioc.people.commands import keep_contacts
from hueioc.people.queries import unit_of_area
from hueioc.people.rules import Actor, ContactData
from hueioc.places.queries import area_at
from hueioc.rescues.commands.found import RESCUE_FACTS, RescueDesk
from hueioc.rescues.commands.scoring import score
from hueioc.rescues.events import RescueOpened
from hueioc.rescues.models import Mark, Rescue
from hueioc.rescues.queries.comparing import marks_of, name_marks
from hueioc.rescues.queries.intake import check_new
from hueioc.rescues.queries.packs import PEOPLE_SERVICE, service_for
from hueioc.rescues.rules.intake import KINDS, NewRescue, origin_key
from hueioc.rescues.rules.phones import plain
from hueioc.workflow.commands import clear, start_clock
from hueioc.workflow.queries import catalogue


def open_rescue(new: NewRescue, actor: Actor) -> Rescue:
    """Take one call and return it; a repeated key returns the first one. Raises Invalid, and then nothing is saved."""
    check_new(new)
    with transaction.atomic():
        return open_rescues([new], actor)[0]


def open_rescues(calls: Sequence[NewRescue], actor: Actor, moments: Sequence[datetime] = ()) -> list[Rescue]:
    """Take checked calls in the caller's transaction; returns them in order, known ones by their key."""
    desks, found = prepare(calls, actor, moments)
    clear(desks)
    return found


def prepare(
    calls: Sequence[NewRescue], actor: Actor, moments: Sequence[datetime] = ()
) -> tuple[list[RescueDesk], list[Rescue]]:
    """Desks with the new calls, not yet cleared, and for every one handed in its call, new or known by its key."""
    keys = [origin_key(new.key) for new in calls]
    wanted = [key for key in keys if key]
    known = {str(row.origin_key): row for row in Rescue.objects.filter(origin_key__in=wanted)} if wanted else {}
    hours = list(moments) or [clock.now()] * len(calls)
    fresh: list[int] = []
    seen = set(known)
    for place, key in enumerate(keys):
        if key is None or key not in seen:
            fresh.append(place)
            seen |= {key} if key else set()
    contacts = _contacts([calls[place] for place in fresh], actor)
    codes = _free_codes([hours[place] for place in fresh])
    desks = [
        _new_desk(calls[place], codes[n], hours[place], contacts[n], actor, keys[place])
        for n, place in enumerate(fresh)
    ]
    made = {place: desk.item for place, desk in zip(fresh, desks, strict=True)}
    for place, call in made.items():
        if key := keys[place]:
            known[key] = call
    return desks, [made[place] if place in made else known[str(keys[place])] for place in range(len(calls))]


def _free_codes(hours: Sequence[datetime]) -> list[str]:
    local_day = catalogue().calendar.local_day
    years = [local_day(at).year for at in hours]
    codes = [dated_code(year) for year in years]
    while True:
        twice = {code for code, many in Counter(codes).items() if many > 1}
        taken = twice | set(Rescue.objects.filter(code__in=codes).values_list("code", flat=True))
        if not taken:
            return codes
        codes = [dated_code(year) if code in taken else code for code, year in zip(codes, years, strict=True)]


def _contacts(calls: Sequence[NewRescue], actor: Actor) -> list[list[str]]:
    """References into the vault for each call: the name with the first phone, then every other phone."""
    data, owners = [], []
    for place, new in enumerate(calls):
        first, *others = phones_of(new) or [""]
        for name, phone in [(tidy(new.name), first), *(("", phone) for phone in others)]:
            data.append(ContactData(name=name, phone=phone))
            owners.append(place)
    found: list[list[str]] = [[] for _call in calls]
    # Whoever is signed in can erase themselves, and this with them.
    account = "" if actor.is_staff else actor.account
    kept = keep_contacts(data, actor=actor, purpose="rescue", account=account)
    for place, ref in zip(owners, kept, strict=True):
        if ref:
            found[place].append(ref)
    return found


def phones_of(new: NewRescue) -> list[str]:
    """The phones of a call in one form; what is no phone of this country stays as it was typed."""
    return list(dict.fromkeys(plain(phone) or tidy(phone)[:40] for phone in new.phones if phone.strip()))


def _new_desk(
    new: NewRescue, code: str, at: datetime, contacts: list[str], actor: Actor, key: str | None
) -> RescueDesk:
    call = _new_call(new, code, at)
    call.contacts, call.origin_key = contacts, key
    call.account = "" if actor.is_staff else actor.account
    desk = RescueDesk(item=call, actor=actor, facts=RESCUE_FACTS, is_new=True, at=at)
    for mark in marks_of(phones=phones_of(new), name=new.name, address=call.address):
        desk.add(new_row(Mark, subject=call.ref, mark=mark))
    score(call, [], at, None)
    start_clock(desk)
    desk.tell(
        RescueOpened(
            service=call.service,
            unit=call.unit,
            channel=call.channel,
            urgency=call.urgency,
            due_at=call.due_at,
            people=call.people,
        ),
        key=f"rescue.opened:{key}" if key else None,
    )
    return desk


def _new_call(new: NewRescue, code: str, at: datetime) -> Rescue:
    day = catalogue().calendar.local_day(at)
    area = area_at(new.point, on=day) if new.point else None
    home = unit_of_area(area.code, day) if area else None
    counts = {kind: getattr(new, kind) for kind in KINDS}
    return new_row(
        Rescue,
        code=code,
        service=service_for(new.needs, new.depth) if not any(counts.values()) else PEOPLE_SERVICE,
        text=tidy(new.text),
        address=tidy(new.address),
        lat=new.lat,
        lon=new.lon,
        morton=morton(new.point) if new.point else None,
        accuracy_m=new.accuracy_m,
        area=area.code if area else "",
        unit=home.code if home else "",
        home_unit=home.code if home else "",
        # Nobody counts themselves out: whoever is named among the weak is one of the people.
        people=max(new.people, sum(counts.values())),
        depth=new.depth,
        **counts,
        needs=list(new.needs),
        name_marks=name_marks(new.name),
        channel=new.channel,
        language=new.language[:8],
        is_doubtful=new.is_doubtful,
        opened_at=at,
        updated_at=at,
    )
