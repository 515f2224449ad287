"""What a rule does with every call soon after it came: finds its place, merges what is certain, counts its priority."""

import logging

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from hueioc.lib import clock
from hueioc.lib.geo import morton
from hueioc.people.queries import unit_of_area
from hueioc.people.rules import Actor
from hueioc.places.queries import area, search
from hueioc.rescues.commands.family import meet_searches
from hueioc.rescues.commands.found import RESCUE_FACTS, RescueDesk, desks_of, only_clock
from hueioc.rescues.commands.merging import merge_on_desks
from hueioc.rescues.commands.scoring import score, water_near
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries.comparing import candidates
from hueioc.rescues.queries.packs import number, span
from hueioc.workflow.commands import clear
from hueioc.workflow.queries import catalogue

log = logging.getLogger(__name__)
# One commit for some where one writes at a time: a disk's sync costs more than sorting, and doors must not wait long.
_TOGETHER = 10
# A position found from words: it may be anywhere in the street or the ward.
_FROM_WORDS_M = 800.0
_COUNTED = ("score", "score_parts", "scored_at", "told", "rank", "urgency", "overdue_told_at")


def sort_new_rescues(actor: Actor, most: int = 200) -> int:
    """Sort the calls nobody sorted yet, oldest first, some in each transaction; returns how many."""
    only_clock(actor)
    codes = list(Rescue.objects.filter(sorted_at=None).order_by("id").values_list("code", flat=True)[:most])
    together = _TOGETHER if connection.vendor == "sqlite" else 1
    for start in range(0, len(codes), together):
        some = codes[start : start + together]
        try:
            with transaction.atomic():
                for code in some:
                    sort_rescue(code, actor)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("Calls for rescue are sorted one by one")
            _sort_apart(some, actor)
    return len(codes)


def _sort_apart(codes: list[str], actor: Actor) -> None:
    """One call that cannot be sorted must not keep the others from a team: it stays on the board as it is."""
    for code in codes:
        try:
            sort_rescue(code, actor)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("A call for rescue could not be sorted")
            Rescue.objects.filter(code=code).update(sorted_at=clock.now())


def sort_rescue(code: str, actor: Actor) -> Rescue:
    """Find the ward of a call, merge it into one that certainly speaks of the same people, else count its priority.

    What it may be merged into is looked for before anything is locked; then both are locked in the order of their keys,
    as everybody does who takes several, so that the clock and a coordinator never wait for each other.
    """
    only_clock(actor)
    with transaction.atomic():
        seen = Rescue.objects.get(code=code)
        if seen.sorted_at is not None:
            return seen
        locate(RescueDesk(item=seen, actor=actor, facts=RESCUE_FACTS))
        lead = _certain_lead(seen)
        desk, *leading = desks_of([code, lead] if lead else [code], actor)
        call = desk.item
        if call.sorted_at is not None:
            return call
        call.sorted_at = desk.at
        desk.touch()
        locate(desk)
        meet_searches(call)
        if leading and leading[0].item.is_board and call.phase != "closed":
            merge_on_desks(desk, leading[0])
            clear([leading[0], desk])
            return call
        if call.phase != "closed":
            desk.allow("sort")
            merged = list(Rescue.objects.filter(lead=call.code))
            score(call, merged, desk.at, water_near(call.exact_point, desk.at))
        desk.note("sorted")
        clear([desk])
    return call


def _certain_lead(call: Rescue) -> str:
    """The open call it certainly belongs to; one that was sorted before, so that of two new ones the later follows."""
    certain = candidates(call, least=number("merge_certain")) if call.phase != "closed" else []
    leads = (_open_lead(one.call) for one in certain if one.call.sorted_at)
    return next((lead for lead in leads if lead and lead != call.code), "")


def _open_lead(call: Rescue) -> str:
    """The open call that speaks for this one; empty when there is none any more."""
    if call.is_board:
        return call.code
    found = Rescue.objects.filter(code=call.lead).exclude(phase="closed").values_list("code", flat=True)
    return found.first() or "" if call.lead else ""


def locate(desk: RescueDesk) -> None:
    """Give a call that told words only the place its words name, and the ward that governs it."""
    call = desk.item
    if call.exact_point is not None or not (call.address or call.text):
        return
    day = catalogue().calendar.local_day(desk.at)
    hit = next((hit for words in _tries(call) for hit in search(words, limit=1, on=day)), None)
    if hit is None:
        return
    if hit.point is not None and hit.what == "place":
        call.lat, call.lon = hit.point
        call.morton, call.accuracy_m = morton(hit.point), _FROM_WORDS_M
    call.area = call.area or (hit.area if area(hit.area) else "")
    home = unit_of_area(call.area, day) if call.area else None
    if home and not call.home_unit:
        call.home_unit = home.code
        call.unit = call.unit or home.code
    desk.touch()


def _tries(call: Rescue) -> list[str]:
    """The whole address, then its parts from the last, which is most often the ward, to the first."""
    parts = [part.strip() for part in call.address.split(",") if part.strip()]
    return [one for one in dict.fromkeys([call.address, *reversed(parts)]) if one][:5]


def rescore_rescues(actor: Actor, most: int = 2000) -> int:
    """Count open calls anew whose priority is old; returns on how many the place on the board changed.

    No fact for each: that time passes is no decision. What changed its level is noted in one fact of the call.
    """
    only_clock(actor)
    old = clock.now() - span("score_minutes")
    due = Rescue.objects.filter(Q(scored_at=None) | Q(scored_at__lt=old), lead="").exclude(phase="closed")
    codes = list(due.order_by("scored_at").values_list("code", flat=True)[:most])
    changed = 0
    for start in range(0, len(codes), 200):
        changed += _rescore(codes[start : start + 200], actor)
    return changed


def _rescore(codes: list[str], actor: Actor) -> int:
    with transaction.atomic():
        desks = [desk for desk in desks_of(codes, actor) if desk.item.is_board]
        others: dict[str, list[Rescue]] = {}
        for one in Rescue.objects.filter(lead__in=codes):
            others.setdefault(one.lead, []).append(one)
        moved = 0
        for desk in desks:
            call, urgency = desk.item, desk.item.urgency
            moved += score(call, others.get(call.code, []), desk.at, water_near(call.exact_point, desk.at))
            if call.urgency != urgency:
                desk.note("priority", reason=call.urgency)
            if call.due_at and call.due_at < desk.at and call.overdue_told_at is None:
                call.overdue_told_at = desk.at
                desk.tell(desk.facts.noted(verb="overdue", unit=call.unit))
        # Not through the desk: the version stays, so that nobody who is writing is told that somebody else changed it.
        Rescue.objects.bulk_update([desk.item for desk in desks], _COUNTED)
        clear(desks)
    return moved
