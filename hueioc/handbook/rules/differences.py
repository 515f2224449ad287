"""What changed between two versions: line by line, and word by word inside a line that was changed."""

from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

# Lines around a change that stay visible; longer stretches without a change are left out.
_AROUND = 2
_MOST_WORDS = 400
# Above this lines that stand everywhere, empty ones for example, no longer anchor the comparison.
_MOST_PAIRS = 200_000
# Nobody reads further; the two versions themselves are whole.
_MOST_SHOWN = 3_000


class Line(NamedTuple):
    """One line: kind is same, gone, new or skipped; pieces are (text, is it what changed)."""

    kind: str
    pieces: list[tuple[str, bool]]


def differences(old: str, new: str) -> list[Line]:
    """How to come from one text to the other; empty when they are equal."""
    if old == new:
        return []
    before, after = old.split("\n"), new.split("\n")
    found: list[Line] = []
    is_dull = _equal_pairs(before, after) > _MOST_PAIRS
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=is_dull).get_opcodes():
        if tag == "equal":
            found += _same(before[a:b], is_first=a == 0, is_last=b == len(before))
        elif tag == "replace" and b - a == d - c:
            found += [line for one, other in zip(before[a:b], after[c:d], strict=True) for line in _changed(one, other)]
        else:
            found += [Line("gone", [(line, True)]) for line in before[a:b]]
            found += [Line("new", [(line, True)]) for line in after[c:d]]
    return found if len(found) <= _MOST_SHOWN else [*found[:_MOST_SHOWN], Line("skipped", [])]


def _equal_pairs(before: list[str], after: list[str]) -> int:
    """How many lines of one text equal lines of the other, each with each: what comparing them costs."""
    many = Counter(after)
    return sum(times * many[line] for line, times in Counter(before).items())


def _same(lines: list[str], *, is_first: bool, is_last: bool) -> list[Line]:
    head = [] if is_first else lines[:_AROUND]
    tail = [] if is_last else lines[-_AROUND:]
    if len(head) + len(tail) >= len(lines):
        return [Line("same", [(line, False)]) for line in lines]
    shown = [Line("same", [(line, False)]) for line in head]
    shown.append(Line("skipped", []))
    return shown + [Line("same", [(line, False)]) for line in tail]


def _changed(old: str, new: str) -> list[Line]:
    one, other = old.split(" ")[:_MOST_WORDS], new.split(" ")[:_MOST_WORDS]
    steps = SequenceMatcher(None, one, other).get_opcodes()
    gone = [(" ".join(one[a:b]), tag != "equal") for tag, a, b, _c, _d in steps if b > a]
    came = [(" ".join(other[c:d]), tag != "equal") for tag, _a, _b, c, d in steps if d > c]
    return [Line("gone", gone), Line("new", came)]
