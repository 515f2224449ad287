"""Who somebody is at this moment: the roles they hold, for which units, and what that makes them."""

from dataclasses import dataclass, field
from datetime import date

import msgspec

# Roles of the centre see every case and, with a reason, the identity behind it.
CENTRE_ROLES = frozenset({"operator", "coordinator", "admin"})
UNIT_ROLES = frozenset({"officer", "unit_head"})
CITY_ROLES = frozenset({"leader", "auditor", "data_steward"})
ROLES = CENTRE_ROLES | UNIT_ROLES | CITY_ROLES
# Keys to the house and its controls are not handed to a substitute; a second holder of the role does that work.
OWN_ONLY = frozenset({"admin", "auditor", "data_steward"})
# Nobody is away longer than this in one entry; whoever is, gets a successor.
MOST_DAYS_AWAY = 366


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever gives a command: a person, a machine, or a rule with a clock.

    `ref` is what the journal keeps. `roles` holds (role, unit code) pairs valid now, those of people in `stands_for`
    too: who is away now and named this person. `holds` holds references of items whose secret link this visitor
    presented. `lacks_factor` says that roles were granted and count
    for nothing until the account has a second factor.
    """

    ref: str
    roles: frozenset[tuple[str, str]] = frozenset()
    stands_for: frozenset[str] = field(default=frozenset(), kw_only=True)
    holds: frozenset[str] = field(default=frozenset())
    lacks_factor: bool = False

    @property
    def kind(self) -> str:
        return self.ref.partition(":")[0]

    @property
    def account(self) -> str:
        """Code of the account somebody is signed in with; empty for machines, rules and whoever is not."""
        return self.ref.partition(":")[2] if self.kind == "account" else ""

    @property
    def refs(self) -> frozenset[str]:
        """Whoever's own work this is to do: one's own, and that of people one stands in for."""
        return self.stands_for | {self.ref}

    @property
    def is_machine(self) -> bool:
        return self.kind in {"rule", "machine"}

    @property
    def is_centre(self) -> bool:
        return any(role in CENTRE_ROLES for role, _ in self.roles)

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    @property
    def units(self) -> frozenset[str]:
        """Codes of the units this person works for."""
        return frozenset(unit for role, unit in self.roles if role in UNIT_ROLES and unit)

    def has(self, role: str, unit: str | None = None) -> bool:
        """True when the role is held, for `unit` if one is named; a rule with a clock holds the role `clock`."""
        if role == "clock":
            return self.kind == "rule"
        return any(held == role and unit in (None, of) for held, of in self.roles)


class ContactData(msgspec.Struct, frozen=True, kw_only=True):
    """What a person told about themselves. Every field may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    # The number of an identity card or of a business, and where letters go; asked for where the law asks for them.
    id_number: str = ""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.email or self.id_number or self.address)


ANYONE = Actor(ref="anyone:web")


def machine(name: str, roles: frozenset[tuple[str, str]] = frozenset()) -> Actor:
    """The actor of a connector or importer; `roles` when it speaks for somebody who may do more than report."""
    return Actor(ref=f"machine:{name}", roles=roles)


def rule(name: str) -> Actor:
    """The actor of a playbook."""
    return Actor(ref=f"rule:{name}")


def is_valid_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """True when `day` lies in the closed interval; an open end has no limit."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
