"""The shape of a service in its pack: categories people choose from, time allowed, coded reasons."""

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from hueioc.lib.packs import Pack, PackCode, Text, Validity, read_toml

Evidence = Literal["photo_required", "photo_recommended", "none"]


class Allowance(Pack, frozen=True, kw_only=True):
    """How long something may take, in exactly one unit: working days or hours, or hours or minutes of the clock."""

    working_days: int | None = None
    working_hours: float | None = None
    hours: float | None = None
    minutes: float | None = None

    def __post_init__(self) -> None:
        given = [
            value for value in (self.working_days, self.working_hours, self.hours, self.minutes) if value is not None
        ]
        if len(given) != 1 or given[0] <= 0:
            raise ValueError("an allowance is one positive number of working_days, working_hours, hours or minutes")


class Category(Validity, frozen=True, kw_only=True):
    """A kind of matter people bring; a group has no parent, a leaf can be chosen. No allowance: the service's."""

    code: PackCode
    parent: PackCode | None = None
    names: Text
    hint: dict[str, str] = {}
    role: PackCode | None = None
    other_roles: list[PackCode] = []
    allowance: Allowance | None = None
    accept_within: Allowance | None = None
    urgency: Literal["normal", "urgent"] = "normal"
    evidence: Evidence = "photo_recommended"
    keywords: list[str] = []
    sensitive: bool = False
    icon: str = ""
    examples: list[str] = []


class Reason(Validity, frozen=True, kw_only=True):
    """A coded reason with what officers see (`names`) and, when it is told, what everybody reads (`public`)."""

    code: PackCode
    names: Text
    public: dict[str, str] = {}
    needs_text: bool = False
    needs_unit: bool = False
    wait_reason: PackCode | None = None
    most_working_days: int | None = None


class ProcedureStep(Pack, frozen=True, kw_only=True):
    """One step of a procedure: who takes it (an agency role; empty: who handles the dossier) and within which time."""

    code: PackCode
    names: Text
    role: PackCode | None = None
    allowance: Allowance


class PaperPart(Pack, frozen=True, kw_only=True):
    """One part (paper) of a dossier; `reusable` may be taken from data the city holds instead of asked again."""

    code: PackCode
    names: Text
    copies: int = 1
    required: bool = True
    reusable: bool = False


class Fee(Validity, frozen=True, kw_only=True):
    """What a procedure costs, in whole units of the currency; the one that holds on the day of filing is asked."""

    code: PackCode
    names: Text
    amount: int
    per: Literal["dossier", "copy", "page"] = "dossier"


class Procedure(Category, frozen=True, kw_only=True):
    """An administrative procedure: a category with steps, papers and fees; its `allowance` is the legal time.

    `status` speaks of times and fees: `example` where nobody confirmed them. Several entries with one code are
    versions of it, each with its days of validity.
    """

    level: Literal["ward", "city"]
    service_level: Literal["information", "partial", "full"] = "partial"
    applicants: tuple[Literal["person", "company", "household"], ...] = ("person",)
    steps: list[ProcedureStep] = []
    parts: list[PaperPart] = []
    fees: list[Fee] = []
    returns_document: bool = True
    has_place: bool = False
    legal_basis: Text

    def fee_on(self, day: date) -> int:
        """What is asked for one dossier on a day, in whole units of the currency."""
        return sum(fee.amount for fee in self.fees if fee.per == "dossier" and fee.holds_on(day))


class ServiceFile(Validity, frozen=True, kw_only=True):
    """`service.toml`: the service; its categories stand in `categories/*.toml`, its reasons in `reasons.toml`."""

    code: PackCode
    kind: PackCode
    names: Text
    hint: dict[str, str] = {}
    process: PackCode
    rules: PackCode
    allowance: Allowance
    accept_within: Allowance
    objection_working_days: int
    legal_basis: Text
    number_prefix: str = ""


class CategoriesFile(Pack, frozen=True, kw_only=True):
    """`categories/*.toml`: any number of categories; all files of the folder are read together."""

    category: list[Category]


class ProceduresFile(Pack, frozen=True, kw_only=True):
    """`procedures/*.toml`: fields (groups) and procedures; all files of the folder are read together."""

    field: list[Category] = []
    procedure: list[Procedure] = []


class Reasons(Pack, frozen=True, kw_only=True):
    """`reasons.toml`: why work may pause, go back, be refused, take longer or be stopped."""

    pause: list[Reason] = []
    return_: list[Reason] = msgspec.field(default_factory=list, name="return")
    refusal: list[Reason] = []
    extension: list[Reason] = []
    withdrawal: list[Reason] = []
    reopening: list[Reason] = []
    stopping: list[Reason] = []


class Reply(Pack, frozen=True, kw_only=True):
    """A template of a reply; `asks` lets the clock stand, no categories means all, `{number}` is filled in.

    With an `outcome` it is a standard answer, with which a unit ends its work.
    """

    code: PackCode
    names: Text
    text: Text
    asks: bool = False
    outcome: str = ""
    categories: list[PackCode] = []


class RepliesFile(Pack, frozen=True, kw_only=True):
    """`replies.toml`: templates of replies; a service without the file has none."""

    reply: list[Reply] = []


class Service(Pack, frozen=True, kw_only=True):
    """A service as the house uses it: manifest, categories in order (procedures are categories too), reasons."""

    about: ServiceFile
    categories: list[Category]
    reasons: Reasons
    replies: list[Reply] = []


def read_service(folder: Path) -> Service:
    """One service folder. Raises PackError."""
    replies = folder / "replies.toml"
    files = [read_toml(path, CategoriesFile) for path in sorted((folder / "categories").glob("*.toml"))]
    procedures = [read_toml(path, ProceduresFile) for path in sorted((folder / "procedures").glob("*.toml"))]
    return Service(
        about=read_toml(folder / "service.toml", ServiceFile),
        categories=[
            *(category for file in files for category in file.category),
            *(category for file in procedures for category in (*file.field, *file.procedure)),
        ],
        reasons=read_toml(folder / "reasons.toml", Reasons),
        replies=read_toml(replies, RepliesFile).reply if replies.exists() else [],
    )
