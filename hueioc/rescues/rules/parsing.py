"""Reads a free text, as people send it by SMS or post it, into the fields of a call; pure, by a pack's words.

Nothing is lost by it: the text itself is kept as it came, and what was read is shown to an officer beside it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from hueioc.lib.text import fold
from hueioc.rescues.pack import Terms
from hueioc.rescues.rules.intake import LONGEST_ADDRESS, LONGEST_NAME, MOST_OF_A_KIND, MOST_PEOPLE, MOST_PHONES
from hueioc.rescues.rules.phones import found_in

_CLAUSES = re.compile(r"[,;.\n!?()]+(?=\s|$)|[,;\n!?()]+")
_CAPITALISED = re.compile(r"[^\W\d_]\S*")
_HOUSE = re.compile(r"\d+[a-z]?(?:/\d+[a-z]?)*")
_LONGEST_READ = 4000


@dataclass(frozen=True)
class Read:
    """What a text says. Empty or 0 where it says nothing."""

    people: int = 0
    depth: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    name: str = ""
    address: str = ""


def read_text(text: str, terms: Terms) -> Read:
    """The fields in a text, with or without diacritics. Never fails; reads the first 4,000 characters."""
    typed = text[:_LONGEST_READ]
    phones = found_in(typed)
    for begin, end, _number in reversed(phones):
        typed = f"{typed[:begin]} , {typed[end:]}"
    folded = fold(typed)
    counts = {kind.code: _count(folded, kind.words, terms) for kind in terms.person}
    counts = {code: many for code, many in counts.items() if many}
    clauses = [clause.strip() for clause in _CLAUSES.split(typed) if clause.strip()]
    return Read(
        people=min(_people(folded, terms), MOST_PEOPLE),
        depth=_depth(folded, terms),
        counts=counts,
        needs=tuple(need.code for need in terms.need if _any(need.words, folded)),
        phones=tuple(number for _begin, _end, number in phones)[:MOST_PHONES],
        name=_name(clauses, terms)[:LONGEST_NAME],
        address=_address(clauses, terms)[:LONGEST_ADDRESS],
    )


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    # Longer phrases first: "nguoi gia" must not be read as "nguoi".
    parts = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![a-z0-9])(?:{parts})(?![a-z0-9])")


def _any(words: Sequence[str], folded: str) -> bool:
    return bool(words) and _pattern(tuple(words)).search(folded) is not None


def _number(words: str, terms: Terms) -> int:
    """A number in digits or in a word."""
    return int(words) if words.isdigit() else terms.words.numbers.get(words, 0)


@lru_cache(maxsize=512)
def _counted(words: tuple[str, ...], numbers: tuple[str, ...]) -> re.Pattern[str]:
    parts = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    digits = "|".join([r"\d{1,4}", *(re.escape(number) for number in numbers)])
    return re.compile(rf"(?<![a-z0-9.])({digits})\s*(?:{parts})(?![a-z0-9])")


def _of(words: Iterable[str], folded: str, terms: Terms) -> list[int]:
    pattern = _counted(tuple(words), tuple(terms.words.numbers))
    return [_number(match[1], terms) for match in pattern.finditer(folded)]


def _count(folded: str, words: Sequence[str], terms: Terms) -> int:
    """How many of a kind: the sum of what is counted, else 1 where they are named at all."""
    if not words:
        return 0
    told = sum(_of(words, folded, terms))
    # A single short word such as "be" or "bau" without a number is too often something else.
    named = [word for word in words if " " in word or len(word) > 3]
    return min(told, MOST_OF_A_KIND) if told else int(_any(named, folded))


def _people(folded: str, terms: Terms) -> int:
    """The largest number of people told of, since parts of a family are often counted after the whole."""
    kinds = [word for kind in terms.person for word in kind.words]
    # "2 nguoi gia" counts old people: what follows the number decides, and longer phrases are cut out first.
    rest = _counted(tuple(kinds), tuple(terms.words.numbers)).sub(" , ", folded) if kinds else folded
    whole = max(_of(terms.words.people, rest, terms), default=0)
    parts = sum(sum(_of(kind.words, folded, terms)) for kind in terms.person if kind.words)
    return max(whole, parts)


def _depth(folded: str, terms: Terms) -> str:
    """The deepest step whose words stand there."""
    return next((one.code for one in reversed(terms.depth) if _any(one.words, folded)), "")


def _address(clauses: Sequence[str], terms: Terms) -> str:
    """The pieces that name a house, a street, a village or a ward, up to where people or water begin."""
    found = [piece for clause in clauses if (piece := _piece(clause.split(), terms))]
    return ", ".join(dict.fromkeys(found))


def _piece(words: Sequence[str], terms: Terms) -> str:
    folded = [fold(word).strip(":-") for word in words]
    begin = next((place for place in range(len(words)) if _begins(place, words, folded, terms)), None)
    if begin is None:
        return ""
    end = next((at for at in range(begin + 1, len(words)) if _ends(at, folded, terms)), len(words))
    return " ".join(words[begin:end]) if end - begin > 1 else ""


def _begins(place: int, words: Sequence[str], folded: Sequence[str], terms: Terms) -> bool:
    """An address begins with its own word, with a house's number, or with a name behind "at"."""
    rest = " ".join(folded[place : place + 3])
    if _counts_people(rest, terms):
        return False
    if any(rest == word or rest.startswith(f"{word} ") for word in terms.words.address):
        return True
    if _HOUSE.fullmatch(folded[place]) and place + 1 < len(words):
        return folded[place + 1][:1].isalpha() and folded[place + 1] not in terms.words.address_ends
    before = " ".join(folded[:place])
    is_behind = any(before == word or before.endswith(f" {word}") for word in terms.words.address_begins)
    return is_behind and words[place][:1].isupper()


def _ends(place: int, folded: Sequence[str], terms: Terms) -> bool:
    return folded[place] in terms.words.address_ends or _counts_people(" ".join(folded[place : place + 3]), terms)


def _counts_people(rest: str, terms: Terms) -> bool:
    """True where a number of people stands: the number of a house must not be taken for it, nor it for a house."""
    words = [*terms.words.people, *(word for kind in terms.person for word in kind.words)]
    return _counted(tuple(words), tuple(terms.words.numbers)).match(rest) is not None


def _name(clauses: Sequence[str], terms: Terms) -> str:
    """What follows "name is", as far as it is written with capitals; empty when nobody says it so."""
    for clause in clauses:
        words = clause.split()
        folded = [fold(word) for word in words]
        for begin in sorted(terms.words.name_begins, key=len, reverse=True):
            parts = begin.split()
            for place in range(len(words) - len(parts)):
                if folded[place : place + len(parts)] == parts:
                    name = _capitals(words[place + len(parts) :])
                    if name:
                        return name
    return ""


def _capitals(words: Sequence[str]) -> str:
    kept = []
    for word in words[:6]:
        if not (_CAPITALISED.fullmatch(word.strip(":-")) and word.strip(":-")[0].isupper()):
            break
        kept.append(word.strip(":-"))
    return " ".join(kept) if kept else ""
