"""The versions of a page and what changed between two of them."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.handbook.models import Version
from hueioc.handbook.queries.reading import page_view
from hueioc.handbook.rules import Line, differences
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.people.queries import display_names
from hueioc.people.rules import Actor


class VersionLine(NamedTuple):
    """One line of the list of versions: the version, who saved it, and the number before it (0 for the first)."""

    version: Version
    who: str
    before: int


@dataclass(frozen=True)
class Change:
    """Two versions, and how the second one differs in its text, its title, its source and its days."""

    old: Version
    new: Version
    lines: list[Line]
    title: list[Line]
    source: list[Line]
    has_other_days: bool


def versions_of(code: str, actor: Actor) -> list[VersionLine]:
    """All versions, the latest first; for staff, because a page's past is no advice to the public."""
    if not actor.is_staff:
        raise NotAllowed(_("Earlier versions are for staff. Your administrator can give you a role."))
    page = page_view(code, actor).page
    rows = list(Version.objects.filter(page=page).order_by("-number"))
    names = display_names(row.by for row in rows)
    return [VersionLine(row, names.get(row.by, ""), row.number - 1) for row in rows]


def change_between(code: str, actor: Actor, old: int, new: int) -> Change:
    """What changed from one version to another. Raises NotFound for a version that does not exist."""
    by_number = {line.version.number: line.version for line in versions_of(code, actor)}
    if old not in by_number or new not in by_number:
        raise NotFound(_("There is no such version of this page."))
    one, other = by_number[old], by_number[new]
    days = (one.valid_from, one.valid_to, one.is_public) != (other.valid_from, other.valid_to, other.is_public)
    return Change(
        old=one,
        new=other,
        lines=differences(one.body, other.body),
        title=differences(one.title, other.title),
        source=differences(one.legal_source, other.legal_source),
        has_other_days=days,
    )
