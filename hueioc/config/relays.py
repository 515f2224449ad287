"""Turns the addresses of other systems into their parts, or refuses one that cannot be meant."""

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SUBJECT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_DEFAULTS = {"stream": "hueioc-facts", "subject": "hueioc.facts", "tls": "yes"}


def relay_settings(url: str) -> dict[str, Any] | None:
    """What the relay needs; None when there is none. Raises ValueError, without the password in it, otherwise."""
    if not url:
        return None
    parts = urlsplit(url)
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options = _DEFAULTS | given
    if parts.scheme != "nats" or not parts.hostname or set(options) != set(_DEFAULTS):
        raise ValueError("HUEIOC_NATS_URL must look like nats://user:password@host:4222?stream=…&subject=…&tls=…")
    if not (_NAME.fullmatch(options["stream"]) and _SUBJECT.fullmatch(options["subject"])):
        raise ValueError("HUEIOC_NATS_URL names a stream or subject with signs that NATS does not take.")
    scheme = "nats" if options["tls"] == "no" else "tls"
    return {
        "server": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "stream": options["stream"],
        "subject": options["subject"],
    }


def onestop_settings(url: str, system: str) -> dict[str, Any] | None:
    """What the synchronisation of dossiers needs; None without an address. Raises ValueError, without the secret."""
    if not url:
        return None
    parts = urlsplit(url)
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise ValueError("HUEIOC_ONESTOP_URL must begin with https:// (http:// for this machine only).")
    if not parts.hostname or not parts.username or not parts.password or parts.query or parts.fragment:
        raise ValueError("HUEIOC_ONESTOP_URL must look like https://account:secret@host/path")
    return {
        "address": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}",
        "user": unquote(parts.username),
        "password": unquote(parts.password),
        "system": system,
    }
