"""The demo's handbook: pages of invented guidance, each written and published by the unit that owns it."""

from datetime import date, timedelta
from threading import Event

from hueioc.handbook.commands import draft_page, edit_page, publish_page
from hueioc.handbook.rules import NewVersion
from hueioc.lib import clock
from hueioc.lib.packs import Pack, read_toml
from hueioc.people.queries import units_with_role
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue

_AGE = timedelta(days=120)
_APART = timedelta(days=40)


class DemoPage(Pack, frozen=True, kw_only=True):
    """One invented page; `role` names the agency that owns it, `added` is what its second version says more."""

    role: str
    title: str
    body: str
    added: str = ""
    legal_source: str = ""
    is_public: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


class DemoPages(Pack, frozen=True, kw_only=True):
    """`demo-pages.toml` in a rules pack: the pages of the demo."""

    page: list[DemoPage]


def demo_pages() -> list[DemoPage]:
    """The pages of the first rules pack that has some. Raises PackError."""
    paths = [folder / "demo-pages.toml" for folder in catalogue().pack.folders("rules")]
    return next((read_toml(path, DemoPages).page for path in paths if path.exists()), [])


def tell_pages(stop: Event) -> int:
    """Write every page whose owner exists today, older ones first; returns how many."""
    told, now = 0, clock.now()
    for number, one in enumerate(demo_pages()):
        owners = units_with_role(one.role, clock.day_of(now))
        if stop.is_set() or not owners:
            continue
        owner = owners[0].code
        writer = Actor(ref="machine:demo", roles=frozenset({("officer", owner)}))
        with clock.at(now - _AGE - _APART * number):
            page = draft_page(_version(one), writer, unit=owner)
        with clock.at(now - _AGE - _APART * number + timedelta(hours=5)):
            if one.added:
                edit_page(page.code, _version(one, more=one.added), writer)
            publish_page(page.code, writer)
        told += 1
    return told


def _version(one: DemoPage, more: str = "") -> NewVersion:
    return NewVersion(
        title=one.title,
        body=one.body.strip() + more,
        legal_source=one.legal_source,
        is_public=one.is_public,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )
