"""Marks in which words two texts differ, for eyes that compare."""

from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hueioc.lib.text import fold

_MOST_WORDS = 400


def marked_differences(one: str, other: str) -> tuple[SafeString, SafeString]:
    """Both texts with `mark` around the words the other does not have in this place; blind to diacritics and case."""
    left, right = one.split()[:_MOST_WORDS], other.split()[:_MOST_WORDS]
    matcher = SequenceMatcher(None, [fold(word) for word in left], [fold(word) for word in right], autojunk=False)
    steps = matcher.get_opcodes()
    mine = [(" ".join(left[a:b]), tag == "equal") for tag, a, b, _c, _d in steps if b > a]
    theirs = [(" ".join(right[c:d]), tag == "equal") for tag, _a, _b, c, d in steps if d > c]
    return _joined(mine), _joined(theirs)


def _joined(pieces: list[tuple[str, bool]]) -> SafeString:
    return format_html_join(
        " ", "{}", ((words if same else format_html("<mark>{}</mark>", words),) for words, same in pieces)
    )
