"""The demo's stations: a simulator that says so sends invented readings as a machine does, past and present."""

from datetime import datetime, timedelta
from threading import Event

from django.conf import settings
from django.db import close_old_connections

from hueioc.lib import clock
from hueioc.people.rules import machine
from hueioc.sensors.commands import Sending, take_readings
from hueioc.sensors.queries import Series, all_series, newest_values
from hueioc.sensors.rules.intake import Arrived
from hueioc.sensors.rules.invented import invented

_SENDER = machine("simulator")
_PAST, _STEP = timedelta(hours=50), timedelta(minutes=10)
_HOUR, _PAUSE_S = timedelta(hours=1), 60.0


def measure(stop: Event) -> None:
    """Two days of the past where there are none, then every station each minute, until told to stop; in a demo only."""
    if not settings.DEMO or settings.EXERCISE or not all_series():
        return
    now = clock.now()
    if not newest_values():
        at = (now - _PAST).replace(minute=0, second=0, microsecond=0)
        while at < now and not stop.is_set():
            _send([at + n * _STEP for n in range(6) if at + n * _STEP <= now], min(at + _HOUR, now))
            at += _HOUR
    while not stop.is_set() and float(settings.DEMO_PACE):
        # The same ten minutes are sent again and again: a known reading changes nothing.
        at = clock.now().replace(second=0, microsecond=0)
        _send([at - timedelta(minutes=at.minute % 10)], clock.now())
        close_old_connections()
        stop.wait(_PAUSE_S)


def _send(instants: list[datetime], now: datetime) -> None:
    """One arrival, as at an hour of the past."""
    readings = [_reading(series, at) for at in instants for series in all_series().values()]
    with clock.at(now):
        take_readings([Sending(list(enumerate(readings)), _SENDER)])


def _reading(series: Series, at: datetime) -> Arrived:
    quantity = series.quantity
    return Arrived(series.code, at, invented(series.code, quantity.code, int(at.timestamp()), quantity.decimals))
