"""The demo's warnings: two are over, one holds, one is an exercise, one waits for a second person, one is a draft."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Literal

from hueioc.lib import clock
from hueioc.lib.packs import Pack, read_toml
from hueioc.notices.commands import warn_place
from hueioc.people.queries import account_by_email, standing
from hueioc.people.rules import Actor, rule
from hueioc.places.queries import local_areas
from hueioc.warnings import commands as give
from hueioc.warnings.rules.drafting import NewWarning, Place
from hueioc.workflow.queries import catalogue

_AFTER = timedelta(minutes=4)


class DemoWarning(Pack, frozen=True, kw_only=True):
    """One invented warning for so many wards, and how far it came."""

    hazard: str
    level: int
    hours_ago: float
    hours: float
    wards: int
    state: Literal["draft", "waiting", "in_force", "over"]
    exercise: bool = False
    given: dict[str, str] = {}
    finding: str = ""
    text: str = ""
    measured: str = ""


class DemoWarnings(Pack, frozen=True, kw_only=True):
    """`demo-warnings.toml` beside a service: the warnings of the demo."""

    warning: list[DemoWarning]


def tell_warnings(stop: Event) -> int:
    """Draft and release every warning at its hour, by two people of the demo; returns how many."""
    drafter, second, citizen = (_actor(who) for who in ("operator", "coordinator", "citizen-1"))
    if drafter is None or second is None:
        return 0
    if citizen is not None:
        warn_place(citizen, label="–", area=local_areas()[0].code, channels=["app", "sms"], agrees=True)
    told = 0
    for one in _words():
        if stop.is_set():
            break
        _tell(one, drafter, second)
        told += 1
    return told


def _actor(who: str) -> Actor | None:
    account = account_by_email(f"{who}@demo.example")
    return standing(account) if account else None


def _words() -> Iterator[DemoWarning]:
    paths = [folder / "demo-warnings.toml" for folder in catalogue().pack.folders("services")]
    for path in paths:
        if path.exists():
            yield from read_toml(path, DemoWarnings).warning


def _tell(one: DemoWarning, drafter: Actor, second: Actor) -> None:
    at = clock.now() - timedelta(hours=one.hours_ago)
    units = tuple(area.code for area in local_areas()[: one.wards])
    with clock.at(at):
        new = NewWarning(
            hazard=one.hazard,
            level=one.level,
            place=Place(kind="units", units=units),
            onset_at=at,
            expires_at=at + timedelta(hours=one.hours),
            given=one.given,
            is_exercise=one.exercise,
        )
        code = give.draft_warning(new, drafter).code
        if one.state == "draft":
            return
        give.submit_warning(code, drafter)
    if one.state == "waiting":
        return
    with clock.at(at + _AFTER):
        give.release_warning(code, second)
    if one.state == "over":
        with clock.at(at + timedelta(hours=one.hours, minutes=1)):
            give.expire_warning(code, rule("warnings"))
            give.record_happening(code, drafter, finding=one.finding, text=one.text, measured=one.measured)
