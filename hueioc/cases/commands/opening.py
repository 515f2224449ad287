"""Opening reports: one from a form, or thousands from an import, on the same path."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction

from hueioc.cases.commands.desk import CASE_FACTS, CaseDesk
from hueioc.cases.events import CaseOpened
from hueioc.cases.models import Case
from hueioc.cases.queries.intake import check_new
from hueioc.cases.queries.packs import says_it_is_a_repeat
from hueioc.cases.rules.intake import NewReport, origin_key
from hueioc.journal.commands.rows import new_row
from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.geo import morton
from hueioc.lib.text import tidy
from hueioc.people.commands import keep_contacts
from hueioc.people.rules import Actor
from hueioc.places.queries import area_at
from hueioc.workflow.commands import clear, recount, start_clock
from hueioc.workflow.queries import Catalogue, catalogue


def open_case(report: NewReport, actor: Actor) -> Case:
    """Receive one report and return its case; a repeated key returns the first one.

    Raises Invalid with a sentence for every field that is wrong; then nothing is saved.
    """
    check_new(report)
    with transaction.atomic():
        return open_cases([report], actor)[0]


def open_cases(reports: Sequence[NewReport], actor: Actor, moments: Sequence[datetime] = ()) -> list[Case]:
    """Receive checked reports in the caller's transaction; `moments` are historical hours of an import.

    Returns cases in the order of the reports; a report whose key is known returns the case it made first.
    """
    desks, cases = prepare(reports, actor, moments)
    clear(desks)
    return cases


def prepare(
    reports: Sequence[NewReport],
    actor: Actor,
    moments: Sequence[datetime] = (),
    promises: Sequence[datetime | None] | None = None,
) -> tuple[list[CaseDesk], list[Case]]:
    """Desks with the new cases, not yet cleared, and for every report its case, new or known by its key.

    With `promises` no clock is counted: each report keeps the deadline its source gave, or none.
    """
    keys = {key for report in reports if (key := origin_key(report.key))}
    known = {str(c.origin_key): c for c in Case.objects.filter(origin_key__in=keys)} if keys else {}
    contacts = iter(_contacts(reports, known, actor))
    hours = list(moments) or [clock.now()] * len(reports)
    codes = free_codes(hours, catalogue())
    desks: list[CaseDesk] = []
    cases: list[Case] = []
    for number, report in enumerate(reports):
        key = origin_key(report.key)
        if key is None or key not in known:
            clock_of = _count_clock if promises is None else partial(_take_over_promise, promised=promises[number])
            desks.append(_new_desk(report, codes[number], hours[number], next(contacts), actor, clock_of))
            known[key or desks[-1].item.code] = desks[-1].item
            cases.append(desks[-1].item)
        else:
            cases.append(known[key])
    return desks, cases


def free_codes(hours: Sequence[datetime], known: Catalogue) -> list[str]:
    """A number for each hour that no report has. Among a million of a year some would be drawn twice."""
    zone = ZoneInfo(known.pack.city.time_zone)
    years = [at.astimezone(zone).year for at in hours]
    codes = [dated_code(year) for year in years]
    while taken := _taken(codes):
        codes = [dated_code(year) if code in taken else code for code, year in zip(codes, years, strict=True)]
    return codes


def _taken(codes: Sequence[str]) -> set[str]:
    twice = {code for code, many in Counter(codes).items() if many > 1}
    return twice | set(Case.objects.filter(code__in=codes).values_list("code", flat=True))


def _contacts(reports: Sequence[NewReport], known: dict[str, Case], actor: Actor) -> list[str]:
    """References into the vault for the reports that will be new, in their order."""
    seen = set(known)
    fresh = []
    for report in reports:
        key = origin_key(report.key)
        if key is None or key not in seen:
            fresh.append(report.contact)
            seen |= {key} if key else set()
    return keep_contacts(fresh, actor=actor, purpose="case")


def _count_clock(desk: CaseDesk) -> None:
    if desk.catalogue.allowance(desk.item.service).working_days:
        # Days are promised from the centre's acceptance on; until then the page shows what it would be now.
        recount(desk)
    else:
        start_clock(desk)


def _take_over_promise(desk: CaseDesk, promised: datetime | None) -> None:
    case = desk.item
    case.clock_started_at = case.opened_at
    case.first_due_at = case.due_at = promised
    case.due_trace = [{"code": "given_by_source" if promised else "no_promise", "at": "", "number": 0}]


def _new_desk(
    report: NewReport, code: str, at: datetime, contact: str, actor: Actor, clock_of: Callable[[CaseDesk], None]
) -> CaseDesk:
    case = _new_case(report, code, at, catalogue())
    case.reporter = contact
    case.account = "" if actor.is_staff else actor.account
    desk = CaseDesk(item=case, actor=actor, facts=CASE_FACTS, is_new=True, at=at)
    clock_of(desk)
    desk.tell(
        CaseOpened(
            service=case.service,
            channel=case.channel,
            urgency=case.urgency,
            due_at=case.due_at,
            is_repeat=case.is_repeat,
        ),
        key=f"case.opened:{case.origin_key}" if case.origin_key else None,
    )
    return desk


def _new_case(report: NewReport, code: str, at: datetime, known: Catalogue) -> Case:
    category = known.category(report.category)
    area = area_at(report.point, on=clock.day_of(at)) if report.point else None
    return new_row(
        Case,
        code=code,
        service=report.category,
        description=tidy(report.description),
        address=tidy(report.address),
        lat=report.lat,
        lon=report.lon,
        morton=morton(report.point) if report.point else None,
        accuracy_m=report.accuracy_m,
        area=area.code if area else "",
        channel=report.channel,
        language=report.language[:8],
        urgency=report.urgency or category.urgency,
        is_sensitive=category.sensitive,
        is_repeat=says_it_is_a_repeat(report.description),
        source_url=report.source_url,
        origin_key=origin_key(report.key),
        opened_at=at,
        updated_at=at,
    )
