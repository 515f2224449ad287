"""Turns the addresses of other systems into their parts, or refuses one that cannot be meant."""

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SUBJECT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_TOPIC = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
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


def keys_by_name(words: list[str]) -> dict[str, str]:
    """Machines and their secrets from `name=secret` parts. Raises ValueError, without the secrets in it."""
    found = {}
    for word in words:
        name, _sign, secret = word.partition("=")
        if not _NAME.fullmatch(name) or len(secret) < 16 or name in found:
            raise ValueError(
                "HUEIOC_READINGS_KEYS must look like name=secret,other=secret; secrets of 16 signs or more."
            )
        found[name] = secret
    return found


def mqtt_settings(url: str) -> dict[str, Any] | None:
    """What the connector to an MQTT broker needs; None without one. Raises ValueError, without the password in it."""
    if not url:
        return None
    parts = urlsplit(url)
    options = {"client": "hueioc", "topic": "readings", "tls": "yes"}
    options |= {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "mqtt" or not parts.hostname or len(options) != 3:
        raise ValueError("HUEIOC_MQTT_URL must look like mqtt://user:password@host:8883?client=…&topic=…&tls=…")
    if not (_NAME.fullmatch(options["client"]) and _TOPIC.fullmatch(options["topic"])):
        raise ValueError("HUEIOC_MQTT_URL names a client or topic with signs that MQTT does not take.")
    uses_tls = options["tls"] != "no"
    return {
        "host": parts.hostname,
        "port": parts.port or (8883 if uses_tls else 1883),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "client": options["client"],
        "topic": options["topic"],
        "tls": uses_tls,
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
