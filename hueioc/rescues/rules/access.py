"""Who may see a call for rescue, and who may see how to reach the people; pure."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from hueioc.people.rules import Actor

ABSENT = _("There is no such call for rescue, or it is not for you.")
# Who the journal says acted by a secret link; the link itself is nowhere.
FAMILY = "anyone:family"


class CallLike(Protocol):
    """What a decision needs to know of a call."""

    @property
    def ref(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def home_unit(self) -> str: ...
    @property
    def account(self) -> str: ...


def is_family(call: CallLike, actor: Actor) -> bool:
    """True for who made the call: by its secret link, or signed in."""
    return call.ref in actor.holds or (bool(actor.account) and call.account == actor.account and not actor.is_staff)


def is_coordinator(actor: Actor) -> bool:
    """Who runs the board: operators and coordinators of the centre."""
    return actor.has("operator") or actor.has("coordinator")


def works_on(call: CallLike, actor: Actor) -> bool:
    """Units that must act: whose team has it, and the ward the people are in."""
    return bool(actor.units & {call.unit, call.home_unit} - {""})


def may_see(call: CallLike, actor: Actor) -> bool:
    """True for the centre's desk, the units that must act, leaders (without phones), and rules with a clock."""
    return is_coordinator(actor) or works_on(call, actor) or actor.has("leader") or actor.is_machine


def may_reach(call: CallLike, actor: Actor) -> bool:
    """True for who may see names and phones, each look being logged: never a leader, an auditor or another unit."""
    return is_coordinator(actor) or works_on(call, actor)


def family_of(code: str) -> Actor:
    """Whoever holds the secret link of a call, as an actor."""
    return Actor(ref=FAMILY, holds=frozenset({f"rescue:{code}"}))
