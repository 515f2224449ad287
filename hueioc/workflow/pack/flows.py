"""The shape of a digital work process: a form, steps with who takes them, branches by values, papers, examples.

A process that names a `life` is such a flow: it takes phases, outcomes, roles and verbs from the process it names, so
that a pack holds only what is its own.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from hueioc.lib.packs import Pack, PackCode, Text
from hueioc.workflow.pack.services import Allowance

FieldType = Literal[
    "text", "paragraph", "whole", "money", "day", "yes_no", "choice", "unit", "working_days", "sum", "product"
]
By = Literal["starter", "unit", "unit_head"]
# Where a flow ends; no step may be called so.
END = "end"
# Values every instance has from its start, for conditions: nobody types them.
KNOWN_FIELDS = ("starter_is_head", "starter_kind")
Value = str | int | bool


class FormChoice(Pack, frozen=True, kw_only=True):
    """One answer of a field that is chosen from."""

    code: PackCode
    names: Text


class FormField(Pack, frozen=True, kw_only=True):
    """One field of the form: its type, and what it is checked for.

    `least` and `most` bound numbers, lengths of text and computed numbers; `not_before` names a day (another field, or
    `today`); `of` names what a computed field (`working_days`, `sum`, `product`) is computed from.
    """

    code: PackCode
    names: Text
    type: FieldType = "text"
    hint: dict[str, str] = {}
    required: bool = True
    least: int | None = None
    most: int | None = None
    choices: list[FormChoice] = []
    not_before: str = ""
    of: list[PackCode] = []

    @property
    def is_computed(self) -> bool:
        return self.type in {"working_days", "sum", "product"}


class Condition(Pack, frozen=True, kw_only=True):
    """What a value must be like: `is`, `one_of`, `at_least` or `less_than`; several together must all hold."""

    field: PackCode
    is_: Value | None = msgspec.field(default=None, name="is")
    one_of: list[str] = []
    at_least: int | None = None
    less_than: int | None = None

    def __post_init__(self) -> None:
        if self.is_ is None and not self.one_of and self.at_least is None and self.less_than is None:
            raise ValueError("a condition says what the value is, is one of, is at least, or is less than")


class Onward(Pack, frozen=True, kw_only=True):
    """Where a step leads when all of `when` hold; the first that fits is taken. `to = "end"` has an outcome."""

    to: PackCode
    when: list[Condition] = []
    outcome: str = ""


class FlowStep(Pack, frozen=True, kw_only=True):
    """One step: which unit takes it, who of it, within which time, what is filled in, where it leads.

    `unit` is `own` (of who started), `role:<agency role>`, or `field:<field>` of type `unit`. `by` is who started it,
    anybody of the unit, or a head of it. `back` names earlier steps it may be sent back to with a reason.
    """

    code: PackCode
    names: Text
    unit: Annotated[str, msgspec.Meta(pattern=r"^(own|(role|field):[a-z0-9_.\-]+)$")] = "own"
    by: By = "unit"
    allowance: Allowance
    fields: list[PackCode] = []
    next: list[Onward]
    back: list[PackCode] = []


class Starters(Pack, frozen=True, kw_only=True):
    """Who may start: staff of units of these kinds (none: of every kind), anybody of the unit or only its heads."""

    kinds: list[PackCode] = []
    by: Literal["unit", "unit_head"] = "unit"


class Numbering(Pack, frozen=True, kw_only=True):
    """How an instance is numbered: a pattern with `{number}`, `{year}` and `{unit}`, counted anew every year.

    The number is given when the step `at` is done; `per` says whether every unit counts for itself.
    """

    pattern: str
    at: PackCode
    per: Literal["unit", "city"] = "unit"


class Paper(Pack, frozen=True, kw_only=True):
    """A document made from a template once the step `after` is done: PDF and DOCX from the same words.

    In `title`, `text` and `signed` the values of fields stand in braces; `rows` are fields listed as a table.
    """

    code: PackCode
    names: Text
    after: PackCode
    when: list[Condition] = []
    title: Text
    text: list[Text] = []
    rows: list[PackCode] = []
    signed: list[PackCode] = []


class Example(Pack, frozen=True, kw_only=True):
    """Values and the way they must take: the check of the packs walks it, and says where it went elsewhere."""

    values: Mapping[str, Value]
    path: list[PackCode]
    outcome: PackCode
