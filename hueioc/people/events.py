"""What the registers of people and units may record; never a name, a phone or an address."""

from datetime import date
from typing import ClassVar

from hueioc.journal.events import Code, Event, Ref


class UnitsLoaded(Event, frozen=True, kw_only=True):
    """The units of the city pack were read into the register; counts say how many are new or changed."""

    kind: ClassVar[str] = "people.units_loaded"
    total: int
    changed: int


class AccountOpened(Event, frozen=True, kw_only=True):
    """Somebody received an account; `origin` is how (citizen, staff, demo)."""

    kind: ClassVar[str] = "people.account_opened"
    origin: Code


class AccountChanged(Event, frozen=True, kw_only=True):
    """Something about an account changed; `what` says which part (phone, name, erased), never its content."""

    kind: ClassVar[str] = "people.account_changed"
    what: Code


class RoleGranted(Event, frozen=True, kw_only=True):
    """A role was given to an account, for a unit and between two dates."""

    kind: ClassVar[str] = "people.role_granted"
    role: Code
    unit: Code = ""
    valid_from: date | None = None
    valid_to: date | None = None


class RoleEnded(Event, frozen=True, kw_only=True):
    """A role ends on a date."""

    kind: ClassVar[str] = "people.role_ended"
    role: Code
    unit: Code = ""
    valid_to: date


class AbsenceNoted(Event, frozen=True, kw_only=True):
    """Somebody is away on these days, both included, and the substitute holds their roles of work then."""

    kind: ClassVar[str] = "people.absence_noted"
    substitute: Ref
    since: date
    until: date


class AbsenceEnded(Event, frozen=True, kw_only=True):
    """Somebody is back before the last day, or the absence was called off."""

    kind: ClassVar[str] = "people.absence_ended"
    substitute: Ref


class ContactKept(Event, frozen=True, kw_only=True):
    """Personal data entered the vault; `purpose` says what for."""

    kind: ClassVar[str] = "people.contact_kept"
    purpose: Code


class ContactRevealed(Event, frozen=True, kw_only=True):
    """An authorised person looked at personal data; the written reason stays in the vault's own log."""

    kind: ClassVar[str] = "people.contact_revealed"
    about: Ref = ""


class FileKept(Event, frozen=True, kw_only=True):
    """A document went into the vault; nothing of it is in the journal."""

    kind: ClassVar[str] = "people.file_kept"
    purpose: Code
    size_bytes: int


class FileOpened(Event, frozen=True, kw_only=True):
    """Somebody of the staff opened a document of the vault; why, the access log of the vault says."""

    kind: ClassVar[str] = "people.file_opened"
    about: Ref = ""


class FileForgotten(Event, frozen=True, kw_only=True):
    """A document was erased from the vault."""

    kind: ClassVar[str] = "people.file_forgotten"
    reason: Code


class ContactForgotten(Event, frozen=True, kw_only=True):
    """Personal data were erased from the vault; the chain stays intact and says that it happened."""

    kind: ClassVar[str] = "people.contact_forgotten"
    reason: Code
