"""What a call for rescue must be before it is believed: as little as can be, because refusing one may cost a life."""

import hashlib
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.geo import Point
from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters

LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_NAME = 2000, 300, 120
MOST_PHONES, MOST_OF_A_KIND, MOST_PEOPLE = 5, 999, 9_999
KINDS = ("children", "elderly", "sick", "pregnant", "disabled")
CHANNELS = frozenset({"app", "web", "phone", "sms", "api", "social", "exercise"})


@dataclass(frozen=True, kw_only=True)
class NewRescue:
    """A call as any door hands it in. Everything may be missing but a way to find the people: see `check`."""

    text: str = ""
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    address: str = ""
    people: int = 0
    depth: str = ""
    children: int = 0
    elderly: int = 0
    sick: int = 0
    pregnant: int = 0
    disabled: int = 0
    needs: tuple[str, ...] = ()
    name: str = ""
    phones: tuple[str, ...] = ()
    channel: str = "web"
    language: str = "vi"
    key: str | None = None
    is_doubtful: bool = field(default=False)

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


Faults = dict[str, str | Promise]


def _texts(new: NewRescue) -> Faults:
    faults: Faults = {}
    texts = {"text": new.text, "address": new.address, "name": new.name, "phones": " ".join(new.phones)}
    longest = {"text": LONGEST_TEXT, "address": LONGEST_ADDRESS, "name": LONGEST_NAME, "phones": 200}
    for name, text in texts.items():
        if has_broken_characters(text):
            faults[name] = _("This text holds characters that cannot be stored. Type it again.")
        elif len(text) > longest[name]:
            faults[name] = _("This is too long; the most important words are enough.")
    return faults


def _numbers(new: NewRescue) -> Faults:
    faults: Faults = {}
    for name in KINDS:
        if not 0 <= getattr(new, name) <= MOST_OF_A_KIND:
            faults[name] = _("Give a number of people.")
    if not 0 <= new.people <= MOST_PEOPLE:
        faults["people"] = _("Give a number of people.")
    if (new.lat is None) != (new.lon is None):
        faults["place"] = _("Give both latitude and longitude.")
    elif new.point and not (abs(new.point.lat) <= 90 and abs(new.point.lon) <= 180):
        faults["place"] = _("This is no place on the earth.")
    return faults


def check(new: NewRescue, *, depths: frozenset[str], needs: frozenset[str]) -> None:
    """Refuse only what nobody could act on: no place, no address, no phone and no words, or what cannot be stored.

    A place outside the city is taken: whoever is there is handed on. Raises Invalid with a sentence for each field.
    """
    faults = _texts(new) | _numbers(new)
    if new.depth and new.depth not in depths:
        faults["depth"] = _("Choose a depth from the list.")
    if set(new.needs) - needs:
        faults["needs"] = _("Choose from the list.")
    if len(new.phones) > MOST_PHONES:
        faults["phones"] = _("At most five phones.")
    if new.channel not in CHANNELS:
        faults["channel"] = _("There is no such channel.")
    if new.point is None and not (
        new.address.strip() or new.text.strip() or any(phone.strip() for phone in new.phones)
    ):
        faults["place"] = _("Say where you are, or give a phone on which you can be reached.")
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)


def origin_key(key: str | None) -> str | None:
    """What a client's key becomes: a digest, because a key may hold anything."""
    return hashlib.sha256(f"rescue {key}".encode("utf-8", "surrogatepass")).hexdigest()[:48] if key else None
