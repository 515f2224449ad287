"""Who may see a dossier: the agencies that have or had it, its desk, the centre's staff, and the applicant."""

from collections.abc import Iterable

from hueioc.dossiers.models import Dossier
from hueioc.people.rules import Actor
from hueioc.workflow.rules.roles import PartLike

# An agency that returned a dossier keeps no look at it; one that did its part does.
PART_STATES = ("offered", "accepted", "done")


def is_applicant(dossier: Dossier, actor: Actor) -> bool:
    """True for the account that filed it; at a desk nobody has one."""
    return bool(dossier.account) and actor.ref == f"account:{dossier.account}"


def is_party(dossier: Dossier, actor: Actor, parts: Iterable[PartLike]) -> bool:
    """True for staff of an agency that works on it or of its desk: they must know whose dossier it is."""
    if dossier.received_by in actor.units:
        return True
    return any(part.unit in actor.units and part.state in PART_STATES for part in parts)


def may_work_on(dossier: Dossier, actor: Actor, parts: Iterable[PartLike]) -> bool:
    """True for staff who see the whole dossier without the person behind it."""
    return actor.is_centre or actor.has("leader") or actor.has("auditor") or is_party(dossier, actor, parts)


def may_see(dossier: Dossier, actor: Actor, parts: Iterable[PartLike]) -> bool:
    """True when the actor may see this dossier at all; the public reads its number's page only."""
    return is_applicant(dossier, actor) or may_work_on(dossier, actor, parts)
