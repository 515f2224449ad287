"""Alarms have a clock: levels that a crash left untold, stations that fall silent, alarms nobody notes."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.lib import clock
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.sensors.commands import follow_levels, mark_alarm_told, set_alarm
from hueioc.sensors.queries import alarms_overdue, levels_untold, silences, stations

_ACTOR = rule("alarms")
_SILENT = "silent"


def _untold(at: datetime) -> Sequence[Step]:
    return [Step("levels")] if levels_untold() else []


def _silences(at: datetime) -> Sequence[Step]:
    found = silences(at)
    return [Step(one.series.station.code, _SILENT if one.is_silent else "speaks") for one in found]


def _tell_silence(step: Step) -> object:
    """The station is asked again: it may have spoken since the plan."""
    now = clock.now()
    found = next((one for one in silences(now) if one.series.station.code == step.subject), None)
    if found is None:
        return None
    series = stations()[step.subject][0]
    return set_alarm(series, "stale", int(found.is_silent), _ACTOR, value=None, measured_at=found.last_at)


def _overdue(at: datetime) -> Sequence[Step]:
    return [Step(code) for code in alarms_overdue(at)]


PLAYBOOKS = [
    Playbook(
        "sensors-levels",
        "Bring alarms to the level of the water where that was not done on arrival.",
        _untold,
        lambda step: follow_levels(),
    ),
    Playbook(
        "sensors-silence",
        "Raise an alarm when a station is silent, and clear it when it speaks.",
        _silences,
        _tell_silence,
    ),
    Playbook(
        "sensors-overdue",
        "Tell the unit and the centre when nobody took note of an alarm in time.",
        _overdue,
        lambda step: mark_alarm_told(step.subject, _ACTOR),
    ),
]
