"""The triage desk's list: one page of the queue, the counts on its tabs and saved views, what changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from hueioc.cases.models import Case, DeskWish, Photo, SavedFilter, Step
from hueioc.cases.queries.lists import seen_by, with_leaves
from hueioc.cases.queries.search import with_words
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.workflow.queries import duplicates_of_many

PAGE = 50
# Nobody reads more than this; counting further would cost every page what no page shows.
MOST_COUNTED = 999
_MOST_FOUND = 2_000
OPEN = ("received", "assigned", "in_work")
SOON = timedelta(hours=24)
TABS = ("new", "overdue", "soon", "mine", "coordinator", "open", "all")
_NARROW = {
    "new": Q(phase="received"),
    "open": Q(phase__in=OPEN),
    "coordinator": Q(needs_coordinator=True, phase__in=OPEN),
    "all": Q(),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the desk shows, as it stands in the address: a tab and what narrows it."""

    tab: str = "new"
    categories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    urgent: bool = False
    channel: str = ""
    phases: tuple[str, ...] = ()
    text: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return replace(self, tab="new", page=1) != Wanted()


def read_wanted(query: QueryDict) -> Wanted:
    """The wish behind an address; what is not understood narrows nothing."""
    page, phases = query.get("page", "1"), _several(query, "phase")
    return Wanted(
        tab=_tab(query, phases),
        phases=phases,
        categories=_several(query, "category"),
        areas=_several(query, "area"),
        units=_several(query, "unit"),
        urgent=query.get("urgent") == "1",
        channel=_clean(query.get("channel", ""))[:24],
        text=_clean(query.get("q", ""))[:200],
        page=int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 10_000 else 1,
    )


def _tab(query: QueryDict, phases: tuple[str, ...]) -> str:
    """The tab that is named, or that an address from elsewhere means (`late=overdue`, `coordinator=1`, phases)."""
    tab = query.get("tab", "")
    if tab in TABS:
        return tab
    if query.get("late", "") in {"overdue", "soon"}:
        return query.get("late", "")
    if query.get("coordinator") == "1":
        return "coordinator"
    return "all" if phases or tab or query.get("q") else "new"


def _several(query: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(_clean(value)[:64] for value in query.getlist(name) if value)[:50]


def _clean(text: str) -> str:
    return text.replace("\x00", "")


@dataclass(frozen=True)
class Queue:
    """One page: the rows, how many there are (`is_more` when counting stopped), what hangs on them."""

    cases: list[Case]
    total: int
    is_more: bool
    page: int
    pages: int
    duplicates: Mapping[str, int]


def _rows(actor: Actor, wanted: Wanted) -> QuerySet[Case]:
    cases = seen_by(actor).filter(_in_tab(wanted.tab, actor))
    narrow: dict[str, object] = {
        "service__in": with_leaves(wanted.categories) if wanted.categories else (),
        "area__in": wanted.areas,
        "unit__in": wanted.units,
        "urgency": "urgent" if wanted.urgent else "",
        "phase__in": wanted.phases,
        "channel": wanted.channel,
    }
    cases = cases.filter(**{name: value for name, value in narrow.items() if value})
    if wanted.text:
        cases = with_words(cases, wanted.text, _MOST_FOUND, is_narrow=wanted.tab != "all")
    return cases


def _in_tab(tab: str, actor: Actor) -> Q:
    now = clock.now()
    if tab == "overdue":
        return Q(phase__in=OPEN, due_at__lt=now)
    if tab == "soon":
        return Q(phase__in=OPEN, due_at__gte=now, due_at__lt=now + SOON)
    return Q(keeper=actor.ref, phase__in=OPEN) if tab == "mine" else _NARROW[tab]


def _ordered(cases: QuerySet[Case], tab: str) -> QuerySet[Case]:
    return cases.order_by("-id") if tab == "all" else cases.order_by(F("due_at").asc(nulls_last=True), "id")


def _page(rows: QuerySet[Case], wanted: Wanted, start: int, end: int) -> list[Case]:
    """Some rows in the order of the view.

    Each open phase lies in an index in the order of its deadlines; all together no index has them, and a night with
    50,000 open reports would be sorted for every page.
    """
    rows = rows.defer("due_trace", "routing_why")
    if wanted.tab == "all":
        return list(_ordered(rows, wanted.tab)[start:end])
    phases = wanted.phases or (("received",) if wanted.tab == "new" else OPEN)
    keys: list[tuple[datetime | None, int]] = []
    for phase in phases:
        dated = rows.filter(phase=phase, due_at__isnull=False).order_by("due_at", "id")
        keys += dated.values_list("due_at", "id")[:end]
    keys.sort()
    if len(keys) < end:
        undated = rows.filter(phase__in=phases, due_at=None).order_by("id").values_list("due_at", "id")
        keys += undated[: end - len(keys)]
    wanted_ids = [key for _due_at, key in keys[start:end]]
    found = {case.pk: case for case in rows.filter(pk__in=wanted_ids)}
    return [found[key] for key in wanted_ids if key in found]


def queue(actor: Actor, wanted: Wanted) -> Queue:
    """One page of what this actor may see, nearest deadline first."""
    rows = _rows(actor, wanted)
    total = counted(rows)
    pages = max(1, -(-total // PAGE))
    page = min(wanted.page, pages)
    cases = _page(rows, wanted, (page - 1) * PAGE, page * PAGE)
    return Queue(cases, total, total > MOST_COUNTED, page, pages, duplicates_of_many([c.ref for c in cases]))


def counted(rows: QuerySet[Case]) -> int:
    """How many, counted to one more than anybody is shown."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def tab_counts(actor: Actor, tabs: Iterable[str] = TABS[:5]) -> dict[str, int]:
    """The numbers on the tabs, each counted only as far as it is shown."""
    return {tab: counted(_rows(actor, Wanted(tab=tab))) for tab in tabs}


def queued(codes: Iterable[str], actor: Actor) -> list[Case]:
    """Reports by number, for rows that changed; those the actor may see, in the order asked for."""
    found = {case.code: case for case in seen_by(actor).filter(code__in=list(codes)[:200])}
    return [found[code] for code in codes if code in found]


def still_wanted(actor: Actor, wanted: Wanted, codes: Iterable[str]) -> list[Case]:
    """Which of these reports still belong to the view."""
    return list(_rows(actor, replace(wanted, page=1)).filter(code__in=list(codes)[:200]))


def newer_than(moment: datetime, actor: Actor, wanted: Wanted) -> list[Case]:
    """Rows of the view that came in since, nearest deadline first."""
    rows = _rows(actor, replace(wanted, page=1)).filter(opened_at__gt=moment.astimezone(UTC))
    return list(_ordered(rows, wanted.tab)[:PAGE])


@dataclass(frozen=True)
class View:
    """A saved view with its count; `is_own` when this person may remove it."""

    code: str
    name: str
    query: str
    count: int
    is_more: bool
    is_shared: bool
    is_own: bool


def saved_views(actor: Actor) -> list[View]:
    """One's own views and the shared ones, each with how many reports it holds now."""
    found = []
    for row in SavedFilter.objects.filter(Q(owner=actor.ref) | Q(is_shared=True)).order_by("name")[:60]:
        count = counted(_rows(actor, read_wanted(QueryDict(row.query))))
        own = row.owner == actor.ref or actor.has("coordinator")
        found.append(View(row.code, row.name, row.query, count, count > MOST_COUNTED, row.is_shared, own))
    return found


def desk_wish(actor: Actor) -> tuple[bool, bool]:
    """Whether this person works with keys, and with the map."""
    wish = DeskWish.objects.filter(account=actor.ref).first()
    return (wish.has_keys, wish.has_map) if wish else (True, True)


def last_step(actor: Actor) -> Step | None:
    """The latest action of this person that can be undone."""
    return Step.objects.filter(actor=actor.ref, undone_at=None).order_by("-id").first()


def photos_of(cases: Iterable[Case]) -> dict[int, list[Photo]]:
    """Pictures of reports by the key of the report, in one question."""
    found: dict[int, list[Photo]] = {}
    for photo in Photo.objects.filter(case__in=list(cases)).order_by("id"):
        found.setdefault(photo.case_id, []).append(photo)
    return found
