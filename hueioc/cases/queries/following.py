"""Who follows a report, which reports somebody follows, and which open ones near a place can be joined."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from hueioc.cases.models import Case, Follower
from hueioc.cases.queries.near import around
from hueioc.lib import clock
from hueioc.lib.geo import Point, metres_between
from hueioc.workflow.queries import category_name

_OPEN = ("received", "assigned", "in_work")


@dataclass(frozen=True)
class Following:
    """How many people besides the reporter follow a report, and whether this person is one of them."""

    many: int
    is_joined: bool


@dataclass(frozen=True)
class Joinable:
    """An open report near a place, as much as a stranger may know of it: what, how far, since when, how many people."""

    code: str
    category: str
    name: str
    text: str
    metres: int
    opened_at: datetime
    people: int
    is_joined: bool


def following(case: Case, person: str) -> Following:
    """The followers of one report."""
    live = Follower.objects.filter(case=case, left_at=None)
    return Following(live.count(), bool(person) and live.filter(person=person).exists())


def joined_cases(person: str, limit: int = 50) -> list[Case]:
    """Reports of others that this person follows, the latest first."""
    if not person:
        return []
    rows = Follower.objects.filter(person=person, left_at=None).select_related("case").order_by("-id")
    return [row.case for row in rows[:limit]]


def joinable_near(
    point: Point, categories: Iterable[str] = (), *, person: str = "", radius_m: float = 100.0, days: int = 14
) -> list[Joinable]:
    """Open reports close by, nearest first; sensitive ones only when they were published. At most three.

    Of a report that is not public only its category, distance and age are told.
    """
    now, wanted = clock.now(), set(categories)
    cases = Case.objects.filter(
        around(point, radius_m), phase__in=_OPEN, opened_at__gte=now - timedelta(days=days)
    ).order_by("-opened_at")[:100]
    near = [(metres_between(point, case.point), case) for case in cases if case.point and _may_be_known(case)]
    fits = [(metres, case) for metres, case in near if metres <= radius_m and (not wanted or case.service in wanted)]
    chosen = sorted(fits, key=lambda pair: pair[0])[:3]
    counted = _people([case for _metres, case in chosen])
    mine = {case.pk for case in joined_cases(person)}
    return [
        Joinable(
            *(case.code, case.service, category_name(case.service)),
            text=case.public_text.split("\n", 1)[0][:90] if case.is_public else "",
            metres=round(metres),
            opened_at=case.opened_at,
            people=1 + counted.get(case.pk, 0),
            is_joined=case.pk in mine,
        )
        for metres, case in chosen
    ]


def _may_be_known(case: Case) -> bool:
    return case.is_public or not case.is_sensitive


def _people(cases: list[Case]) -> dict[int, int]:
    rows = Follower.objects.filter(case__in=cases, left_at=None).values_list("case").annotate(many=Count("id"))
    return dict(rows.order_by())


def followers_of_many(codes: Collection[str]) -> dict[str, list[str]]:
    """References of the accounts that follow reports; browsers are told by the messages they asked for."""
    live = Follower.objects.filter(case__code__in=codes, left_at=None, person__startswith="account:")
    found: dict[str, list[str]] = {}
    for code, person in live.order_by("id").values_list("case__code", "person"):
        found.setdefault(code, []).append(person)
    return found
