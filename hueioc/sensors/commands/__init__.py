"""Writes of sensors: readings in, alarms up and down, files."""

from hueioc.sensors.commands.alarms import acknowledge_alarm, dismiss_alarm, mark_alarm_told, set_alarm
from hueioc.sensors.commands.filing import file_day
from hueioc.sensors.commands.intake import Answer, Sending, follow_levels, intake, take_readings

__all__ = [
    "Answer",
    "Sending",
    "acknowledge_alarm",
    "dismiss_alarm",
    "file_day",
    "follow_levels",
    "intake",
    "mark_alarm_told",
    "set_alarm",
    "take_readings",
]
