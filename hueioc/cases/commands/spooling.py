"""Lays reports down on the local disk while the database is away, and reads them again."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import msgspec
from cryptography.fernet import InvalidToken

from hueioc.cases.queries.laid_down import spool
from hueioc.cases.rules.intake import NewReport, check_report, origin_key
from hueioc.lib.refusals import Refusal
from hueioc.lib.shapes import read_json
from hueioc.lib.spool import Full
from hueioc.lib.together import Busy
from hueioc.people.queries import seal_text, unseal_text
from hueioc.people.rules import ANYONE, Actor, machine
from hueioc.workflow.queries import catalogue


class Kept(NamedTuple):
    """A report that is safe on the disk; its number can be asked for by this token when the database is back."""

    token: str


class Laid(NamedTuple):
    """A report that was laid down, through whose door and when."""

    report: NewReport
    actor: Actor
    at: datetime


class _Line(msgspec.Struct):
    report: NewReport
    actor: str
    at: datetime


def keyed(report: NewReport) -> NewReport:
    """The report with a key: its sender's, or one made for it."""
    return report if report.key else replace(report, key=f"once:{secrets.token_urlsafe(24)}")


def keep(laid: Sequence[Laid]) -> list[Kept | Exception]:
    """Lay down every report that can be right by its words alone; each has a key, so that it is received once.

    The answer of one that cannot be right is its Refusal; of all others Busy when the spool is full.
    """
    outcomes: list[Kept | Exception] = []
    lines: list[bytes] = []
    for one in laid:
        fault = _fault(one.report, one.at)
        if fault is not None:
            outcomes.append(fault)
            continue
        lines.append(seal_text(msgspec.json.encode(_Line(one.report, one.actor.ref, one.at))))
        # The key's own digest is the token: the case that comes of it can be found by it, without another table.
        outcomes.append(Kept(str(origin_key(one.report.key))))
    try:
        if lines:
            spool().append(lines)
    except Full:
        return [outcome if isinstance(outcome, Refusal) else Busy() for outcome in outcomes]
    return outcomes


def _fault(report: NewReport, now: datetime) -> Refusal | None:
    try:
        catalogue().category(report.category)
        check_report(report, bounds=catalogue().pack.city.bounds, now=now)
    except Refusal as refusal:
        return refusal
    return None


def waiting() -> Iterator[tuple[Callable[[], None], list[Laid]]]:
    """What was laid down, oldest first: how to forget a part once it is received, and its reports."""
    for path, lines in spool().batches():
        given = []
        for line in lines:
            try:
                one = read_json(unseal_text(line), _Line)
            except (InvalidToken, msgspec.DecodeError):
                continue  # torn by a crash before it was promised
            actor = ANYONE if one.actor == ANYONE.ref else machine(one.actor.partition(":")[2])
            given.append(Laid(one.report, actor, one.at))
        yield (lambda path=path: spool().done(path)), given  # type: ignore[misc]
