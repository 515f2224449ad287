"""Finds pages by words and by likeness, with and without diacritics, each person only what they may read."""

from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hueioc.handbook.models import WORDS, Page
from hueioc.handbook.rules import is_in_force, plain
from hueioc.lib import clock
from hueioc.lib.words import keys_like, keys_with_words, likeness, words_of
from hueioc.people.rules import Actor
from hueioc.workflow.queries import FoundLine, page_of, unit_label

# The index ranks them; so many are read for a search, and so many compared word by word for likeness.
_MOST_READ, _MOST_COMPARED = 200, 60
# Below this share of shared word pairs a page only happens to use the same words.
LEAST_LIKENESS = 0.25


class Found(NamedTuple):
    """A page that was found, and how its text begins."""

    page: Page
    begins: str


def read_by(actor: Actor) -> QuerySet[Page]:
    """All pages the actor may read."""
    mine = Q(unit__in=actor.units, state="draft") if actor.units else Q(pk__in=())
    published = Q(state="published") if actor.is_staff else Q(state="published", is_public=True)
    return Page.objects.filter(mine | published)


def find_pages(text: str, actor: Actor, limit: int = 40) -> list[Found]:
    """Pages that hold every word: first those whose title holds them, then as the index ranks them."""
    keys = keys_with_words(WORDS, text, _MOST_READ)
    pages = read_by(actor).in_bulk(keys) if keys else {}
    wanted = words_of(text)
    ranked = [pages[key] for key in keys if key in pages]
    today = clock.today()
    ranked.sort(key=lambda page: (not is_in_force(page, today), not _titled(page, wanted)))
    return [Found(page, plain(page.body)) for page in ranked[:limit]]


def _titled(page: Page, wanted: list[str]) -> bool:
    title = words_of(page.title, most=100)
    return all(any(word.startswith(one) for word in title) for one in wanted)


def pages_like(text: str, actor: Actor, limit: int = 5) -> list[Found]:
    """Published pages in force that say much of what a text asks, the likest first; for somebody who still types."""
    keys = keys_like(WORDS, text, _MOST_COMPARED)
    today = clock.today()
    pages = [page for page in read_by(actor).filter(pk__in=keys, state="published") if is_in_force(page, today)]
    scored = [(likeness(text, f"{page.title} {page.body}"), page) for page in pages]
    near = sorted((one for one in scored if one[0] >= LEAST_LIKENESS), key=lambda one: (-one[0], -one[1].pk))
    return [Found(page, plain(page.body)) for _score, page in near[:limit]]


def find_lines(text: str, actor: Actor, most: int) -> list[FoundLine]:
    """Pages for the search box of staff; drafts are looked for on the shelves."""
    found = [one.page for one in find_pages(text, actor, limit=most) if not one.page.is_draft]
    return [
        FoundLine(page_of(page.ref), "", page.title, " · ".join((_("Handbook"), unit_label(page.unit))))
        for page in found
    ]
