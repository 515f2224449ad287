"""What a follower of the journal is: a name, the events it follows, and what it does with a batch of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from hueioc.journal.events import Event
from hueioc.lib.geo import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFact:
    """A fact as followers read it: columns, its place `seq` in the one order, and the decoded event."""

    seq: int
    id: int
    kind: str
    version: int
    subject: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    area: str
    point: Point | None
    visibility: str
    cause: str
    event: Event


class Follower:
    """Base of every follower; a module with followers ends with `FOLLOWERS = [MyFollower()]`.

    `follows` names event classes, a base class standing for all its subclasses; empty means every fact.
    On an error a follower with `on_failure = "stop"` keeps its position and is tried again later; one with
    "park" sets a fact aside after five tries and goes on.
    """

    name: ClassVar[str]
    follows: ClassVar[tuple[type[Event], ...]] = ()
    on_failure: ClassVar[Literal["stop", "park"]] = "stop"
    # Raised when rows must be made anew from the facts, because what they hold or how they are counted has changed.
    version: ClassVar[int] = 1

    def handle(self, facts: Sequence[SealedFact]) -> None:
        """Take in facts in order, inside the transaction that also saves the position; no network here."""
        raise NotImplementedError

    def reset(self) -> None:
        """Delete the follower's own rows before a rebuild. What gives commands or sends cannot be rebuilt."""
        raise NotImplementedError(f"{self.name} acts on facts and cannot be rebuilt from them")
