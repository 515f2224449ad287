"""Who may see a directive, and how much of it; of a confidential one nobody else learns that it exists."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from hueioc.directives.models import Directive
from hueioc.people.rules import Actor

# A unit that returned its part keeps no look at it; one that did its part does.
PART_STATES = ("offered", "accepted", "done")


class PartLike(Protocol):
    """What a decision needs to know of a unit's part."""

    @property
    def unit(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def assignee(self) -> str: ...


P = TypeVar("P", bound=PartLike)


def headed(actor: Actor) -> frozenset[str]:
    """Units this person is the head of."""
    return frozenset(unit for role, unit in actor.roles if role == "unit_head" and unit)


def sees_all(actor: Actor) -> bool:
    """True for staff who see every directive that is not confidential."""
    return actor.is_centre or actor.has("leader") or actor.has("auditor")


def is_giver(directive: Directive, actor: Actor) -> bool:
    """True for who gave it; what the head of a unit handed down, every head of that unit answers for."""
    return directive.giver in actor.refs or bool(directive.giver_unit and directive.giver_unit in headed(actor))


def own_parts(directive: Directive, actor: Actor, parts: Iterable[P]) -> list[P]:
    """Parts of the actor's units; of a confidential directive those they head or were given themselves."""
    mine = [part for part in parts if part.unit in actor.units and part.state in PART_STATES]
    if not directive.is_confidential:
        return mine
    return [part for part in mine if part.unit in headed(actor) or part.assignee in actor.refs]


def may_see(directive: Directive, actor: Actor, parts: Iterable[PartLike]) -> bool:
    """True when the actor may see this directive, or at least a part of it."""
    if is_giver(directive, actor) or directive.above_giver in actor.refs or own_parts(directive, actor, parts):
        return True
    return sees_all(actor) and not directive.is_confidential


def reads_progress(directive: Directive, actor: Actor) -> bool:
    """True for whoever, among those who may see it, reads how far the lead is: everybody but supporting units."""
    return (
        is_giver(directive, actor)
        or directive.above_giver in actor.refs
        or directive.unit in actor.units
        or (sees_all(actor) and not directive.is_confidential)
    )


def sees_whole(directive: Directive, actor: Actor, parts: Iterable[PartLike]) -> bool:
    """True when nothing of it is kept from the actor: a supporting unit sees its own part only."""
    if is_giver(directive, actor) or directive.above_giver in actor.refs:
        return True
    if sees_all(actor) and not directive.is_confidential:
        return True
    return any(part.role == "lead" for part in own_parts(directive, actor, parts))
