"""Gives every request a number and the name of its route, which follow it into threads, logs and figures."""

import os
import re
from contextvars import ContextVar
from dataclasses import dataclass

# What proxies make: 32 hexadecimal digits or a UUID. A phone is shorter, and a word of somebody holds other letters.
_SANE = re.compile(rb"[0-9a-fA-F-]{16,64}")
HEADER = b"x-request-id"
UNKNOWN = "none"


@dataclass(slots=True)
class Trace:
    """One request: its number, and the name of its route once that is known."""

    number: str
    route: str = UNKNOWN


# The object is shared with the thread of the site, which runs in a copy of the context and names the route.
current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def request_number(headers: list[tuple[bytes, bytes]]) -> str:
    """The number a proxy gave this request when it looks like one, else a new one."""
    for name, value in headers:
        if name == HEADER and _SANE.fullmatch(value):
            return value.decode("ascii")
    return os.urandom(16).hex()
