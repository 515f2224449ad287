"""One form of a phone number, however it was typed; pure."""

import re

# Grouped as people write them: blanks, dots or dashes between digits, with the country's prefix or without.
_TYPED = re.compile(r"(?<![\d])(?:\+?84|0)[ .\-]?(?:\d[ .\-]?){8,9}\d?(?![\d])")


def plain(typed: str) -> str:
    """Digits with a leading 0 (`+84 912…` and `0912…` become equal); empty when it is no phone of 9 to 11 digits."""
    digits = "".join(letter for letter in typed if letter.isascii() and letter.isdigit())
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    return digits if digits.startswith("0") and 9 <= len(digits) <= 11 else ""


def found_in(text: str) -> list[tuple[int, int, str]]:
    """Phones in a text as (begin, end, number), in their order, none twice."""
    found: dict[str, tuple[int, int, str]] = {}
    for match in _TYPED.finditer(text):
        number = plain(match[0])
        if number and number not in found:
            found[number] = (match.start(), match.end(), number)
    return list(found.values())
