"""What a report must be before it is believed; pure, with a sentence for each thing that is wrong."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.geo import Point
from hueioc.lib.refusals import Invalid
from hueioc.lib.text import fold, has_broken_characters, tidy
from hueioc.people.rules import ContactData

LONGEST_DESCRIPTION = 4000
LONGEST_ADDRESS = 300
LONGEST_CONTACT = 120
_FUTURE_TOLERANCE = timedelta(minutes=5)  # clocks of phones differ


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """A report as any door hands it in; nothing here is trusted yet."""

    category: str
    description: str
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    accuracy_m: float | None = None
    contact: ContactData = ContactData()
    channel: str = "web"
    language: str = "vi"
    urgency: str = ""
    observed_at: datetime | None = None
    source_url: str = ""
    key: str | None = None

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


Faults = dict[str, str | Promise]


def _text_faults(report: NewReport) -> Faults:
    faults: Faults = {}
    contact = report.contact
    texts = {"description": report.description, "address": report.address}
    texts |= {"name": contact.name, "phone": contact.phone, "email": contact.email}
    if has_broken_characters("".join(texts.values())):
        for name in (name for name, text in texts.items() if has_broken_characters(text)):
            faults[name] = _("This text holds characters that cannot be stored. Type it again.")
    if not report.description.strip():
        faults.setdefault("description", _("Say what you saw."))
    elif len(tidy_safely(report.description)) > LONGEST_DESCRIPTION:
        faults.setdefault("description", _("At most 4,000 characters. Shorten the description."))
    if len(report.address) > LONGEST_ADDRESS:
        faults.setdefault("address", _("At most 300 characters."))
    for name in ("name", "phone", "email"):
        if len(texts[name]) > LONGEST_CONTACT:
            faults.setdefault(name, _("At most 120 characters."))
    return faults


def tidy_safely(text: str) -> str:
    """`tidy`, also for text that is still to be refused."""
    return tidy(text.encode("utf-8", "replace").decode())


def _contact_faults(contact: ContactData) -> Faults:
    faults: Faults = {}
    if contact.email and ("@" not in contact.email.strip("@") or " " in contact.email.strip()):
        faults["email"] = _("This is not an e-mail address.")
    digits = [c for c in contact.phone if c.isdigit()]
    if contact.phone and (not 6 <= len(digits) <= 15 or any(c not in "0123456789 +-.()" for c in contact.phone)):
        faults["phone"] = _("This is not a phone number.")
    return faults


def _place_faults(report: NewReport, bounds: tuple[float, float, float, float]) -> Faults:
    if (report.lat is None) != (report.lon is None):
        return {"place": _("Give both latitude and longitude.")}
    if report.point is None:
        return {} if report.address.strip() else {"place": _("Say where it is: a position or an address.")}
    south, west, north, east = bounds
    if not (south <= report.point.lat <= north and west <= report.point.lon <= east):
        return {"place": _("This place is outside the city.")}
    return {}


def check_report(report: NewReport, *, bounds: tuple[float, float, float, float], now: datetime) -> None:
    """Refuse a report that cannot be right, naming everything that is wrong at once.

    `bounds` are south, west, north, east in degrees. Raises Invalid with a sentence for each field.
    """
    faults = _text_faults(report) | _place_faults(report, bounds)
    for name, fault in _contact_faults(report.contact).items():
        faults.setdefault(name, fault)
    if report.observed_at and report.observed_at > now + _FUTURE_TOLERANCE:
        faults["observed_at"] = _("This time lies in the future.")
    if report.urgency not in {"", "normal", "urgent"}:
        faults["urgency"] = _("Choose normal or urgent.")
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)


def origin_key(key: str | None) -> str | None:
    """What a client's key becomes: a digest, because a key may hold anything."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:48] if key else None


def is_said_again(report: NewReport, description: str) -> bool:
    """True when a report repeats what a kept one says; only then does its sender learn what only a sender may know."""
    return tidy_safely(report.description) == description


def says_so(text: str, marks: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> bool:
    """True when the words say that it comes back: folded marks anywhere, patterns in the text as it was typed."""
    folded = fold(text)
    if any(mark in folded for mark in marks):
        return True
    typed = normalize("NFC", text).casefold()
    return any(pattern.search(typed) for pattern in patterns)
