"""Readings from the real broker: none lost while the city or the database is away, none twice, nonsense passed over."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from django.db import OperationalError

from hueioc.connectors.mqtt import listener as listening
from hueioc.connectors.mqtt.listener import Listener
from hueioc.connectors.mqtt.messages import Letter, readings_of
from hueioc.connectors.mqtt.tests.broker import PROGRAM, Broker
from hueioc.lib import clock
from hueioc.sensors.queries import newest_values, series_between
from hueioc.sensors.tests.people import RIVER

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(PROGRAM is None, reason="the program mosquitto is not installed"),
]


def _body(at: datetime, value: float) -> bytes:
    return msgspec.json.encode({"ts": at.isoformat(), "value": value})


def _kept() -> list[float]:
    now = clock.now()
    return [one.mean for one in series_between(RIVER, now - timedelta(days=1), now + timedelta(hours=1), span=0)]


def _take(listener: Listener, messages: int) -> None:
    """Let it work until it has taken so many messages."""
    until, taken = time.monotonic() + 20, 0
    while taken < messages:
        taken += listener.step(0.2)
        assert time.monotonic() < until, f"{taken} of {messages} messages came"


@pytest.mark.usefixtures("readings")
def test_what_comes_while_the_city_and_the_broker_are_away_is_kept_once(broker: Broker) -> None:
    start = clock.now() - timedelta(hours=3)
    first = Listener(broker.where)
    first.start()
    broker.send((RIVER, _body(start, 0.1)))
    _take(first, 1)
    first.close()
    many = [(RIVER, _body(start + timedelta(minutes=n), 0.1 + n / 1000)) for n in range(1, 120)]
    broker.send(*many, *many[:20])
    broker.stop()
    broker.start()
    again = Listener(broker.where)
    again.start()
    _take(again, 139)
    again.close()
    assert len(_kept()) == 120
    assert newest_values([RIVER])[RIVER].sender == "machine:mqtt"


@pytest.mark.usefixtures("readings")
def test_nothing_is_acknowledged_before_it_is_kept(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(sendings: object) -> None:
        raise OperationalError("the database is away")

    first = Listener(broker.where)
    first.start()
    broker.send((RIVER, _body(clock.now(), 0.7)))
    with monkeypatch.context() as patch:
        patch.setattr(listening, "take_readings", away)
        with pytest.raises(OperationalError):
            _take(first, 1)
    first.close()
    assert _kept() == []
    again = Listener(broker.where)
    again.start()
    _take(again, 1)
    again.close()
    assert _kept() == [0.7]


@pytest.mark.usefixtures("readings")
def test_nonsense_is_passed_over_and_the_others_are_kept(broker: Broker) -> None:
    listener = Listener(broker.where)
    listener.start()
    broker.send((RIVER, b"1"))
    _take(listener, 1)
    good = _body(clock.now(), 0.4)
    bad = (b"", b"\xff\x00", b"{}", b'{"ts": "now", "value": 1}', b"[" * 9000, b'{"ts": 1e400, "value": "x"}')
    broker.send(*((RIVER, one) for one in bad), ("nobody.level", good), (RIVER, good))
    _take(listener, len(bad) + 2)
    listener.close()
    assert _kept() == [0.4]


def test_a_message_holds_one_reading_or_a_list() -> None:
    sample = (Path(__file__).parents[1] / "samples" / "reading.json").read_bytes()
    (one,) = readings_of(Letter(1, 1, f"readings/{RIVER}", sample), "readings")
    assert (one.series, one.value) == (RIVER, 1.52)
    assert len(readings_of(Letter(1, 1, "a/b/x.level", b"[" + sample + b"," + sample + b"]"), "a/b")) == 2
