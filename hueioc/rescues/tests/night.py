"""An invented, labelled flood night with a fixed seed: families in wards of a grid, three in ten calls told again.

Repeated calls have what repeated calls have: typing errors, no diacritics, another phone of the family, a shifted or
missing position, other words, another number of people. Neighbours share streets, and somebody who passes on calls of
several families has one phone for all of them. Every name, phone and place is made up.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hueioc.lib.text import fold
from hueioc.rescues.rules.intake import NewRescue

_LAST = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Tôn Nữ"]
_MIDDLE = ["Văn", "Thị", "Đình", "Hữu", "Minh", "Ngọc", "Thanh", "Quang", "Xuân", "Kim"]
_FIRST = [
    *("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương", "Khánh", "Lan", "Linh"),
    *("Long", "Mai", "Nam", "Nga", "Nhung", "Phúc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Trang", "Tuấn"),
]
_STREETS = [
    *("Sông Lụa", "Mưa Ngâu", "Cầu Đá", "Hoa Sữa", "Bến Nứa", "Gió Nồm", "Trúc Lâm", "Đò Cồn", "Mây Trắng", "Lúa Mới"),
    *(
        "Bãi Dâu",
        "Chợ Mai",
        "Giếng Cổ",
        "Đình Đông",
        "Ngã Ba Tre",
        "Lò Vôi",
        "Vườn Cau",
        "Ao Sen",
        "Bờ Kè",
        "Đồng Chiêm",
    ),
    *("Hàng Me", "Xóm Chài", "Rặng Dừa", "Cồn Tè", "Đê Bắc", "Phủ Cam Mới", "Thành Nội Cũ", "Kênh Xanh", "Trại Gà"),
]
_DEPTHS = ["knee", "waist", "waist", "chest", "chest", "head", "roof"]
_SAID = {
    "knee": "nước tới đầu gối", "waist": "nước ngang bụng", "chest": "nước ngang ngực",
    "head": "nước ngập quá đầu", "roof": "nước lên tới mái nhà, đang ngồi trên mái",
}  # fmt: skip
_SOUTH, _WEST = 16.44, 107.55


@dataclass(frozen=True)
class Labelled:
    """A call with the family it speaks of and when it came."""

    new: NewRescue
    family: int
    at: datetime


@dataclass(frozen=True)
class _Family:
    number: int
    name: str
    house: str
    street: str
    lat: float
    lon: float
    people: int
    children: int
    elderly: int
    depth: str
    phones: tuple[str, ...]


def night(many: int, begins: datetime, *, seed: int = 20251027, again: float = 0.3) -> list[Labelled]:
    """So many calls in the order in which they came, `again` of them about families that called before."""
    dice = random.Random(seed)
    families: list[_Family] = []
    taken: set[tuple[str, str]] = set()
    while len(families) < round(many * (1 - again)):
        one = _family(len(families), dice)
        # Two families under one number are as rare here as lodgers are.
        if (one.house, one.street) not in taken or dice.random() < 0.1:
            taken.add((one.house, one.street))
            families.append(one)
    relays = [_phone(dice) for _ in range(max(1, many // 250))]
    calls = [_call(one, dice, is_first=True, relays=relays) for one in families]
    calls += [_call(dice.choice(families), dice, is_first=False, relays=relays) for _ in range(many - len(families))]
    dice.shuffle(calls)
    step = timedelta(minutes=30) / max(1, many)
    return [Labelled(new, family, begins + step * place) for place, (new, family) in enumerate(calls)]


def _phone(dice: random.Random) -> str:
    return "09" + "".join(str(dice.randrange(10)) for _ in range(8))


def _family(number: int, dice: random.Random) -> _Family:
    # A street runs west to east; houses of one street are its neighbours.
    street = dice.randrange(len(_STREETS))
    house = dice.randrange(1, 240)
    alley = f"{dice.randrange(1, 40)}/" if dice.random() < 0.5 else ""
    return _Family(
        number=number,
        name=" ".join((dice.choice(_LAST), dice.choice(_MIDDLE), dice.choice(_FIRST))),
        house=f"{alley}{house}",
        street=_STREETS[street],
        lat=_SOUTH + street * 0.0022 + dice.gauss(0, 0.0002),
        lon=_WEST + house * 0.00028 + (0.02 if alley else 0.0),
        people=dice.randrange(1, 9),
        children=dice.choice([0, 0, 1, 2]),
        elderly=dice.choice([0, 0, 1, 2]),
        depth=dice.choice(_DEPTHS),
        phones=(_phone(dice), _phone(dice)),
    )


def _call(one: _Family, dice: random.Random, *, is_first: bool, relays: Sequence[str]) -> tuple[NewRescue, int]:
    blur = 0.0001 if is_first else 0.0004
    has_place = dice.random() < (0.85 if is_first else 0.65)
    has_address = dice.random() < 0.9 or not has_place
    is_other_phone = not is_first and dice.random() < 0.35
    phones = [one.phones[1] if is_other_phone else one.phones[0]]
    is_relayed = dice.random() < 0.06
    if is_relayed:
        phones = [dice.choice(list(relays))]
    address = _written(f"{one.house} {one.street}", dice, is_first) if has_address else ""
    name = _written(one.name, dice, is_first) if dice.random() < 0.85 else ""
    people = one.people if is_first or dice.random() < 0.7 else max(1, one.people + dice.choice([-1, 1]))
    return (
        NewRescue(
            text=_SAID[one.depth],
            lat=round(one.lat + dice.gauss(0, blur), 6) if has_place else None,
            lon=round(one.lon + dice.gauss(0, blur), 6) if has_place else None,
            accuracy_m=round(abs(dice.gauss(20, 20)) + 5) if has_place else None,
            address=address,
            people=people,
            depth=one.depth if dice.random() < 0.8 else "",
            children=min(one.children, people),
            elderly=one.elderly if people >= one.children + one.elderly else 0,
            needs=("boat",),
            name=name,
            phones=tuple(phones) if dice.random() < 0.95 else (),
            channel=dice.choice(["app", "phone", "sms", "social"]),
        ),
        one.number,
    )


def _written(words: str, dice: random.Random, is_first: bool) -> str:
    """As people type it: half without diacritics, repeated calls with a wrong letter now and then."""
    text = fold(words) if dice.random() < 0.5 else words
    if not is_first and dice.random() < 0.35:
        text = _mistyped(text, dice)
    return text


def _mistyped(text: str, dice: random.Random) -> str:
    places = [n for n, letter in enumerate(text[1:-1], 1) if letter.isalpha() and text[n + 1].isalpha()]
    if not places:
        return text
    at = dice.choice(places)
    kind = dice.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at] + text[at:]


def judged(pairs: set[tuple[int, int]], labels: Sequence[int]) -> tuple[float, float]:
    """Precision and recall over pairs of calls that were put together (smaller place first), transitively counted."""
    true = {(a, b) for places in _by_label(labels).values() for n, a in enumerate(places) for b in places[n + 1 :]}
    right = len(pairs & true)
    return (right / len(pairs) if pairs else 1.0), (right / len(true) if true else 1.0)


def _by_label(labels: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        found.setdefault(label, []).append(place)
    return found


def pairs_of(groups: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """All pairs within groups."""
    return {(min(a, b), max(a, b)) for group in groups for n, a in enumerate(group) for b in list(group)[n + 1 :]}
