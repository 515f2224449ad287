"""Scores of index 766 from plain counts (Decision 766/QĐ-TTg; points and kinds of rule stand in the rules pack).

A share R is numerator over denominator, never above 1. A *ratio* item earns R x max; a *threshold* item earns max from
R = T on and R / T x max below. A *monitor* item earns nothing, and a *mean* item has no share either: it is a time
over a number of dossiers. Scores are exact fractions until they are rounded to
two decimals at the end, so that blocks and total never differ from the items by a rounding inside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

Kind = Literal["ratio", "threshold", "monitor", "mean"]
State = Literal["counted", "nothing_due", "no_data"]
Zero = Literal["not_applicable", "last_year"]
# What this room can count; the pack says which item counts what.
Counting = Literal[
    "synchronised",
    "on_time",
    "handling_time",
    "fully_online",
    "filed_online",
    "paid_online",
    "electronic_result",
    "digitised",
    "reused",
    "shared",
    "population_data",
    "offered_online",
    "used_online",
    "payable_online",
    "paid_once_online",
]
# How much of a year a period is: the divisor of last year's count, for month, quarter and year.
PARTS_OF_YEAR = {1: 12, 3: 4, 12: 1}
_CENT = Decimal("0.01")


class Rule(NamedTuple):
    """How one item is scored: points at most, kind, the threshold in per cent, what a denominator of zero means."""

    id: str
    block: str
    most: int
    kind: Kind
    threshold_percent: int = 0
    zero: Zero = "not_applicable"


class Count(NamedTuple):
    """What was counted for one item (for a mean: seconds over dossiers).

    `last_year` is last year's denominator, None when there is no last year.
    """

    numerator: int
    denominator: int
    last_year: int | None = None


@dataclass(frozen=True)
class ItemScore:
    """One item: its share in per cent and its score with two decimals; both None or 0 where nothing can be said.

    state: counted; nothing_due (denominator zero: neither earned nor lost); no_data (nobody counts it here).
    """

    id: str
    block: str
    most: int
    state: State
    count: Count | None
    share: Decimal | None
    exact: Fraction

    @property
    def score(self) -> Decimal:
        """Points earned, two decimals."""
        return rounded(self.exact)

    @property
    def lost(self) -> Decimal:
        """Points a counted item lost, so that with the score they make its points; nobody lost what is not counted."""
        return self.most - self.score if self.state == "counted" else rounded(Fraction(0))


@dataclass(frozen=True)
class Sum:
    """A block or the whole: earned points, points of counted items at most, points at most with every item."""

    earned: Decimal
    countable: int
    most: int


def score(rule: Rule, count: Count | None, months: int) -> ItemScore:
    """One item for a period of 1, 3 or 12 months. Raises ValueError for counts below zero."""
    if count is None:
        return ItemScore(rule.id, rule.block, rule.most, "no_data", None, None, Fraction(0))
    if min(count.numerator, count.denominator, count.last_year or 0) < 0:
        raise ValueError(f"Item {rule.id} has a count below zero.")
    due = Fraction(count.denominator)
    if not due and rule.zero == "last_year":
        due = Fraction(count.last_year or 0, PARTS_OF_YEAR[months])
        if not due:  # written so: without a last year the item is 0, and these points are lost
            return ItemScore(rule.id, rule.block, rule.most, "counted", count, rounded(Fraction(0)), Fraction(0))
    if not due:
        return ItemScore(rule.id, rule.block, rule.most, "nothing_due", count, None, Fraction(0))
    if rule.kind == "mean":
        return ItemScore(rule.id, rule.block, rule.most, "counted", count, None, Fraction(0))
    share = min(Fraction(1), Fraction(count.numerator) / due)
    return ItemScore(rule.id, rule.block, rule.most, "counted", count, rounded(100 * share), _earned(rule, share))


def _earned(rule: Rule, share: Fraction) -> Fraction:
    if rule.kind == "monitor":
        return Fraction(0)
    if rule.kind == "threshold":
        return min(Fraction(1), share / Fraction(rule.threshold_percent, 100)) * rule.most
    return share * rule.most


def scores(rules: Iterable[Rule], counts: Mapping[str, Count], months: int) -> list[ItemScore]:
    """Every item in the order of the rules; an item that `counts` lacks has no data."""
    return [score(rule, counts.get(rule.id), months) for rule in rules]


def total(items: Iterable[ItemScore], block: str = "") -> Sum:
    """The sum of a block, or of everything."""
    mine = [item for item in items if block in ("", item.block)]
    return Sum(
        earned=rounded(sum((item.exact for item in mine), Fraction(0))),
        countable=sum(item.most for item in mine if item.state == "counted"),
        most=sum(item.most for item in mine),
    )


def rounded(value: Fraction) -> Decimal:
    """Two decimals, halves away from zero, as reports write them."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_CENT, ROUND_HALF_UP)
