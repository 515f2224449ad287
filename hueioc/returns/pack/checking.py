"""Reads a filled return: what each line holds, what is computed, and every fault with the line it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.numerals import NotANumber, Signs, canonical, kept, plain, read_number
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.returns.pack.formulas import read_formula
from hueioc.returns.pack.shapes import Form, FormField

LONGEST_NOTE = 2000
# What stands before a typed text that could not be read as a number, so that nobody takes it for one later.
UNREAD = "?"


@dataclass(frozen=True)
class Fault:
    """One thing to correct (`error`) or to explain (`warning`): about a field or a check, and the lines it concerns."""

    about: str
    level: Literal["error", "warning"]
    sentence: str | Promise | Mapping[str, str]
    fields: tuple[str, ...]


@dataclass
class Checked:
    """A return as it was read: texts as they are kept, numbers with the computed ones, and what is wrong."""

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, Decimal | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def errors(self) -> list[Fault]:
        return [one for one in self.faults if one.level == "error"]

    @property
    def warnings(self) -> list[Fault]:
        return [one for one in self.faults if one.level == "warning"]

    def values(self) -> dict[str, str]:
        """Everything that was read, typed and computed, as it is kept with an edition."""
        numbers = {code: canonical(value) for code, value in self.numbers.items() if value is not None}
        return {**{code: text for code, text in self.texts.items() if text}, **numbers}


def keep(one: FormField, typed: str, signs: Signs) -> str:
    """What was typed into a field as a draft keeps it: a number in its one form, with a mark what cannot be read."""
    if not one.is_number:
        return typed if not has_broken_characters(typed) else tidy(typed.encode("utf-8", "replace").decode())
    if not typed.strip():
        return ""
    try:
        return canonical(read_number(typed, signs))
    except NotANumber:
        return UNREAD + tidy(typed.encode("utf-8", "replace").decode().replace("\x00", " "))[:80]


def shown(one: FormField, text: str, signs: Signs) -> str:
    """What a draft keeps, as it stands in the field of a page."""
    if not one.is_number:
        return text
    return text.removeprefix(UNREAD) if text.startswith(UNREAD) else plain(text, signs)


def checked(form: Form, texts: Mapping[str, str], previous: Mapping[str, Decimal | None]) -> Checked:
    """A return with kept texts by field, and the numbers of the same unit in the period before."""
    found = Checked()
    for one in form.typed:
        text = texts.get(one.code, "").strip()
        fault = _put(one, text, found)
        if fault:
            found.faults.append(Fault(one.code, "error", fault, (one.code,)))
    compute(form, found.numbers)
    known = {**found.numbers, **{f"previous.{code}": value for code, value in previous.items()}}
    for rule in form.check:
        formula = read_formula(rule.rule)
        if formula.holds(known) is False:
            lines = tuple(one.code for one in form.field if one.code in formula.names)
            found.faults.append(Fault(rule.code, rule.level, rule.names, lines))
    return found


def _put(one: FormField, text: str, found: Checked) -> str | Promise | None:
    """Put one line where it belongs; returns what is wrong with it."""
    if not one.is_number:
        found.texts[one.code] = text
        if has_broken_characters(text):
            return _("This text holds characters that cannot be stored. Type it again.")
        if len(text) > LONGEST_NOTE:
            return _("At most %(most)s characters.") % {"most": LONGEST_NOTE}
        return _("Fill this in.") if one.required and not text else None
    found.numbers[one.code] = None
    if not text:
        return _("Fill this in; write 0 where there is nothing.") if one.required else None
    if text.startswith(UNREAD):
        return _("This is not a number that can be read. Type it again.")
    try:
        number = kept(text)
    except NotANumber as error:
        return error.sentence
    wrong = wrong_number(one, number)
    if wrong is None:
        found.numbers[one.code] = number
    return wrong


def wrong_number(one: FormField, number: Decimal) -> str | Promise | None:
    """What is wrong with a number in this line; None when it may stand there."""
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > one.places:
        return _("A whole number is needed.") if one.places == 0 else _("At most %(n)s decimals.") % {"n": one.places}
    most = Decimal(100) if one.type == "share" and one.most is None else one.most
    if one.least is not None and number < Decimal(str(one.least)):
        return _("At least %(least)s.") % {"least": one.least}
    if most is not None and number > Decimal(str(most)):
        return _("At most %(most)s.") % {"most": most}
    return None


def compute(form: Form, numbers: dict[str, Decimal | None]) -> None:
    """Put the computed lines beside the typed ones; what they need and is missing leaves them empty."""
    waiting = [one for one in form.field if one.formula]
    # A line may be computed from another computed one, whichever stands first; a pack without circles ends here.
    while waiting:
        names = {one.code for one in waiting}
        ready = [one for one in waiting if not read_formula(one.formula).names & names] or waiting
        for one in ready:
            value = read_formula(one.formula).value(numbers)
            numbers[one.code] = None if value is None else rounded(one, value)
        waiting = [one for one in waiting if one not in ready]


def rounded(one: FormField, value: Decimal) -> Decimal:
    """A computed number with the decimals of its line, half up as clerks round."""
    return value.quantize(Decimal(1).scaleb(-one.places), ROUND_HALF_UP).normalize() + 0
