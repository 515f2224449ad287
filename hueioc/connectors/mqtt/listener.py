"""Listens to a broker: gathers messages, keeps their readings by one commit, and acknowledges them after it."""

import logging
import queue
import threading
import time
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections
from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from hueioc.connectors.mqtt.messages import Letter, readings_of
from hueioc.people.rules import machine
from hueioc.sensors.commands import Sending, take_readings

QOS = 1
MOST_TOGETHER = 1000
# How long more messages are waited for once the first has come: they share one sync of the disk.
GATHER_S, IDLE_S = 0.02, 0.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 30.0
KEEP_ALIVE_S, ANSWER_S = 30, 10
SENDER = machine("mqtt")
_log = logging.getLogger(__name__)


class Listener:
    """One session at a broker. Its network runs on a thread of the library, which touches no database."""

    def __init__(self, where: dict[str, Any]) -> None:
        self._where = where
        self._letters: queue.SimpleQueue[Letter] = queue.SimpleQueue()
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=where["client"],
            # The broker keeps the session, and with it what was not acknowledged.
            clean_session=False,
            manual_ack=True,
        )
        self._client.on_connect = self._connected
        self._client.on_message = self._arrived
        self._client.on_subscribe = self._subscribed
        self._is_subscribed = threading.Event()
        self._client.reconnect_delay_set(1, int(LONGEST_PAUSE_S))
        if where["user"]:
            self._client.username_pw_set(where["user"], where["password"])
        if where["tls"]:
            self._client.tls_set()

    def start(self) -> None:
        """Connect and subscribe; afterwards the library connects again by itself.

        Raises OSError when nobody answers now, or when the broker lets the city not in.
        """
        self._client.connect(self._where["host"], self._where["port"], KEEP_ALIVE_S)
        self._client.loop_start()
        if not self._is_subscribed.wait(ANSWER_S):
            raise TimeoutError

    def close(self) -> None:
        """End the connection; the session stays at the broker."""
        self._client.disconnect()
        self._client.loop_stop()

    def step(self, patience_s: float = IDLE_S) -> int:
        """Keep what has come and acknowledge it; returns how many messages. Raises what the database raises.

        What was not acknowledged comes again after the next connection, so it may be forgotten here.
        """
        letters = self._gathered(patience_s)
        if not letters:
            return 0
        readings = [one for letter in letters for one in readings_of(letter, self._where["topic"])]
        (answer,) = take_readings([Sending(list(enumerate(readings)), SENDER)])
        lost = len(answer.refused) + sum(not readings_of(one, self._where["topic"]) for one in letters)
        if lost:
            _log.warning("%d readings from the broker could not be kept", lost)
        for letter in letters:
            self._client.ack(letter.number, letter.qos)
        return len(letters)

    def _gathered(self, patience_s: float) -> list[Letter]:
        try:
            letters = [self._letters.get(timeout=patience_s)]
        except queue.Empty:
            return []
        until = time.monotonic() + GATHER_S
        while len(letters) < MOST_TOGETHER:
            try:
                letters.append(self._letters.get(timeout=max(0.0, until - time.monotonic())))
            except queue.Empty:
                break
        return letters

    def _connected(self, client: mqtt.Client, data: Any, flags: Any, reason: Any, properties: Any) -> None:
        if reason.is_failure:
            _log.warning("the broker refuses the city: %s", reason)
        else:
            client.subscribe(f"{self._where['topic']}/+", QOS)

    def _subscribed(self, client: mqtt.Client, data: Any, number: int, reasons: Any, properties: Any) -> None:
        self._is_subscribed.set()

    def _arrived(self, client: mqtt.Client, data: Any, message: mqtt.MQTTMessage) -> None:
        self._letters.put(Letter(message.mid, message.qos, message.topic, bytes(message.payload)))


def listen_forever(where: dict[str, Any], stop: threading.Event) -> None:
    """Listen until `stop` is set. A broker or database that is away is tried again, at last every half minute."""
    pause, trouble = FIRST_PAUSE_S, ""
    while not stop.is_set():
        listener = Listener(where)
        try:
            listener.start()
            pause, trouble = _go_on(listener, stop, pause, trouble)
        except (OSError, ValueError, OperationalError, InterfaceError) as reason:
            # Only its kind: an address with its password may stand in the text.
            if type(reason).__name__ != trouble:
                _log.warning("readings from the broker wait and are tried again: %s", type(reason).__name__)
            trouble = type(reason).__name__
        finally:
            listener.close()
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE_S)


def _go_on(listener: Listener, stop: threading.Event, pause: float, trouble: str) -> tuple[float, str]:
    while not stop.is_set():
        close_old_connections()
        if listener.step():
            pause, trouble = FIRST_PAUSE_S, ""
    return pause, trouble
