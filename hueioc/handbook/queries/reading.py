"""One page as a person may see it, and the shelves of all pages by the unit that owns them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from hueioc.handbook.models import Page, Remark, Version
from hueioc.handbook.queries.finding import read_by
from hueioc.handbook.queries.rules import check_after, unhelpful_reasons
from hueioc.handbook.rules import is_in_force, may_read, may_write
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.people.queries import display_names
from hueioc.people.rules import Actor
from hueioc.workflow.queries import said, unit_label


@dataclass(frozen=True)
class PageView:
    """A page with what this actor may do; `unhelpful` and `to_check` are told to its owner only."""

    page: Page
    unit: str
    is_mine: bool
    is_in_force: bool
    unhelpful: int
    unhelpful_now: int
    to_check: bool
    my_remark: str


def page_view(code: str, actor: Actor) -> PageView:
    """The page for this actor. Raises NotFound when there is none they may read."""
    page = Page.objects.filter(code=code.replace("\x00", "")).first()
    if page is None or not may_read(page, actor):
        raise NotFound(_("There is no such page in the handbook, or it is not for you."))
    now, mine = clock.now(), may_write(page, actor)
    by_version: dict[int, int] = {}
    if mine:
        rows = Remark.objects.filter(page=page).values_list("version").annotate(many=Count("id"))
        by_version = dict(rows.order_by())
    own = Remark.objects.filter(page=page, version=page.version, by=actor.ref).first()
    return PageView(
        page=page,
        unit=unit_label(page.unit),
        is_mine=mine,
        is_in_force=is_in_force(page, clock.day_of(now)),
        unhelpful=sum(by_version.values()),
        unhelpful_now=by_version.get(page.version, 0),
        to_check=mine and _is_old(page, now),
        my_remark=own.reason if own else "",
    )


def _is_old(page: Page, now: datetime) -> bool:
    return (
        page.state == "published"
        and bool(unhelpful_reasons())
        and page.checked_at <= now - check_after(clock.day_of(now))
    )


class Shelf(NamedTuple):
    """The pages of one unit by title; `is_mine` for a unit of the actor.

    With each page how many readers found its present version not helpful, which only its owner is told.
    """

    unit: str
    name: str
    is_mine: bool
    pages: list[tuple[Page, int]]


def shelves(actor: Actor, *, only: str = "", most: int = 500) -> list[Shelf]:
    """All pages the actor may read, by unit, the actor's own units first.

    `only` is drafts, to_check (both of the actor's own units), ended (out of force) or empty for what holds today.
    """
    now = clock.now()
    today = clock.day_of(now)
    found = list(read_by(actor).defer("body").order_by("title", "id")[:most])
    keeps = {
        "drafts": lambda page: page.is_draft,
        "to_check": lambda page: may_write(page, actor) and _is_old(page, now),
        "ended": lambda page: not page.is_draft and not is_in_force(page, today),
    }.get(only, lambda page: not page.is_draft and is_in_force(page, today))
    by_unit: dict[str, list[tuple[Page, int]]] = {}
    many = _unhelpful([page for page in found if may_write(page, actor)])
    for page in filter(keeps, found):
        by_unit.setdefault(page.unit, []).append((page, many.get(page.pk, 0)))
    shown = [Shelf(code, unit_label(code), code in actor.units, pages) for code, pages in by_unit.items()]
    return sorted(shown, key=lambda shelf: (not shelf.is_mine, shelf.name))


def _unhelpful(pages: list[Page]) -> dict[int, int]:
    """How many found the present version of each page not helpful."""
    rows = Remark.objects.filter(page__in=pages, version=F("page__version")).values_list("page").order_by()
    return dict(rows.annotate(many=Count("id"))) if pages else {}


class Remarked(NamedTuple):
    """What one reader said: about which version, why, in which words, and from which unit."""

    version: int
    reason: str
    text: str
    who: str
    at: datetime


def remarks_of(code: str, actor: Actor, most: int = 200) -> list[Remarked]:
    """What readers found not helpful, the latest first; for the owner only, and citizens stay without a name."""
    view = page_view(code, actor)
    if not view.is_mine:
        raise NotAllowed(_("Only staff of the unit that owns this page can read what readers said."))
    rows = list(Remark.objects.filter(page=view.page).order_by("-at", "-id")[:most])
    words = {one.code: said(one.names) for one in unhelpful_reasons()}
    names = display_names([row.by for row in rows if row.unit])
    return [
        Remarked(
            *(row.version, words.get(row.reason, row.reason), row.text),
            *(" · ".join(filter(None, [names.get(row.by, ""), unit_label(row.unit)])) if row.unit else "", row.at),
        )
        for row in rows
    ]


def page_from(origin: str, actor: Actor) -> str:
    """The code of the page that was written from a piece of work, where this actor may read it; empty for none."""
    found = read_by(actor).filter(origin=origin).first() if origin else None
    return found.code if found else ""


def kept_of(actor: Actor, most: int = 1000) -> dict[str, Any]:
    """What is kept in the handbook of what this person wrote: remarks and versions."""
    remarks = Remark.objects.filter(by=actor.ref).order_by("-id").select_related("page")[:most]
    versions = Version.objects.filter(by=actor.ref).order_by("-id").select_related("page")[:most]
    return {
        "remarks": [
            {"page": one.page.code, "reason": one.reason, "text": one.text, "at": one.at.isoformat()} for one in remarks
        ],
        "versions": [{"page": one.page.code, "version": one.number, "at": one.at.isoformat()} for one in versions],
    }
