"""Lists of warnings: for staff by tab, for everybody what holds now and what held before, and the CAP feed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import Actor
from hueioc.places.rules import Sketch
from hueioc.warnings.models import Alert, Happening, Received
from hueioc.warnings.queries.choices import categories_on, number
from hueioc.warnings.queries.composing import exercise_mark, in_language, place_words, sketch_of
from hueioc.warnings.queries.standing import visible_to
from hueioc.warnings.queries.wording import chips_of
from hueioc.workflow.queries import FoundLine, OwedLine, catalogue, category_name, deadline_chip, page_of

PAGE = 30
TABS = {
    "waiting": gettext_lazy("Waits for release"),
    "drafts": gettext_lazy("Drafts"),
    "force": gettext_lazy("In force"),
    "past": gettext_lazy("Over"),
}
_TAB: dict[str, Q] = {
    "waiting": Q(phase="assigned"),
    "drafts": Q(phase="received"),
    "force": Q(phase="in_work"),
    "past": Q(phase="closed"),
}


@dataclass(frozen=True)
class Listed:
    """One page of a list: the rows, how many there are in all, and the page's number from 1."""

    rows: list[Alert]
    total: int
    page: int
    pages: int


def _page(found: Any, page: int) -> Listed:
    total = found.count()
    pages = max(1, -(-total // PAGE))
    at = min(max(1, page), pages)
    return Listed(list(found.defer("cap")[(at - 1) * PAGE : at * PAGE]), total, at, pages)


def board(actor: Actor, *, tab: str = "waiting", page: int = 1) -> Listed:
    """One tab for staff, the newest first. Raises NotAllowed for who is no staff."""
    if not actor.is_staff:
        raise NotAllowed(_("Drafts of warnings are for staff. Warnings in force are on the public page."))
    return _page(Alert.objects.filter(visible_to(actor), _TAB[tab]).order_by("-opened_at", "-id"), page)


def counts(actor: Actor) -> dict[str, int]:
    """How many stand behind each tab."""
    return {tab: Alert.objects.filter(visible_to(actor), wanted).count() for tab, wanted in _TAB.items()}


def in_force(*, exercises: bool = True) -> list[Alert]:
    """Released warnings that hold now, the gravest and newest first."""
    found = Alert.objects.filter(phase="in_work", released_at__isnull=False, expires_at__gt=clock.now())
    if not exercises:
        found = found.filter(is_exercise=False)
    return list(found.order_by("is_exercise", "-level", "-released_at", "-id")[:200])


def archive(*, page: int = 1, hazard: str = "", year: int = 0) -> Listed:
    """Released warnings that hold no more, exercises among them and marked, the newest first."""
    found = Alert.objects.filter(phase="closed", released_at__isnull=False)
    if hazard:
        found = found.filter(service=hazard)
    if year:
        found = found.filter(released_at__year=year)
    return _page(found.order_by("-released_at", "-id"), page)


def findings_of(alerts: Collection[Alert]) -> dict[int, Happening]:
    """The newest word on what really happened, by the key of its warning."""
    rows = Happening.objects.filter(alert_id__in=[one.pk for one in alerts]).order_by("id")
    return {row.alert_id: row for row in rows}


class Score(NamedTuple):
    """How well real warnings of a year were borne out: counts by finding, and how many have none yet."""

    by_finding: dict[str, int]
    without: int
    total: int


def score(year: int) -> Score:
    """Counted over first messages and updates that are over; cancellations, all-clears and exercises are left out."""
    found = Alert.objects.filter(phase="closed", released_at__year=year, is_exercise=False)
    alerts = list(found.filter(message__in=("alert", "update")).only("pk")[:5000])
    known = findings_of(alerts)
    by: dict[str, int] = {}
    for one in known.values():
        by[one.finding] = by.get(one.finding, 0) + 1
    return Score(by, len(alerts) - len(known), len(alerts))


def feed(day: date | None = None) -> list[Alert]:
    """What stands in the CAP feed: released messages in force, and those that ended some days ago, newest first."""
    now = clock.now()
    kept = timedelta(days=number("shown_after_days", day or clock.day_of(now)))
    wanted = Q(phase="in_work") | Q(closed_at__gte=now - kept)
    return list(Alert.objects.filter(wanted, released_at__isnull=False).order_by("-released_at", "-id")[:200])


def cap_text(identifier: str) -> str | None:
    """A released message as it was sent; None for everything else."""
    found = Alert.objects.filter(identifier=identifier.replace("\x00", ""), released_at__isnull=False)
    return found.values_list("cap", flat=True).first()


def sources_drafted(sources: Iterable[str]) -> set[str]:
    """Those of some references from which a warning was drafted already, whatever became of it."""
    return set(Alert.objects.filter(source__in=list(sources)).values_list("source", flat=True))


def warnings_to_expire(at: datetime, limit: int = 500) -> list[str]:
    """Numbers of warnings in force whose time is over."""
    found = Alert.objects.filter(phase="in_work", expires_at__lte=at)
    return list(found.order_by("expires_at").values_list("code", flat=True)[:limit])


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """What waits for this actor: drafts to release, own drafts sent back, and received messages nobody looked at."""
    now = clock.now()
    is_second = actor.has("leader") or actor.has("coordinator") or actor.has("unit_head")
    wanted = Q(phase="received") & (Q(drafted_by__in=actor.refs) | Q(unit__in=[one for one in actor.units if one]))
    if is_second:
        wanted |= Q(phase="assigned") & ~Q(submitted_by=actor.ref)
    rows = Alert.objects.filter(visible_to(actor), wanted).defer("cap").order_by("due_at")[:most]
    lines = [
        OwedLine(
            ref=one.ref,
            page=page_of(one.ref),
            title=in_language(one, get_language() or "vi")["headline"],
            chips=chips_of(one, public=False),
            deadline=deadline_chip(one, now),
            due_at=one.due_at,
            group=_("Warnings"),
            board="/warnings/desk/",
        )
        for one in rows
    ]
    if actor.is_centre:
        lines += [
            _received_line(row) for row in Received.objects.filter(state="new").defer("body")[: most - len(lines)]
        ]
    return lines


def _received_line(row: Received) -> OwedLine:
    return OwedLine(
        ref=row.ref,
        page=f"/warnings/received/{row.code}/",
        title=_("Received: %(headline)s") % {"headline": row.headline or row.identifier},
        chips=[],
        deadline=None,
        due_at=None,
        group=_("Warnings"),
        board="/warnings/received/",
    )


def find_lines(words: str, actor: Actor, most: int = 8) -> list[FoundLine]:
    """Warnings whose number or hazard was typed."""
    typed = words.strip().lower()[:80]
    if not typed:
        return []
    names = [one.code for one in categories_on(clock.today()) if typed in " ".join(one.names.values()).lower()]
    wanted = Q(code__iexact=typed) | Q(service__in=names)
    rows = Alert.objects.filter(visible_to(actor), wanted).defer("cap").order_by("-id")[:most]
    language = get_language() or "vi"
    return [
        FoundLine(page_of(one.ref), one.code, in_language(one, language)["headline"], category_name(one.service))
        for one in rows
    ]


class HomeAlert(NamedTuple):
    """A line for the top of the citizen's home."""

    title: str
    words: str
    path: str
    icon: str
    css: str


def home_alerts() -> list[HomeAlert]:
    """Real warnings in force, at most three; an exercise never stands there."""
    language = get_language() or "vi"
    return [
        HomeAlert(
            title=in_language(one, language)["headline"],
            words=place_words(one.area_words, one.area_units, "vi" if language == "vi" else "en")[:160],
            path=f"/warnings/{one.code}/",
            icon=catalogue().category(one.service).icon,
            css=f"risk-{one.level}",
        )
        for one in in_force(exercises=False)[:3]
    ]


class Bulletin(NamedTuple):
    """What notices must know of a released message to tell those concerned: texts by language, and where."""

    subject: str
    lane: str
    hazard: str
    is_exercise: bool
    units: list[str]
    sketch: Sketch | None
    texts: dict[str, dict[str, str]]
    mark: dict[str, str]
    path: str
    expires_at: datetime


def bulletins_of_many(subjects: Collection[str]) -> dict[str, Bulletin]:
    """Released messages by their reference; everything else is left out."""
    codes = [subject.partition(":")[2] for subject in subjects]
    rows = Alert.objects.filter(code__in=codes, released_at__isnull=False).defer("cap")
    return {
        one.ref: Bulletin(
            subject=one.ref,
            lane="bulletin",
            hazard=one.service,
            is_exercise=one.is_exercise,
            units=list(one.area_units),
            sketch=sketch_of(one.sketch),
            texts=one.texts,
            mark={name: exercise_mark(name) for name in ("vi", "en")} if one.is_exercise else {},
            path=f"/warnings/{one.code}/",
            expires_at=one.expires_at,
        )
        for one in rows
    }


def drafters_of_many(codes: Collection[str]) -> dict[str, str]:
    """For the door that addresses notices: the account that submitted or drafted each, by reference; no machine."""
    rows = Alert.objects.filter(code__in=codes).defer("cap", "texts")
    found = {one.ref: one.submitted_by or one.drafted_by for one in rows}
    return {ref: account for ref, account in found.items() if account.startswith("account:")}


def notice_words() -> dict[str, str]:
    """Sentences by topic, in the active language."""
    return {
        "received": _("Warning %(number)s was drafted."),
        "closed": _("Warning %(number)s holds no more."),
        "told": _("A second person has decided on warning %(number)s."),
        "awaits": _("Warning %(number)s waits for a second person to release it."),
    }
