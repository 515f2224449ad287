"""How likely two calls speak of the same people; pure, so that a labelled set can judge it.

Each thing that is alike makes it likelier (they are combined as independent signs: 1 - product of what each leaves
open); what speaks against it makes it less likely. Somebody who passes on calls of many families has one phone for
all of them, so a phone alone never decides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hueioc.lib.geo import Point, metres_between
from hueioc.lib.text import fold

# How much of the doubt each sign takes away when it is as strong as it can be.
PHONE, PLACE, ADDRESS, NAME, COUNT = 0.72, 0.68, 0.80, 0.66, 0.25
HOUSE = re.compile(r"\d+[a-z]?(?:/\d+[a-z]?)*")
_SHORT = {
    "d": "duong", "dg": "duong", "p": "phuong", "f": "phuong", "x": "xa", "k": "kiet", "th": "thon", "t": "to",
}  # fmt: skip
# Words that stand in half of all addresses tell nothing.
_COMMON = frozenset(
    [
        "duong",
        "phuong",
        "xa",
        "thon",
        "to",
        "kiet",
        "hem",
        "ngo",
        "so",
        "nha",
        "tdp",
        "khu",
        "pho",
        "thanh",
        "tp",
        "hue",
        "o",
        "tai",
        "gan",
        "dan",
    ]
)


@dataclass(frozen=True)
class Trait:
    """What two calls are compared by. `phones` and `name` may be the words themselves or keyed hashes of them."""

    code: str
    at: datetime
    phones: frozenset[str] = frozenset()
    name: tuple[str, ...] = ()
    point: Point | None = None
    accuracy_m: float = 0.0
    address: str = ""
    people: int = 0


@dataclass(frozen=True)
class Likeness:
    """A certainty from 0 to 1 and the signs behind it: phone, place, address, name, people, far, other_house."""

    certainty: float
    signs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Distances:
    """Metres within which two places are one, and beyond which they are two."""

    near_m: float
    far_m: float


def address_words(address: str) -> tuple[frozenset[str], frozenset[str]]:
    """The telling words of an address without diacritics, and the numbers of houses in it."""
    folded = fold(re.sub(r"[.,;:()\-]", " ", address))
    words = [_SHORT.get(word, word) for word in folded.split()]
    houses = frozenset(word for word in words if HOUSE.fullmatch(word))
    return frozenset(word for word in words if word not in houses and word not in _COMMON), houses


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without diacritics and titles."""
    return tuple(word for word in fold(name).split() if word not in {"anh", "chi", "ong", "ba", "co", "chu", "em"})


def likeness(a: Trait, b: Trait, by: Distances) -> Likeness:
    """How likely the two speak of the same people; the same whichever comes first."""
    signs: dict[str, float] = {}
    if a.phones & b.phones:
        signs["phone"] = 1.0
    metres = metres_between(a.point, b.point) if a.point and b.point else None
    if metres is not None and (near := _nearness(metres, a, b, by)):
        signs["place"] = near
    alike, houses = _addresses(a.address, b.address)
    if alike:
        signs["address"] = alike
    if named := _names(a.name, b.name):
        signs["name"] = named
    if a.people and a.people == b.people:
        signs["people"] = 1.0
    doubt = 1.0
    for sign, strength in signs.items():
        doubt *= 1 - _WEIGHTS[sign] * strength
    certainty = 1 - doubt
    for against, factor in _against(a, b, metres, houses, signs, by):
        signs[against] = factor
        certainty *= factor
    return Likeness(round(certainty, 4), signs)


_WEIGHTS = {"phone": PHONE, "place": PLACE, "address": ADDRESS, "name": NAME, "people": COUNT}


def _nearness(metres: float, a: Trait, b: Trait, by: Distances) -> float:
    """1 within what both phones can tell, falling to 0 where the places are surely two."""
    near = max(by.near_m, min(a.accuracy_m + b.accuracy_m, by.far_m / 2))
    if metres <= near:
        return 1.0
    return max(0.0, 1 - (metres - near) / max(1.0, by.far_m - near))


def _addresses(a: str, b: str) -> tuple[float, bool | None]:
    """How alike two addresses are (words shared by the shorter one), and whether their houses agree (None: unknown)."""
    if not a or not b:
        return 0.0, None
    (words, houses), (others, other_houses) = address_words(a), address_words(b)
    same = None if not houses or not other_houses else bool(houses & other_houses)
    if not words or not others:
        return (0.6 if same else 0.0), same
    shared = _shared(words, others) / min(len(words), len(others))
    if shared < 0.5:
        return 0.0, same
    return (shared if same else 0.45 * shared), same


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    """How many words both have; one letter wrong in a longer word counts nearly as much."""
    exact = len(words & others)
    rest, left = sorted(words - others), set(others - words)
    for word in rest:
        close = next((other for other in sorted(left) if _is_typo(word, other)), None)
        if close:
            exact += 1
            left.discard(close)
    return float(exact)


def _is_typo(a: str, b: str) -> bool:
    """True when one letter was changed, left out, doubled or swapped in a word of at least four."""
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1:
        return False
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[start:], b[start:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or (x[:2] == y[1::-1] and x[2:] == y[2:])


def _names(a: Sequence[str], b: Sequence[str]) -> float:
    """1 for the same words, less where one name is a part of the other; a single common word says little."""
    if not a or not b:
        return 0.0
    shared = len(set(a) & set(b))
    if not shared:
        return 0.0
    if set(a) == set(b) and len(a) > 1:
        return 1.0
    # A family name or a middle name in common is shared by half a city.
    return 0.7 if shared >= 2 else (0.3 if a[-1] == b[-1] else 0.0)


def _against(
    a: Trait, b: Trait, metres: float | None, houses: bool | None, signs: dict[str, float], by: Distances
) -> list[tuple[str, float]]:
    found = []
    if metres is not None and metres > by.far_m:
        found.append(("far", 0.35))
    if houses is False:
        found.append(("other_house", 0.45 if "phone" in signs and "name" in signs else 0.3))
    if a.name and b.name and "name" not in signs:
        found.append(("other_name", 0.7))
    if a.people and b.people and abs(a.people - b.people) > max(2, 0.5 * max(a.people, b.people)):
        found.append(("other_people", 0.75))
    if a.phones and b.phones and "phone" not in signs and "name" not in signs and "address" not in signs:
        found.append(("nothing_but_place", 0.7))
    return found
