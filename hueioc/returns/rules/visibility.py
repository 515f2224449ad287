"""Who sees a return: the unit that owes it, the unit that collects it, and staff who see the whole city."""

from typing import Protocol

from hueioc.people.rules import Actor


class Owed(Protocol):
    """What a decision needs to know of a return."""

    @property
    def unit(self) -> str: ...
    @property
    def collector(self) -> str: ...


def sees_all(actor: Actor) -> bool:
    """True for staff who see the returns of every unit."""
    return actor.is_centre or actor.has("leader") or actor.has("auditor")


def may_see(one: Owed, actor: Actor) -> bool:
    """True for the unit itself, its collector and the city's staff; no other ward reads it before it is published."""
    return one.unit in actor.units or collects(one, actor) or sees_all(actor)


def collects(one: Owed, actor: Actor) -> bool:
    """True for staff of the unit that collects it."""
    return bool(one.collector) and one.collector in actor.units
