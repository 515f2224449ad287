"""Who may see an instance, and who may take its present step."""

from collections.abc import Iterable
from typing import Protocol

from hueioc.people.rules import Actor


class InstanceLike(Protocol):
    """What a decision needs to know of an instance."""

    starter: str
    started_unit: str
    unit: str
    by: str
    holder: str
    visible: str
    is_confidential: bool


class DeedLike(Protocol):
    """What a decision needs to know of something done before."""

    unit: str
    by: str
    author: str


def is_starter(instance: InstanceLike, actor: Actor) -> bool:
    """True for whoever started it."""
    return bool(actor.account) and actor.account == instance.starter


def fills(actor: Actor, unit: str, by: str) -> bool:
    """True for staff of a unit who may take its steps of a kind; a head may take every step of the unit."""
    return actor.has("unit_head", unit) or (by == "unit" and actor.has("officer", unit))


def takes_step(instance: InstanceLike, actor: Actor) -> bool:
    """True for who may take the step it stands at: its holder, else who fills it in the unit."""
    if not instance.unit:
        return False
    if instance.by == "starter":
        return is_starter(instance, actor)
    if instance.holder in actor.refs and instance.unit in actor.units:
        return True
    # What was given to one colleague is still done by the head when that one is away.
    needed = "unit_head" if instance.holder else instance.by
    return fills(actor, instance.unit, needed)


def had_step(actor: Actor, deeds: Iterable[DeedLike]) -> bool:
    """True for whoever did something in it, or fills today what did it in their unit."""
    return any(one.author == actor.ref or (one.by != "starter" and fills(actor, one.unit, one.by)) for one in deeds)


def may_see(instance: InstanceLike, actor: Actor, deeds: Iterable[DeedLike]) -> bool:
    """True when the actor may see this instance."""
    if is_starter(instance, actor) or takes_step(instance, actor):
        return True
    if instance.is_confidential:
        return had_step(actor, deeds)
    if (
        actor.has("unit_head", instance.started_unit)
        or fills(actor, instance.unit, instance.by)
        or actor.has("auditor")
    ):
        return True
    known = list(deeds)
    if had_step(actor, known):
        return True
    if instance.visible != "units":
        return False
    units = {instance.started_unit, instance.unit, *(one.unit for one in known)}
    return bool(units & actor.units) or actor.is_centre or actor.has("leader")


def may_start(kinds: Iterable[str], by: str, kind_of_unit: str, unit: str, actor: Actor) -> bool:
    """True when the actor may start a process of this kind for a unit of theirs."""
    allowed = list(kinds)
    return unit in actor.units and (not allowed or kind_of_unit in allowed) and fills(actor, unit, by)
