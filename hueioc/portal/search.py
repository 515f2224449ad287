"""What the search of the citizen's home finds: kinds of problems, pages, and a report by its number."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.text import fold
from hueioc.workflow.pack import Category
from hueioc.workflow.queries import catalogue, category_icon, said


class Page(NamedTuple):
    """A page of the app with the words people look for it by."""

    path: str
    icon: str
    title: str | Promise
    about: str | Promise


class Hit(NamedTuple):
    """One line of the result: where it leads, its name, and what it is."""

    path: str
    title: str
    about: str
    icon: str


PAGES = (
    Page("/reports/", "list-search", _("Public reports"), _("What others have reported, and what became of it")),
    Page("/procedures/", "file-text", _("Procedures"), _("Papers, time and fee of each procedure; file it online")),
    Page("/d/", "list-search", _("Follow a dossier"), _("By its number or QR code, without an account")),
    Page("/rescue/", "lifebuoy", _("I need help"), _("Call for rescue in a flood, also without a network")),
    Page("/rescue/safe/", "circle-check", _("I am safe"), _("Let relatives know who look for you")),
    Page("/rescue/search/", "search", _("I look for somebody"), _("After a flood; the person decides who may know")),
    Page("/damage/", "home", _("Declare damage"), _("What a household lost in a flood")),
    Page("/dossiers/mine/", "clipboard-list", _("My dossiers"), _("What you filed online, and what is missing")),
    Page("/handbook/", "book", _("Guides"), _("How things are done here, explained by the unit that knows")),
    Page("/map/", "map-2", _("Map"), _("Open reports on the map of the city")),
    Page("/statistics/", "chart-bar", _("Figures"), _("How fast and how well wards and agencies answer")),
    Page("/reports/mine/", "clipboard-list", _("My reports"), _("What you sent, drafts, and what you follow")),
    Page("/open-data/", "download", _("Open data"), _("Every published number, to be checked")),
    Page("/notices/settings/", "bell", _("Messages"), _("What you are told of, and how")),
    Page("/me/", "user", _("My account"), _("Name, sign-in, my data")),
)


def groups() -> list[tuple[str, str, list[Hit]]]:
    """Every kind of problem that can be reported today, under the name and the icon of its group."""
    leaves = catalogue().leaves(clock.today())
    return [
        (said(group.names), category_icon(group.code), [_leaf(leaf) for leaf in leaves if leaf.parent == group.code])
        for group in catalogue().groups()
    ]


def find(words: str, limit: int = 12) -> list[Hit]:
    """Kinds of problems and pages whose names or keywords hold every typed word, blind to diacritics; best first."""
    wanted = fold(words).split()
    if not wanted:
        return []
    ranked = [(rank, hit) for hit, texts in _all() if (rank := _rank(wanted, texts)) is not None]
    return [hit for _rank_of, hit in sorted(ranked, key=lambda pair: (pair[0], pair[1].title))[:limit]]


def _all() -> Iterator[tuple[Hit, list[str]]]:
    for page in PAGES:
        yield Hit(page.path, str(page.title), str(page.about), page.icon), [str(page.title), str(page.about)]
    for leaf in catalogue().leaves(clock.today()):
        yield _leaf(leaf), [*leaf.names.values(), *leaf.keywords, *leaf.hint.values()]


def _leaf(leaf: Category) -> Hit:
    address = f"{reverse('case-report')}?category={leaf.code}"
    return Hit(address, said(leaf.names), said(leaf.hint) if leaf.hint else "", category_icon(leaf.code))


def _rank(wanted: list[str], texts: list[str]) -> int | None:
    """0 when the first text holds every word, 1 for another one, None when none does."""
    folded = [fold(text) for text in texts]
    fits = [number for number, text in enumerate(folded) if all(word in text for word in wanted)]
    return min(1, fits[0]) if fits else None
