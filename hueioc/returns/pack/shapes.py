"""The shapes of a return in its pack: fields, checks, totals, period and due day, who answers, how it adds up."""

from functools import cached_property
from typing import Annotated, Literal

import msgspec

from hueioc.lib.packs import Pack, PackCode, Text, Validity

Length = Literal["month", "quarter", "half", "year"]
FieldCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
Up = Literal["sum", "mean", "weighted", "most", "least", "none"]


class FigureSource(Pack, frozen=True, kw_only=True):
    """A figure of the city's own work that is proposed for a field: of which kind of work, and which of its numbers."""

    kind: PackCode
    figure: PackCode
    part: Literal["numerator", "denominator", "value"] = "numerator"


class FormField(Pack, frozen=True, kw_only=True):
    """One line of a return. With a `formula` it is computed and never typed.

    `up` says how the lines of units become the line of the city: the sum, the mean, the mean weighted by the field
    `weight`, the most, the least, or none; a computed line is computed again from the city's own lines. `from_last`
    names the field of the last period that is proposed, `from_figure` a figure of the city. `figure` makes it an
    indicator, `open` lets everybody read it; without both it stays inside.
    """

    code: FieldCode
    names: Text
    type: Literal["count", "number", "share", "text"] = "count"
    hint: dict[str, str] = {}
    unit: dict[str, str] = {}
    group: PackCode = ""
    decimals: int = 2
    required: bool = True
    least: float | None = 0
    most: float | None = None
    up: Up = "sum"
    weight: str = ""
    formula: str = ""
    from_last: str = ""
    from_figure: FigureSource | None = None
    figure: bool = False
    open: bool = False

    @property
    def is_number(self) -> bool:
        return self.type != "text"

    @property
    def is_typed(self) -> bool:
        return not self.formula

    @property
    def places(self) -> int:
        """Digits after the point that may be typed and are shown."""
        return 0 if self.type == "count" else self.decimals


class Check(Pack, frozen=True, kw_only=True):
    """A comparison that must hold (`error`), or that must be explained where it does not (`warning`)."""

    code: PackCode
    rule: str
    names: Text
    level: Literal["error", "warning"] = "error"


class Example(Pack, frozen=True, kw_only=True):
    """A filled return that proves the pack: what is typed, what the period before held, what must come out."""

    values: dict[str, str | int | float]
    previous: dict[str, int | float] = {}
    gives: dict[str, int | float] = {}
    faults: list[str] = []
    warnings: list[str] = []


class DueDay(Pack, frozen=True, kw_only=True):
    """A day of the month that lies `months_after` the last month of the period; 0 is the end of that month."""

    day: int
    months_after: int = 0


class Group(Pack, frozen=True, kw_only=True):
    """A heading over fields."""

    code: PackCode
    names: Text


class Form(Validity, frozen=True, kw_only=True, dict=True):
    """`return.toml`: one periodic report, of all units that play the role `answered_by`.

    A period's data end on `closes_day` of its last month (0: its end); a unit can fill it in `opens_days` before the
    due day, and is reminded on `remind_days` working days before that (below 0: after it).
    """

    code: PackCode
    names: Text
    hint: dict[str, str] = {}
    service: PackCode
    legal_basis: Text
    period: Length
    closes_day: int = 0
    due: DueDay
    opens_days: int
    answered_by: PackCode
    collected_by: PackCode
    remind_days: list[int]
    group: list[Group] = []
    field: list[FormField]
    check: list[Check] = []
    example: list[Example]

    @cached_property
    def by_code(self) -> dict[str, FormField]:
        return {one.code: one for one in self.field}

    @cached_property
    def typed(self) -> list[FormField]:
        """The fields that somebody fills in."""
        return [one for one in self.field if one.is_typed]
