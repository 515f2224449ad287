"""The small language of formulas and checks in packs: names of fields, numbers, + − × ÷, brackets, comparisons.

A name is a field of this period, `previous.name` the same unit's field of the period before. What is not filled in
makes the whole formula unknown (None), never zero.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|((?:previous\.)?[a-z][a-z0-9_]*)|(<=|>=|==|!=|[-+*/()<>]))", re.ASCII)
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
# Brackets in brackets beyond this are no formula a clerk can read.
_DEEPEST = 20
Values = Mapping[str, Decimal | None]
Node = tuple[str, ...]


class FormulaError(ValueError):
    """A formula that cannot be read; the message says where."""


@dataclass(frozen=True)
class Formula:
    """A formula that was read: its steps in the order in which a stack takes them, and the names it speaks of."""

    text: str
    steps: tuple[Node, ...]
    names: frozenset[str]

    @property
    def is_comparison(self) -> bool:
        return self.steps[-1][0] == "compare"

    def value(self, values: Values) -> Decimal | None:
        """Its number; None when something is not filled in or a division by zero. A comparison gives 1 or 0."""
        stack: list[Decimal] = []
        for step in self.steps:
            if not _take(step, stack, values):
                return None
        return stack[0]

    def holds(self, values: Values) -> bool | None:
        """True or False for a comparison; None when something it speaks of is not filled in."""
        found = self.value(values)
        return None if found is None else bool(found)


def _take(step: Node, stack: list[Decimal], values: Values) -> bool:
    kind, what = step
    if kind == "number":
        stack.append(Decimal(what))
        return True
    if kind == "name":
        known = values.get(what)
        stack.append(known or Decimal(0))
        return known is not None
    right, left = stack.pop(), stack.pop()
    if kind == "compare":
        stack.append(Decimal(_COMPARISONS[what](left, right)))
        return True
    try:
        stack.append(_calculated(what, left, right))
    except (DivisionByZero, InvalidOperation):
        return False
    return True


def _calculated(sign: str, left: Decimal, right: Decimal) -> Decimal:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "*" else left / right


@lru_cache(maxsize=2048)
def read_formula(text: str) -> Formula:
    """The formula a text writes. Raises FormulaError."""
    reader = _Reader(text, list(_tokens(text)))
    reader.comparison()
    if reader.place < len(reader.tokens):
        raise FormulaError(f"{text!r}: {reader.tokens[reader.place][1]!r} stands where nothing may follow")
    names = frozenset(what for kind, what in reader.steps if kind == "name")
    return Formula(text, tuple(reader.steps), names)


def _tokens(text: str) -> Iterator[Node]:
    place = 0
    while place < len(text.rstrip()):
        found = _TOKEN.match(text, place)
        if found is None:
            raise FormulaError(f"{text!r}: {text[place:].strip()[:10]!r} is no part of a formula")
        number, name, sign = found.groups()
        yield ("number", number) if number else ("name", name) if name else ("sign", sign)
        place = found.end()


@dataclass
class _Reader:
    """Reads by descent: comparison, sum, product, single thing."""

    text: str
    tokens: list[Node]
    place: int = 0
    depth: int = 0
    steps: list[Node] = field(default_factory=list)

    def _sign(self, *wanted: str) -> str:
        """The next sign when it is one of these, which is taken; else empty."""
        if self.place < len(self.tokens) and self.tokens[self.place][0] == "sign":
            found = self.tokens[self.place][1]
            if found in wanted:
                self.place += 1
                return found
        return ""

    def comparison(self) -> None:
        self._sum()
        if sign := self._sign(*_COMPARISONS):
            self._sum()
            self.steps.append(("compare", sign))

    def _sum(self) -> None:
        self._product()
        while sign := self._sign("+", "-"):
            self._product()
            self.steps.append(("sign", sign))

    def _product(self) -> None:
        self._single()
        while sign := self._sign("*", "/"):
            self._single()
            self.steps.append(("sign", sign))

    def _single(self) -> None:
        if self._sign("("):
            self.depth += 1
            if self.depth > _DEEPEST:
                raise FormulaError(f"{self.text!r}: too many brackets")
            self._sum()
            if not self._sign(")"):
                raise FormulaError(f"{self.text!r}: a bracket is not closed")
            self.depth -= 1
            return
        if self.place >= len(self.tokens) or self.tokens[self.place][0] == "sign":
            raise FormulaError(f"{self.text!r}: a number or a field is missing")
        self.steps.append(self.tokens[self.place])
        self.place += 1
