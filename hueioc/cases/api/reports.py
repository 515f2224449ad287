"""The JSON door to reports: file one, follow one, list what is public."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status
from pydantic import AwareDatetime

from hueioc.cases.api.data import case_data, receipt
from hueioc.cases.commands import open_case
from hueioc.cases.queries import Filters, case_read, public_cases
from hueioc.cases.rules.intake import NewReport, is_said_again
from hueioc.lib import clock
from hueioc.people.queries import actor_of
from hueioc.people.rules import ANYONE, ContactData
from hueioc.workflow.queries import catalogue, said

Secret = Annotated[str, Header(alias="Report-Secret")]
router = Router(tags=["reports"])
API_PAGE = 100


class ContactIn(Schema):
    """Who reports; only the centre can see it, and none of it has to be given."""

    name: str = ""
    phone: str = ""
    email: str = ""


class ReportIn(Schema):
    """A report. Give `lat` and `lon` (degrees, WGS 84) or an `address`."""

    category: str = Field(description="Code of a category, see /api/v1/categories.")
    description: str = Field(description="What was seen, at most 4,000 characters.")
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    accuracy_m: float | None = None
    observed_at: AwareDatetime | None = None
    contact: ContactIn = ContactIn()


class ReportOut(Schema):
    """What everybody may read of a report; texts are empty until it is published."""

    number: str
    category: str
    category_name: str
    phase: str
    phase_name: str
    outcome: str
    outcome_name: str
    urgency: str
    unit: str
    unit_name: str
    area: str
    lat: float | None
    lon: float | None
    text: str
    address: str
    opened_at: datetime
    due_at: datetime | None
    first_due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    links: dict[str, str]


class ReceiptOut(ReportOut):
    """The answer to a new report: `links.follow` opens it without an account, so it is shown once, here."""

    secret: str


class ReportsOut(Schema):
    """One page of reports, with how many there are in all."""

    total: int
    page: int
    pages: int
    reports: list[ReportOut]


class CategoryOut(Schema):
    """A category that can be reported, in the language of the request."""

    code: str
    group: str
    name: str
    hint: str
    urgency: str
    evidence: str


class ErrorOut(Schema):
    """What was wrong, as a sentence, and for each field its own."""

    error: str
    fields: dict[str, str] = {}


_ERRORS: dict[Any, Any] = dict.fromkeys((400, 403, 404, 409), ErrorOut)


@router.post("/reports", response={201: ReceiptOut, 200: ReceiptOut, **_ERRORS}, operation_id="create_report")
def create_report(
    request: HttpRequest,
    body: ReportIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
) -> Status[dict[str, Any]]:
    """File a report. With the header `Idempotency-Key` a repeated call answers with the first report.

    The secret is told again only when the description is the same.
    """
    report = NewReport(
        **body.model_dump(exclude={"contact"}),
        contact=ContactData(**body.contact.model_dump()),
        channel="api",
        language=getattr(request, "LANGUAGE_CODE", "vi"),
        key=f"api:{idempotency_key}" if idempotency_key else None,
    )
    case = open_case(report, ANYONE)
    if not is_said_again(report, case.description):
        # Keys can be guessed: whoever cannot say what the first report said gets its number and nothing else.
        return Status(201, case_data(case) | {"secret": ""})
    return Status(201, receipt(case))


@router.get("/reports/{number}", response={200: ReportOut, **_ERRORS}, operation_id="get_report", url_name="get_report")
def get_report(request: HttpRequest, number: str, secret: Secret = "") -> dict[str, Any]:
    """One report: a public one, an own one, or with its secret in the header `Report-Secret`."""
    case, is_whole = case_read(number, actor_of(request), secret)
    if is_whole:
        return case_data(case, text=case.description, address=case.address, exact=True)
    return case_data(case)


class ListQuery(Schema):
    """What the public list is narrowed to."""

    category: list[str] = []
    phase: list[str] = []
    unit: str = ""
    area: str = ""
    text: str = Field("", max_length=200)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    page: int = Field(1, ge=1, le=1_000_000)


@router.get("/reports", response={200: ReportsOut, **_ERRORS}, operation_id="list_reports")
def list_reports(request: HttpRequest, by: Query[ListQuery]) -> dict[str, Any]:
    """Published reports, newest first, a hundred a page."""
    filters = Filters(
        categories=tuple(by.category),
        phases=tuple(by.phase),
        unit=by.unit,
        area=by.area,
        text=by.text,
        since=by.since,
        until=by.until,
    )
    found = public_cases(filters, page=by.page, size=API_PAGE)
    reports = [case_data(case) for case in found.cases]
    return {"total": found.total, "page": found.page, "pages": found.pages, "reports": reports}


@router.get("/categories", response=list[CategoryOut], operation_id="list_categories")
def list_categories(request: HttpRequest) -> list[dict[str, Any]]:
    """Categories that can be reported today."""
    known = catalogue()
    return [
        {
            "code": leaf.code,
            "group": leaf.parent or "",
            "name": said(leaf.names),
            "hint": said(leaf.hint),
            "urgency": leaf.urgency,
            "evidence": leaf.evidence,
        }
        for leaf in known.leaves(clock.today())
    ]
