"""Hands messages to Zalo over an address of the settings, or simulates it where there is none."""

import json
from base64 import b64encode
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import unquote, urlsplit

from django.conf import settings

from hueioc.connectors.simulating import simulate
from hueioc.notices.rules import Letter, Outcome

TIMEOUT_S = 10.0
# Answers that will not change when the same message is sent again: the number or the text is at fault.
_FOR_GOOD = frozenset({400, 404, 410, 413, 422})


def carry(letters: Sequence[Letter]) -> list[Outcome]:
    """What became of each letter."""
    if not settings.ZALO_URL:
        return simulate("zalo", letters)
    parts = urlsplit(settings.ZALO_URL)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    headers = {"Content-Type": "application/json"}
    if parts.username:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return [_post(connection, path, headers, letter) for letter in letters]
    finally:
        connection.close()


def _post(connection: HTTPConnection, path: str, headers: dict[str, str], letter: Letter) -> Outcome:
    data = {"title": letter.title, "text": letter.text[:400], "link": letter.link}
    body = json.dumps({"phone": letter.to, "template_data": data, "tracking_id": letter.key})
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
    except (HTTPException, OSError):
        connection.close()
        return Outcome("again", "carrier_away")
    if answer.status in _FOR_GOOD:
        return Outcome("failed", "refused")
    return Outcome("sent", via="zalo") if 200 <= answer.status < 300 else Outcome("again", "carrier_away")
