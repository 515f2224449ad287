"""Alarms: the open ones for everybody, their page with what one may do, what units owe, what notices say."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.people.queries import display_names
from hueioc.people.rules import Actor
from hueioc.sensors.models import Alarm, Remark
from hueioc.sensors.queries.registry import all_series, stations
from hueioc.sensors.rules.levels import numeral, phrase
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import (
    Chip,
    OwedLine,
    Part,
    catalogue,
    deadline_chip,
    owed_by,
    page_of,
    parts_of,
    state_chips,
)
from hueioc.workflow.rules.roles import possible_verbs, stand

_BY_RULE = frozenset({"raise", "rise", "change", "clear"})


@dataclass(frozen=True)
class AlarmView:
    """One alarm with what was written about it (staff only) and what this actor may do."""

    alarm: Alarm
    remarks: list[Remark]
    names: dict[str, str]
    parts: list[Part]
    verbs: list[Transition]

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)


def may_see_alarm(alarm: Alarm, actor: Actor) -> bool:
    """Levels of rivers concern everybody; that a station is silent concerns those who look after it."""
    return alarm.is_public or actor.is_staff or actor.is_machine


def alarm_view(code: str, actor: Actor) -> AlarmView:
    """The alarm for this actor. Raises NotFound when there is none they may see."""
    alarm = Alarm.objects.filter(code=code.replace("\x00", "")).first()
    if alarm is None or not may_see_alarm(alarm, actor):
        raise NotFound(gettext_lazy("There is no such alarm, or it is not for you."))
    parts = parts_of(alarm.ref)
    place = stand(actor, is_reporter=False, parts=parts)
    process = catalogue().process_of(alarm.service)
    verbs = possible_verbs(process, phase=alarm.phase, wait_reason=alarm.wait_reason, place=place)
    remarks = list(Remark.objects.filter(alarm=alarm).order_by("id")) if actor.is_staff else []
    return AlarmView(
        alarm=alarm,
        remarks=remarks,
        names=display_names({one.author for one in remarks}),
        parts=parts,
        verbs=[verb for verb in verbs if verb.verb not in _BY_RULE],
    )


def alarms_for(actor: Actor, *, only_open: bool = True, limit: int = 100) -> list[Alarm]:
    """Alarms this actor may see, the highest and newest first."""
    found = Alarm.objects.all() if actor.is_staff else Alarm.objects.filter(is_public=True)
    if only_open:
        return list(found.exclude(phase="closed").order_by("-level", "-opened_at")[:limit])
    return list(found.order_by("-opened_at")[:limit])


def alarms_of(station: str, actor: Actor, limit: int = 10) -> list[Alarm]:
    """Alarms of one station, the newest first."""
    found = Alarm.objects.filter(station=station)
    found = found if actor.is_staff else found.filter(is_public=True)
    return list(found.order_by("-opened_at")[:limit])


def station_name(code: str) -> str:
    """What a station is called; its code when no pack knows it any more."""
    found = stations().get(code)
    return found[0].station.name if found else code


def title_of(alarm: Alarm) -> str:
    """An alarm in words."""
    name = station_name(alarm.station)
    if alarm.kind == "stale":
        return _("%(station)s sends nothing") % {"station": name}
    return _("%(station)s: alarm level %(level)s") % {"station": name, "level": numeral(alarm.level)}


def words_of(alarm: Alarm) -> str:
    """The official phrase at the level the alarm changed last; empty where there is none."""
    series = all_series().get(alarm.series)
    if series is None or alarm.value is None or alarm.kind == "stale":
        return ""
    limits = series.levels((alarm.measured_at or alarm.opened_at).date())
    return phrase(alarm.value, limits, get_language() or "vi") if limits else ""


def level_chip(level: int, words: str = "") -> Chip:
    """The chip of a level, with its words; never colour alone."""
    if not level:
        return Chip("fl-0", "ripple", words or _("below level I"))
    return Chip(
        f"fl-{min(level, 4)}", "alert-triangle", words or _("alarm level %(level)s") % {"level": numeral(min(level, 3))}
    )


def level_alarms(least: int, limit: int = 200) -> list[Alarm]:
    """Alarms of rivers that stand at this level or above, for rules with a clock; the highest first."""
    found = Alarm.objects.filter(kind="level", level__gte=least).exclude(phase="closed")
    return list(found.order_by("-level", "opened_at")[:limit])


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """Alarms that the actor's units have to take note of, as lines of the inbox."""
    codes = [part.subject.partition(":")[2] for part in owed_by(actor.units, Alarm.REF_KIND)]
    now = clock.now()
    return [
        OwedLine(
            ref=one.ref,
            page=page_of(one.ref),
            title=title_of(one),
            chips=[*([level_chip(one.level)] if one.kind == "level" else []), *state_chips(one)],
            deadline=deadline_chip(one, now),
            due_at=one.due_at,
            group=_("Alarms"),
            board="/alarms/",
        )
        for one in Alarm.objects.filter(code__in=codes).exclude(phase="closed").order_by("due_at", "id")[:most]
    ]


def alarms_overdue(at: datetime, limit: int = 200) -> list[str]:
    """Numbers of alarms nobody took note of in time that nobody was told of yet."""
    found = Alarm.objects.filter(phase="assigned", due_at__lte=at, overdue_told_at=None)
    return list(found.order_by("due_at").values_list("code", flat=True)[:limit])


def notice_words() -> dict[str, str]:
    """Sentences by topic, in the active language."""
    return {
        "offered": _("Alarm %(number)s waits for somebody of your unit to take note."),
        "overdue": _("Nobody has taken note of alarm %(number)s yet."),
        "closed": _("Alarm %(number)s is over."),
    }
