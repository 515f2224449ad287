"""A CAP message as plain data, for what is written and what is read (OASIS CAP 1.2, sections 3.2.1 to 3.2.4)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

CAP_12 = "urn:oasis:names:tc:emergency:cap:1.2"
CAP_11 = "urn:oasis:names:tc:emergency:cap:1.1"
STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
MESSAGE_TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
CATEGORIES = (
    *("Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"),
)
RESPONSES = ("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None")

Pair = tuple[float, float]  # latitude, longitude


class Named(NamedTuple):
    """A `valueName` with its `value`: a parameter, a code or a geocode."""

    name: str
    value: str


class Circle(NamedTuple):
    """A circle of the standard: its centre and its radius in kilometres."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True)
class CapArea:
    """One `area`; rings are closed, latitude first."""

    description: str
    polygons: tuple[tuple[Pair, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CapInfo:
    """One `info`: what is said in one language."""

    language: str
    event: str
    categories: tuple[str, ...]
    urgency: str
    severity: str
    certainty: str
    responses: tuple[str, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Named, ...] = ()
    areas: tuple[CapArea, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CapAlert:
    """One `alert`. `references` are the sender, identifier and sent time of each earlier message, as they stand."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    message_type: str
    scope: str
    source: str = ""
    note: str = ""
    references: tuple[str, ...] = ()
    infos: tuple[CapInfo, ...] = ()
    version: str = "1.2"
    codes: tuple[str, ...] = field(default=())


def said_time(moment: datetime) -> str:
    """A moment as CAP wants it: seconds and a numeric zone. Raises ValueError without a zone.

    The standard says `-00:00` for UTC and forbids `Z`; a city east of Greenwich says its own `+07:00`.
    """
    if moment.tzinfo is None:
        raise ValueError("A CAP time needs a zone.")
    text = moment.replace(microsecond=0).isoformat()
    return text[:-6] + "-00:00" if text.endswith("+00:00") else text


def reference(alert_sender: str, identifier: str, sent: str) -> str:
    """One entry of `references`."""
    return f"{alert_sender},{identifier},{sent}"
