"""One call as staff see it with what they may do, and as the family sees it by its secret link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hueioc.journal.events import Event
from hueioc.journal.queries import facts_of
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.rescues.events import RescueClosed, RescueHanded, RescueMoved, RescueNoted, RescueOpened
from hueioc.rescues.models import Match, Rescue, Safe, Search
from hueioc.rescues.queries.comparing import Candidate, candidates
from hueioc.rescues.queries.looks import channel_words
from hueioc.rescues.queries.packs import level_words, number
from hueioc.rescues.rules.access import ABSENT, family_of, is_coordinator, is_family, may_reach, may_see
from hueioc.workflow.queries import catalogue, outcome_label, parts_of, unit_label
from hueioc.workflow.rules.roles import possible_verbs, stand


@dataclass(frozen=True)
class RescueView:
    """A call with what this actor may do; `call` is what leads when it was merged, `own` the one asked for."""

    call: Rescue
    own: Rescue
    merged: list[Rescue]
    likely: list[Candidate]
    can: frozenset[str]
    may_reach: bool


def rescue_view(code: str, actor: Actor) -> RescueView:
    """The call for this actor. Raises NotFound when there is none they may see."""
    call = Rescue.objects.select_related("team", "shelter").filter(code=code.replace("\x00", "")).first()
    if call is None or not may_see(call, actor):
        raise NotFound(ABSENT)
    verbs = possible(call, actor)
    likely = []
    if call.is_board and is_coordinator(actor):
        likely = candidates(call, least=number("merge_likely"))
        likely = [one for one in likely if one.call.code != call.code and one.call.is_board][:5]
    return RescueView(
        call=call,
        own=call,
        merged=list(Rescue.objects.filter(lead=call.code).order_by("id")),
        likely=likely,
        can=verbs,
        may_reach=may_reach(call, actor),
    )


def possible(call: Rescue, actor: Actor) -> frozenset[str]:
    """Verbs the actor may give now."""
    place = stand(actor, is_reporter=is_family(call, actor), parts=parts_of(call.ref))
    process = catalogue().process_of(call.service)
    return frozenset(
        one.verb for one in possible_verbs(process, phase=call.phase, wait_reason=call.wait_reason, place=place)
    )


@dataclass(frozen=True)
class FamilyView:
    """What a secret link shows: the call that leads now, what the holder may do, and who asks for them."""

    own: Rescue
    call: Rescue
    actor: Actor
    can: frozenset[str]
    asks: list[tuple[Match, str]]


def family_view(secret: str) -> FamilyView:
    """The call behind a secret link, followed to the one it was merged into. Raises NotFound."""
    own = Rescue.objects.filter(secret=secret.replace("\x00", "")).first() if secret else None
    if own is None:
        raise NotFound(_("This link is not valid. Check that it was copied whole."))
    lead = Rescue.objects.select_related("team", "shelter").filter(code=own.lead).first() if own.lead else None
    call, actor = lead or own, family_of((lead or own).code)
    can = possible(call, actor)
    # Somebody else's call goes on for these people: it is told of and added to, never ended from here.
    return FamilyView(own, call, actor, can - {"withdraw"} if lead else can, asks_of(own.ref))


def asks_of(found: str) -> list[tuple[Match, str]]:
    """Who looks for whom this link stands for, with the words they say about themselves; the latest first."""
    rows = Match.objects.filter(found=found, search__erased_at=None).select_related("search").order_by("-id")[:20]
    return [(row, row.search.relation) for row in rows]


@dataclass(frozen=True)
class SearchView:
    """What whoever looks for a relative reads: nothing but that it goes on, until somebody said yes."""

    search: Search
    found: list[tuple[datetime, str]]


def search_view(secret: str) -> SearchView:
    """A search by its secret link. Whether somebody was met and said no, it does not tell."""
    search = Search.objects.filter(secret=secret.replace("\x00", ""), erased_at=None).first() if secret else None
    if search is None:
        raise NotFound(_("This link is not valid, or the search has ended."))
    found = []
    for row in Match.objects.filter(search=search, state="yes").order_by("id"):
        if row.answered_at:
            found.append((row.answered_at, _found_words(row.found)))
    return SearchView(search, found)


def _found_words(found: str) -> str:
    kind, _colon, code = found.partition(":")
    if kind == "safe":
        note = Safe.objects.filter(code=code).values_list("note", flat=True).first() or ""
        return _("Says: I am safe. %(note)s") % {"note": note}
    call = Rescue.objects.filter(code=code).first()
    lead = Rescue.objects.filter(code=call.lead).first() if call and call.lead else call
    if lead is not None and lead.phase == "closed" and lead.outcome == "safe":
        return _("Was rescued and is safe.")
    return _("Called for help and is being helped. You are told here when they are safe.")


def safe_view(secret: str) -> tuple[Safe, list[tuple[Match, str]]]:
    """A message of safety by its secret link, with who asks. Raises NotFound."""
    row = Safe.objects.filter(secret=secret.replace("\x00", ""), erased_at=None).first() if secret else None
    if row is None:
        raise NotFound(_("This link is not valid, or the message was erased."))
    return row, asks_of(row.ref)


@dataclass(frozen=True)
class Happening:
    """One line of the time line: when, what, and a class for the dot beside it."""

    at: datetime
    words: str
    css: str = ""


def _moved(event: Any) -> tuple[str, str]:
    said = {
        "assign": _("Given to a team."),
        "unassign": _("Taken back from the team."),
        "start": _("The team is on its way."),
        "reach": _("The team is there."),
        "unmerge": _("Merging was undone."),
        "reopen": _("Opened again."),
    }.get(event.verb, "")
    return said, "t-progress"


def _noted(event: Any) -> tuple[str, str]:
    other = event.other.partition(":")[2]
    if event.verb == "overridden":
        said = _("Priority counted again.") if event.reason == "counted" else _("Priority set by hand: %(level)s.")
        return said % {"level": level_words(event.reason)} if "%" in said else said, ""
    said = {
        "merged": _("Call %(number)s was merged into this one."),
        "unmerged": _("Call %(number)s was taken out again."),
        "kept_apart": _("Looked at beside %(number)s: different people."),
        "corrected": _("What the call says was corrected."),
        "said_safe": _("Whoever made call %(number)s says that all are safe. Ask before you end it."),
        "photo": _("A picture was added."),
        "erased": _("Personal data were erased by rule."),
    }.get(event.verb, "")
    return said % {"number": other} if "%" in said else said, ""


def _closed(event: Any) -> tuple[str, str]:
    return outcome_label(event.service, event.outcome, public=False), "t-resolved"


_SAYS: dict[type[Event], Callable[[Any], tuple[str, str]]] = {
    RescueOpened: lambda event: (_("Received by %(way)s.") % {"way": channel_words(event.channel)}, "t-new"),
    RescueHanded: lambda event: (
        _("With %(unit)s.") % {"unit": unit_label(event.unit)} if event.step == "offered" else "",
        "t-triaged",
    ),
    RescueMoved: _moved,
    RescueNoted: _noted,
    RescueClosed: _closed,
}


def timeline(call: Rescue) -> list[Happening]:
    """Everything that happened, newest first."""
    happenings = []
    for fact in facts_of(call.ref):
        says = _SAYS.get(type(fact.event))
        words, css = says(fact.event) if says else ("", "")
        if words:
            happenings.append(Happening(fact.happened_at, words, css))
    return happenings[::-1]
