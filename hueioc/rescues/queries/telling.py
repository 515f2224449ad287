"""What other doors need of rescue: lines of the inbox and the search box, sentences of notices, open tables."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.rescues.models import Damage, Rescue
from hueioc.rescues.queries.board import may_see_board, seen_by
from hueioc.rescues.queries.looks import chips_of, people_words
from hueioc.rescues.queries.packs import has_rescue, terms
from hueioc.workflow.queries import FoundLine, OwedLine, area_label, deadline_chip, page_of

# Fewer households of one ward and kind than this are not told apart: a neighbour would know whose it is.
FEWEST_TOLD = 3


class Telling(NamedTuple):
    """Whom a notice about a call concerns: its account, the contact in the vault, language and secret link."""

    code: str
    account: str
    contact: str
    language: str
    path: str


def callers_of_many(codes: Collection[str]) -> list[Telling]:
    """For doors that address notices; never shown on a page. Unknown and erased ones are left out."""
    found = Rescue.objects.filter(code__in=codes, erased_at=None)
    return [
        Telling(one.code, one.account, one.contacts[0] if one.contacts else "", one.language, f"/s/{one.secret}/")
        for one in found
    ]


def notice_words() -> dict[str, str]:
    """What notices about calls say, by topic, in the active language; nothing of who and where."""
    return {
        "received": _("Your call for rescue %(number)s was received. Go as high as you can."),
        "accepted": _("A team has call for rescue %(number)s."),
        "told": _("Call for rescue %(number)s: a team is on its way or with you."),
        "answered": _("Call for rescue %(number)s: see what happened."),
        "reopened": _("Call for rescue %(number)s was opened again."),
        "closed": _("Call for rescue %(number)s is closed."),
        "merged": _("Call for rescue %(number)s was joined with another about the same people; the link still works."),
        "offered": _("Call for rescue %(number)s is with a team of your unit."),
        "taken_back": _("Call for rescue %(number)s was taken back from your unit's team."),
        "due_soon": _("Little time is left for call for rescue %(number)s."),
        "overdue": _("Call for rescue %(number)s waits longer than it may."),
    }


def owed_lines(actor: Actor, most: int) -> list[OwedLine]:
    """Open calls in the hands of the actor's units: their teams have them, or their people wait for one."""
    if not actor.units:
        return []
    mine = Q(unit__in=actor.units) | Q(home_unit__in=actor.units)
    found = Rescue.objects.filter(mine, lead="").exclude(phase="closed").order_by("-rank", "id")[:most]
    now = clock.now()
    return [
        OwedLine(
            ref=one.ref,
            page=page_of(one.ref),
            # No address: the inbox is also a mail.
            title=" · ".join(filter(None, [people_words(one), area_label(one.area) if one.area else ""])),
            chips=chips_of(one),
            deadline=deadline_chip(one, now),
            due_at=one.due_at,
            group=_("Rescue"),
            board="/rescues/",
        )
        for one in found
    ]


def find_lines(text: str, actor: Actor, most: int) -> list[FoundLine]:
    """Calls for the search box of staff, by number or words of the address, as far as the actor may see them."""
    plain = text.replace("\x00", "").strip()
    if not may_see_board(actor) or len(plain) < 3:
        return []
    words = Q(code__icontains=plain.upper()) | Q(address__icontains=plain)
    found = seen_by(actor).filter(words).order_by("-id")[:most]
    return [
        FoundLine(
            page_of(one.ref), one.code, one.address or people_words(one), _("Rescue %(number)s") % {"number": one.code}
        )
        for one in found
    ]


def open_tables() -> list[tuple[str, str]]:
    """What the catalogue of open data says of rescue."""
    return [(_("Damage declared by households, by ward"), "/damage/figures.csv")] if has_rescue() else []


def damage_rows() -> Iterator[dict[str, str | int]]:
    """Declared damage by ward and kind: households and amount; few households of a ward are left out."""
    found: dict[tuple[str, str], list[int]] = {}
    for area, lines in Damage.objects.values_list("area", "lines").iterator():
        for kind, many in lines.items():
            found.setdefault((area, kind), []).append(many)
    known = {one.code for one in terms().damage}
    for (area, kind), amounts in sorted(found.items()):
        if len(amounts) >= FEWEST_TOLD and kind in known:
            yield {"area": area, "kind": kind, "households": len(amounts), "amount": sum(amounts)}


def kept_of(actor: Actor, most: int = 200) -> list[dict[str, object]]:
    """What is kept of the calls this person made, signed in."""
    if actor.kind != "account":
        return []
    return [
        {
            "number": one.code,
            "text": one.text,
            "address": one.address,
            "people": one.people,
            "at": one.opened_at.isoformat(),
            "erased_at": one.erased_at.isoformat() if one.erased_at else None,
        }
        for one in Rescue.objects.filter(account=actor.account).order_by("-id")[:most]
    ]


def night_figures() -> dict[str, int]:
    """How the night stands, for the head of the board: open, waiting, people in them, with a team, safe since."""
    live = Q(lead="") & ~Q(phase="closed")
    return Rescue.objects.aggregate(
        people=Sum("people", filter=live, default=0),
        safe=Count("id", filter=Q(lead="", phase="closed", outcome="safe")),
        merged=Count("id", filter=~Q(lead="")),
    )
