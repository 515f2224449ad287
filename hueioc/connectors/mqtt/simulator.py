"""A simulator of stations: sends invented readings through the public doors of a city, by HTTP or over a broker."""

import http.client
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from paho.mqtt import publish

from hueioc.sensors.queries import all_series
from hueioc.sensors.rules.intake import MOST_READINGS
from hueioc.sensors.rules.invented import FACE, invented

__all__ = ["FACE", "readings_at", "send"]
_BATCH = min(1000, MOST_READINGS)


def readings_at(at: datetime) -> list[dict[str, Any]]:
    """An invented reading of every series of the city at an instant."""
    ts = int(at.timestamp())
    return [
        {
            "series": code,
            "ts": at.isoformat(),
            "value": invented(code, one.quantity.code, ts, one.quantity.decimals),
        }
        for code, one in all_series().items()
    ]


def send(readings: list[dict[str, Any]], to: str, key: str) -> str:
    """Send readings to `http(s)://host` (with a bearer key) or `mqtt://host`; what the city said. Raises OSError."""
    parts = urlsplit(to)
    if parts.scheme == "mqtt":
        messages: list[Any] = [
            (f"readings/{one['series']}", json.dumps({"ts": one["ts"], "value": one["value"]}), 1, False)
            for one in readings
        ]
        publish.multiple(messages, hostname=parts.hostname or "", port=parts.port or 1883)
        return f"{len(messages)} messages"
    return "; ".join(_post(readings[n : n + _BATCH], to, key) for n in range(0, len(readings), _BATCH))


def _post(batch: list[dict[str, Any]], to: str, key: str) -> str:
    parts = urlsplit(to)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=30)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    try:
        connection.request("POST", "/api/v1/readings", json.dumps(batch), headers)
        answer = connection.getresponse()
        return f"{answer.status} {answer.read(200).decode(errors='replace')}"
    finally:
        connection.close()
