"""Who sees a question: all staff, so that what one ward asked helps the others; nobody else."""

from typing import Protocol

from hueioc.people.rules import Actor


class Asked(Protocol):
    """What a decision needs to know of a question."""

    @property
    def asked_by(self) -> str: ...


def may_see(actor: Actor) -> bool:
    """True for everybody who holds a role."""
    return actor.is_staff


def is_asker(question: Asked, actor: Actor) -> bool:
    """True for all staff of the unit that asked: colleagues stand in for each other."""
    return question.asked_by in actor.units
