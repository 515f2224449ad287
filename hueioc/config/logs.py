"""Writes what happened, for a person or as one JSON object a line, and nothing in it that somebody sent us.

An address, a body, a header or the words of an error may hold a phone, an e-mail, a code or a token. So messages of
other people's code are told without their values, and errors by their class and the places in the code.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any

from hueioc.lib import tracing

OURS = "hueioc"
# Programs whose fixed sentences say what they do; whatever has values in it is told without them.
_PLAIN_SPOKEN = ("uvicorn",)
_LEFT_OUT = "(words left out)"
_MOST_FRAMES = 30


def said(record: logging.LogRecord) -> str:
    """The sentence of a record: whole when it is ours, otherwise without the values in it."""
    room = record.name.partition(".")[0]
    if room == OURS:
        return record.getMessage()
    status = getattr(record, "status_code", None)
    if isinstance(status, int):
        return f"{status} {HTTPStatus(status).phrase}"
    if record.args or room in _PLAIN_SPOKEN:
        return str(record.msg)
    return _LEFT_OUT


def told(error: BaseException) -> str:
    """An error and its causes by their classes and the places where they happened, innermost last; never its words."""
    parts = []
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        kind = f"{type(now).__module__}.{type(now).__qualname__}".removeprefix("builtins.")
        state = getattr(now, "sqlstate", None)
        parts.append(f"{kind}{f' ({state})' if isinstance(state, str) else ''} at {_places(now.__traceback__)}")
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return " | because of ".join(parts)


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-_MOST_FRAMES:]
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames) or "?"


def _short(name: str) -> str:
    """A file as people call it: from the package on, not from the root of this machine."""
    for start in ("site-packages/", "/hueioc/"):
        _before, found, rest = name.rpartition(start)
        if found:
            return f"hueioc/{rest}" if start == "/hueioc/" else rest
    return name.rpartition("/")[2]


class Plain(logging.Formatter):
    """For a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one more for an error."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        trace = tracing.current.get()
        number = f" [{trace.number}]" if trace else ""
        line = f"{at} {record.levelname} {record.name}{number}: {said(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n  {told(error)}" if error else line


class Open(logging.Formatter):
    """For a developer with HUEIOC_DEBUG: everything, words included."""


class Json(logging.Formatter):
    """For a machine that gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        """One object."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname, "logger": record.name, "message": said(record)}
        trace = tracing.current.get()
        if trace is not None:
            line["request"] = trace.number
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def logging_settings(form: str, *, debug: bool) -> dict[str, Any]:
    """Django's LOGGING. Raises ValueError for a form nobody knows."""
    if form not in {"text", "json"}:
        raise ValueError("HUEIOC_LOGS is text or json.")
    formatter: dict[str, Any] = {"()": Json} if form == "json" else {"()": Plain}
    if debug and form == "text":
        formatter = {"()": Open, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
        "root": {"handlers": ["output"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # A machine reads every line; a person at a terminal wants to hear when something is wrong.
            OURS: {"level": "INFO" if form == "json" else "WARNING"},
        },
    }
