"""Who may give which verb: the process of the pack says it, this module reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, NotAllowed
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Process, ProcessRole, Transition


class PartLike(Protocol):
    """What a decision needs to know of a unit's part."""

    @property
    def unit(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True)
class Stand:
    """How an actor stands towards one item."""

    actor: Actor
    is_reporter: bool
    lead_units: frozenset[str]
    part_units: frozenset[str]

    def fills(self, role: ProcessRole) -> bool:
        """True when the actor holds the account role and stands in the relation the process role asks for."""
        if role.holds and not self.actor.has(role.holds):
            return False
        related = {
            "none": True,
            "reporter": self.is_reporter,
            "lead": bool(self.actor.units & self.lead_units),
            "part": bool(self.actor.units & self.part_units),
            "centre": self.actor.is_centre,
        }
        return related[role.relation]


def stand(actor: Actor, *, is_reporter: bool, parts: Iterable[PartLike]) -> Stand:
    """How `actor` stands towards an item with these parts; only live parts count."""
    live = [part for part in parts if part.state in {"offered", "accepted"}]
    return Stand(
        actor=actor,
        is_reporter=is_reporter,
        lead_units=frozenset(part.unit for part in live if part.role == "lead"),
        part_units=frozenset(part.unit for part in live),
    )


def transition_for(process: Process, verb: str, *, phase: str, wait_reason: str, place: Stand) -> Transition:
    """The transition that lets this actor give `verb` now.

    Raises NotAllowed when the actor may not, Conflict when the state does not allow it; the first comes first, so
    that a stranger learns nothing about the state.
    """
    known = [t for t in process.transition if t.verb == verb]
    roles = {role.code: role for role in process.role}
    mine = [t for t in known if any(place.fills(roles[code]) for code in t.roles if code in roles)]
    if not mine:
        raise NotAllowed(_("This action is not yours. The centre can help."))
    for transition in mine:
        if phase in transition.from_ and (not transition.only_waiting or wait_reason in transition.only_waiting):
            return transition
    raise Conflict(_("This is not possible in the present state. Look at the case again."))


def possible_verbs(process: Process, *, phase: str, wait_reason: str, place: Stand) -> list[Transition]:
    """What this actor can do now, in the order of the process; the buttons of a page."""
    roles = {role.code: role for role in process.role}
    return [
        t
        for t in process.transition
        if phase in t.from_
        and (not t.only_waiting or wait_reason in t.only_waiting)
        and any(place.fills(roles[code]) for code in t.roles if code in roles)
    ]
