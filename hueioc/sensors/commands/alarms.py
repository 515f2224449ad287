"""Alarms: raised, changed and cleared by a rule as the water goes, acknowledged or dismissed by people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.geo import morton
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.sensors.events import AlarmChanged, AlarmCleared, AlarmHanded, AlarmNoted, AlarmRaised
from hueioc.sensors.models import Alarm, Remark
from hueioc.sensors.queries.registry import Series, keeper_of
from hueioc.workflow.commands import Desk, Facts, clear, known_reason, owe_part, start_clock, written
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import catalogue, extensions_of, parts_of, pauses_of

ALARM_FACTS = Facts(opened=AlarmRaised, handed=AlarmHanded, moved=AlarmChanged, noted=AlarmNoted, closed=AlarmCleared)
LEVEL, STALE = "level", "stale"


class AlarmDesk(Desk[Alarm]):
    """One alarm while a verb is given."""

    def tell_changed(self, transition: Transition, before: str, *, reason: str = "") -> None:
        """The state or the level changed; what the water stood at stands beside it."""
        alarm = self.item
        alarm.phase = transition.to or alarm.phase
        self.touch()
        self.tell(
            AlarmChanged(
                verb=transition.verb,
                phase=alarm.phase,
                from_phase=before,
                service=alarm.service,
                unit=alarm.unit,
                urgency=alarm.urgency,
                reason=reason,
                due_at=alarm.due_at,
                first_due_at=alarm.first_due_at,
                level=alarm.level,
                value=alarm.value,
                measured_at=alarm.measured_at,
            )
        )


@contextmanager
def _on_desk(found: Alarm | None, actor: Actor, version: int | None = None) -> Iterator[AlarmDesk]:
    if found is None:
        raise NotFound(_("There is no such alarm, or it is not for you."))
    if version is not None and version != found.version:
        raise Conflict(_("Somebody changed this alarm meanwhile. Look at it again."))
    desk = AlarmDesk(item=found, actor=actor, facts=ALARM_FACTS)
    desk.parts, desk.pauses, desk.extensions = (
        parts_of(found.ref),
        pauses_of(found.ref),
        extensions_of(found.ref),
    )
    yield desk
    clear([desk])


def set_alarm(
    series: Series, kind: str, level: int, actor: Actor, *, value: float | None, measured_at: datetime | None
) -> Alarm | None:
    """Bring the alarm of a station and kind to a level (0: none); returns it, None when there is nothing to say.

    `stale` knows only whether there is one: `level` 1 raises it. Repeats change nothing.
    """
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
    with transaction.atomic():
        alarms = Alarm.objects.select_for_update().filter(station=series.station.code, kind=kind)
        alarm = alarms.exclude(phase="closed").first()
        if alarm is None:
            return _raise(series, kind, level, actor, value, measured_at) if level else None
        stands = level if kind == LEVEL else 0
        if level and stands == alarm.level:
            return alarm
        with _on_desk(alarm, actor) as desk:
            alarm.value, alarm.measured_at = value, measured_at
            if not level:
                desk.allow("clear")
                _end(desk, "clear", "cleared")
                return alarm
            _change(desk, stands)
        return alarm


def _change(desk: AlarmDesk, level: int) -> None:
    alarm, before, phase = desk.item, desk.item.level, desk.item.phase
    transition = desk.allow("rise" if level > before else "change")
    alarm.level, alarm.highest = level, max(alarm.highest, level)
    if alarm.value is not None:
        alarm.peak = max(alarm.value, alarm.peak if alarm.peak is not None else alarm.value)
    if level > before and phase != "assigned":
        # Somebody knew of the lower level; of this one nobody does.
        alarm.clock_started_at, alarm.noted_at, alarm.overdue_told_at = desk.at, None, None
        start_clock(desk)
    desk.tell_changed(transition, phase)


def _raise(
    series: Series, kind: str, level: int, actor: Actor, value: float | None, measured_at: datetime | None
) -> Alarm | None:
    at = clock.now()
    alarm = _new(series, kind, level, at, value, measured_at)
    desk = AlarmDesk(item=alarm, actor=actor, facts=ALARM_FACTS, is_new=True, at=at)
    start_clock(desk)
    desk.tell(
        AlarmRaised(
            service=alarm.service,
            phase=alarm.phase,
            unit=alarm.unit,
            channel=alarm.channel,
            urgency=alarm.urgency,
            due_at=alarm.due_at,
            station=alarm.station,
            series=alarm.series,
            alarm=kind,
            level=alarm.level,
            value=value,
            measured_at=measured_at,
        )
    )
    if alarm.is_public:
        desk.tell(AlarmNoted(verb="published"))
    if alarm.unit:
        owe_part(desk, alarm.unit, due_at=alarm.due_at)
    try:
        with transaction.atomic():
            clear([desk])
    except IntegrityError:
        # Another node was quicker.
        return Alarm.objects.filter(station=alarm.station, kind=kind).exclude(phase="closed").first()
    return alarm


def _new(
    series: Series, kind: str, level: int, at: datetime, value: float | None, measured_at: datetime | None
) -> Alarm:
    stands, point, day = (level if kind == LEVEL else 0), series.point, clock.day_of(at)
    return Alarm(
        code=dated_code(day.year),
        service=f"alarm_{kind}",
        channel="rule",
        phase="assigned",
        urgency=catalogue().category(f"alarm_{kind}").urgency,
        unit=keeper_of(series, day),
        area=series.station.area,
        is_public=kind == LEVEL,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        morton=morton(point) if point else None,
        station=series.station.code,
        series=series.code,
        kind=kind,
        level=stands,
        highest=stands,
        value=value,
        peak=value if kind == LEVEL else None,
        measured_at=measured_at,
        opened_at=at,
        updated_at=at,
    )


def acknowledge_alarm(code: str, actor: Actor, *, text: str, version: int | None = None) -> Alarm:
    """Take note of an alarm, with what was done; its clock stops."""
    with transaction.atomic(), _on_desk(_found(code), actor, version) as desk:
        transition, alarm, before = desk.allow("acknowledge"), desk.item, desk.item.phase
        _say(desk, "acknowledge", written(text))
        alarm.noted_at = alarm.noted_at or desk.at
        alarm.resolved_at = alarm.resolved_at or desk.at
        alarm.due_at = None
        for part in desk.live_parts():
            part.due_at = None
            desk.change(part)
        desk.tell_changed(transition, before)
    return desk.item


def dismiss_alarm(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Alarm:
    """End an alarm that is none, with a coded reason; the same level of the same water raises no other."""
    with transaction.atomic(), _on_desk(_found(code), actor, version) as desk:
        transition = desk.allow("dismiss")
        known = known_reason(desk, transition, reason, note)
        _say(desk, "dismiss", written(note) if note.strip() else "", known.code)
        _end(desk, "dismiss", "false_alarm", known.code)
    return desk.item


def mark_alarm_told(code: str, actor: Actor) -> Alarm:
    """Tell once that nobody took note of an alarm in time; notices follow the fact."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
    with transaction.atomic(), _on_desk(_found(code), actor) as desk:
        desk.item.overdue_told_at = desk.at
        desk.touch()
        desk.tell(AlarmNoted(verb="overdue", unit=desk.item.unit))
    return desk.item


def _found(code: str) -> Alarm | None:
    return Alarm.objects.select_for_update().filter(code=code.replace("\x00", "")).first()


def _say(desk: AlarmDesk, verb: str, text: str, reason: str = "") -> None:
    alarm = desk.item
    desk.add(
        Remark(alarm=alarm, verb=verb, author=desk.actor.ref, reason=reason, text=text, level=alarm.level, at=desk.at)
    )


def _end(desk: AlarmDesk, verb: str, outcome: str, reason: str = "") -> None:
    alarm, before = desk.item, desk.item.phase
    for part in desk.live_parts():
        part.state, part.done_at = "done", desk.at
        desk.change(part)
    alarm.phase, alarm.outcome, alarm.closed_at = "closed", outcome, desk.at
    alarm.resolved_at = alarm.resolved_at or desk.at
    desk.touch()
    desk.tell(
        AlarmCleared(
            verb=verb,
            from_phase=before,
            outcome=outcome,
            unit=alarm.unit,
            reason=reason,
            service=alarm.service,
            is_on_time=alarm.first_due_at is None or alarm.resolved_at <= alarm.first_due_at,
            resolved_at=alarm.resolved_at,
            due_at=alarm.due_at,
            first_due_at=alarm.first_due_at,
            highest=alarm.highest,
            peak=alarm.peak,
        )
    )
