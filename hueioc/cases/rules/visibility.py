"""Who may see a report: the centre all, a unit what it was given, the reporter their own, everybody what is public."""

from collections.abc import Iterable

from hueioc.cases.models import Case
from hueioc.people.rules import Actor
from hueioc.workflow.rules.roles import PartLike

# A unit that returned a part keeps no look at it; one that finished its part does.
_UNIT_STATES = frozenset({"offered", "accepted", "done"})


def is_reporter(case: Case, actor: Actor) -> bool:
    """True for the account that filed it, and for whoever holds its secret link."""
    return case.ref in actor.holds or (bool(case.account) and actor.ref == f"account:{case.account}")


def may_work_on(case: Case, actor: Actor, parts: Iterable[PartLike]) -> bool:
    """True for staff who see the whole report without the identity: centre, leaders, auditors, units with a part."""
    if actor.is_centre or actor.has("leader") or actor.has("auditor"):
        return True
    return any(part.unit in actor.units and part.state in _UNIT_STATES for part in parts)


def may_see(case: Case, actor: Actor, parts: Iterable[PartLike]) -> bool:
    """True when the actor may see this report at all."""
    return case.is_public or is_reporter(case, actor) or may_work_on(case, actor, parts)
