"""A team takes calls, one trip for several, and says where it stands until everybody is safe."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hueioc.journal.commands import Entry, record
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.rules import Actor
from hueioc.rescues.commands.found import RescueDesk, desks_of, rescue_on_desk
from hueioc.rescues.events import RescueClosed, RescueNoted, TeamChanged
from hueioc.rescues.models import Rescue, Shelter, Team
from hueioc.workflow.commands import clear, finish_part, owe_part, withdraw_parts

MOST_OF_A_TRIP = 20
OUTCOMES = ("safe", "not_found", "handed_on")


def assign_rescues(codes: Sequence[str], actor: Actor, *, team: str) -> list[Rescue]:
    """Give calls to a team, after those it has already; the unit of the team owes them from now on.

    Raises Conflict for a team that is out of service, NotFound for one that is none.
    """
    if not 0 < len(codes) <= MOST_OF_A_TRIP:
        raise Invalid(_("Choose one to twenty calls."), fields={"codes": _("Choose from the list.")})
    with transaction.atomic():
        # Calls before the team, as whoever ends a call does: two that lock in one order never wait for each other.
        desks = desks_of(codes, actor)
        crew = Team.objects.select_for_update().filter(code=team.replace("\x00", ""), is_active=True).first()
        if crew is None:
            raise NotFound(_("There is no such team."), fields={"team": _("Choose a team from the list.")})
        for desk in desks:
            desk.allow("assign")
        if crew.state == "out":
            raise Conflict(_("This team is out of service. Choose another."))
        last = Rescue.objects.filter(team=crew).exclude(phase="closed").aggregate(last=Max("stop"))["last"] or 0
        for number, desk in enumerate(desks, last + 1):
            _assign(desk, crew, number)
        clear(desks)
    return [desk.item for desk in desks]


def _assign(desk: RescueDesk, crew: Team, stop: int) -> None:
    call = desk.item
    transition = desk.allow("assign")
    if call.team_id == crew.pk:
        raise Conflict(_("This team has the call already."))
    before = call.phase
    if desk.live_parts():
        withdraw_parts(desk, reason="other_team")
    owe_part(desk, crew.unit, due_at=call.due_at)
    call.team, call.stop, call.progress = crew, stop, ""
    call.first_assigned_at = call.first_assigned_at or desk.at
    call.phase = transition.to or call.phase
    desk.touch()
    desk.moved("assign", before)


def unassign_rescue(code: str, actor: Actor, *, version: int | None = None) -> Rescue:
    """Take the call back; it waits for a team again."""
    with rescue_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("unassign")
        call, before = desk.item, desk.item.phase
        withdraw_parts(desk, reason="taken_back")
        call.team, call.progress, call.stop, call.unit = None, "", 0, call.home_unit
        call.phase = transition.to or call.phase
        desk.touch()
        desk.moved("unassign", before)
    return desk.item


def _own(desk: RescueDesk) -> None:
    """A team's phone acts on the team's own calls only, whatever its unit has besides."""
    actor, call = desk.actor, desk.item
    if actor.kind == "team" and (call.team is None or call.team.ref != actor.ref):
        raise NotAllowed(_("This call is with another team now."))


def start_rescue(code: str, actor: Actor) -> Rescue:
    """The team is on its way."""
    return _go(code, actor, verb="start", progress="on_the_way", state="on_the_way")


def reach_rescue(code: str, actor: Actor) -> Rescue:
    """The team is with the people."""
    return _go(code, actor, verb="reach", progress="reached", state="there")


def _go(code: str, actor: Actor, *, verb: str, progress: str, state: str) -> Rescue:
    with rescue_on_desk(code, actor) as desk:
        _own(desk)
        call, before = desk.item, desk.item.phase
        # Pressed twice on a bad line: the second press changes nothing and is no fault.
        if call.progress == progress and call.phase == "in_work":
            return call
        transition = desk.allow(verb)
        call.progress, call.phase = progress, transition.to or call.phase
        if progress == "reached":
            call.reached_at = desk.at
        _team_is(call, state, desk.at)
        desk.touch()
        desk.moved(verb, before)
        # The family is told by the notices, by link and SMS.
        desk.note("told", reason=progress)
        tell_merged(desk, progress)
    return desk.item


def tell_merged(desk: RescueDesk, what: str) -> None:
    """Families whose calls were merged into this one are told by their own link and number too."""
    for one in Rescue.objects.filter(lead=desk.item.code):
        desk.entries.append(
            Entry(
                event=RescueNoted(verb="told", reason=what),
                subject=one.ref,
                actor=desk.actor.ref,
                happened_at=desk.at,
                area=one.area,
                visibility="internal",
            )
        )


def _team_is(call: Rescue, state: str, at: datetime) -> None:
    """The team's own state follows what it does."""
    if call.team_id is not None:
        Team.objects.filter(pk=call.team_id).update(state=state, updated_at=at)


def finish_rescue(
    code: str, actor: Actor, *, outcome: str, note: str = "", shelter: str = "", version: int | None = None
) -> Rescue:
    """End the call: everybody is safe (and where), nobody was found, or another force has it. Merged ones follow."""
    with rescue_on_desk(code, actor, version=version) as desk:
        _own(desk)
        transition, call = desk.allow("finish"), desk.item
        if outcome not in transition.outcomes:
            raise Invalid(_("Choose how it ended."), fields={"outcome": _("Choose from the list.")})
        if has_broken_characters(note) or len(note) > 1000:
            raise Invalid(_("This text cannot be stored."), fields={"note": _("At most 1,000 characters.")})
        if outcome != "safe" and not note.strip():
            raise Invalid(_("Say what was found there, or who has it now."), fields={"note": _("Write a sentence.")})
        call.end_note = tidy(note)
        _bring(desk, shelter if outcome == "safe" else "")
        end(desk, "finish", outcome)
    return desk.item


def _bring(desk: RescueDesk, shelter: str) -> None:
    """The people are in a shelter now: its places are fewer by as many."""
    if not shelter:
        return
    found = Shelter.objects.select_for_update().filter(code=shelter.replace("\x00", ""), is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such shelter."), fields={"shelter": _("Choose from the list.")})
    found.taken += max(1, desk.item.people)
    found.updated_at = desk.at
    desk.change(found)
    desk.item.shelter = found


def end(desk: RescueDesk, verb: str, outcome: str) -> None:
    """Close the call on the desk and tell it; the team is free again when this was its last one."""
    call, before = desk.item, desk.item.phase
    lead = desk.lead()
    if lead is not None and outcome != "withdrawn":
        finish_part(desk, lead.unit)
    elif desk.live_parts():
        withdraw_parts(desk, reason=outcome)
    crew = call.team
    call.phase, call.outcome, call.closed_at, call.progress = "closed", outcome, desk.at, ""
    call.resolved_at = desk.at
    desk.touch()
    desk.tell(
        RescueClosed(
            verb=verb,
            from_phase=before,
            outcome=outcome,
            unit=call.unit,
            service=call.service,
            is_on_time=call.due_at is None or desk.at <= call.due_at,
            resolved_at=desk.at,
            due_at=call.due_at,
            first_due_at=call.first_due_at,
        )
    )
    tell_merged(desk, outcome)
    if crew is not None and not Rescue.objects.filter(team=crew).exclude(phase="closed").exclude(pk=call.pk).exists():
        _team_is(call, "back", desk.at)


def report_position(team: Actor, *, lat: float, lon: float) -> None:
    """The team's phone tells where it is. A position is a sample and no fact; that it came the first time today is."""
    if team.kind != "team":
        raise NotAllowed(_("Only a team tells its position."))
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise Invalid(_("This is no place on the earth."))
    with transaction.atomic():
        crew = crew_of(team)
        is_first = crew.seen_at is None
        crew.lat, crew.lon, crew.seen_at = lat, lon, clock.now()
        crew.save(update_fields=["lat", "lon", "seen_at"])
        if is_first:
            tell_team(crew, team, "seen")


def crew_of(actor: Actor) -> Team:
    """The team behind a phone, locked. Raises NotFound."""
    crew = Team.objects.select_for_update().filter(code=actor.ref.partition(":")[2], is_active=True).first()
    if crew is None:
        raise NotFound(_("There is no such team."))
    return crew


def tell_team(crew: Team, actor: Actor, what: str) -> None:
    """Record that something of a team changed."""
    event = TeamChanged(what=what, state=crew.state, unit=crew.unit, count=crew.crew)
    record(event, subject=crew.ref, actor=actor.ref, visibility="internal")


def set_team_state(team: Actor, *, state: str) -> None:
    """The team says that it is free, on its way back, or out of service."""
    if team.kind != "team":
        raise NotAllowed(_("Only a team tells its state."))
    if state not in {"free", "back", "out"}:
        raise Invalid(_("There is no such state."), fields={"state": _("Choose from the list.")})
    with transaction.atomic():
        crew = crew_of(team)
        if state == "out" and Rescue.objects.filter(team=crew).exclude(phase="closed").exists():
            raise Conflict(_("The team still has calls. Ask the centre to take them back first."))
        crew.state, crew.updated_at = state, clock.now()
        crew.save(update_fields=["state", "updated_at"])
        tell_team(crew, team, "state")
