"""Hands short messages to the city's gateway, or lays them into the home when there is none."""

import json
from base64 import b64encode
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from hueioc.lib.codes import random_code

# A gateway that says nothing this long is treated as gone; the message is tried again under the same id.
TIMEOUT_S = 10.0
# Answers that will not change when the same message is sent again: the number or the text is at fault.
_FOR_GOOD = frozenset({400, 410, 413, 422})


class NotTaken(Exception):
    """The gateway did not take the message; trying again may help. Says the status, never the number or the text."""


class Unwanted(NotTaken):
    """The gateway refuses this message for good."""


def send_text(to: str, text: str, key: str) -> None:
    """Send a short message once; `key` lets the gateway know a repeated one. Raises NotTaken, or OSError."""
    if settings.SMS_URL:
        _post(settings.SMS_URL, {"to": to, "text": text, "id": key}, key)
    else:
        outbox = FileSystemStorage(location=settings.HOME / "sms", file_permissions_mode=0o600)
        outbox.save(f"{random_code(12)}.txt", ContentFile(f"{to}\n{text}\n".encode()))


def _post(address: str, body: dict[str, str], key: str) -> None:
    """POST the message. Redirects are not followed: nobody else is to learn numbers and codes."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if parts.username:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    try:
        connection.request("POST", path, json.dumps(body), headers)
        status = connection.getresponse().status
    except HTTPException as error:
        raise NotTaken(type(error).__name__) from None
    finally:
        connection.close()
    if status in _FOR_GOOD:
        raise Unwanted(f"status {status}")
    if not 200 <= status < 300:
        raise NotTaken(f"status {status}")
