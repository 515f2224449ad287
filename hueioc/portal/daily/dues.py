"""Everything one person owes, of every kind of work, as lines that name numbers and never what they are about."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from hueioc.people.rules import Actor
from hueioc.portal.inbox.owed import other_work, owed_to


class DueLine(NamedTuple):
    """One thing that is owed: its reference, the kind in words, its page, until when, whether it is confidential."""

    ref: str
    kind: str
    page: str
    due_at: datetime | None
    is_withheld: bool

    @property
    def number(self) -> str:
        return self.ref.partition(":")[2]


def dues_of(actor: Actor) -> list[DueLine]:
    """What the actor and their units owe, the nearest deadline first; the doors of the inbox are asked."""
    lines = [
        DueLine(one.case.ref, _("Report"), f"/reports/{one.case.code}/", one.due_at, is_withheld=False)
        for one in (owed_to(actor) if actor.units else [])
    ]
    for group in other_work(actor):
        lines += [DueLine(one.ref, group.title, one.page, one.due_at, one.is_withheld) for one in group.lines]
    return sorted(lines, key=lambda one: (one.due_at is None, one.due_at.timestamp() if one.due_at else 0.0))
