"""What families do: say that they are safe, take their call back, look for relatives, and decide who may know."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.commands import erase_contacts, keep_contacts
from hueioc.people.rules import Actor, ContactData, rule
from hueioc.rescues.commands.assigning import end
from hueioc.rescues.commands.found import rescue_on_desk
from hueioc.rescues.events import SafetySaid, SearchChanged
from hueioc.rescues.models import Mark, Match, Rescue, Safe, Search
from hueioc.rescues.queries.comparing import marks_of
from hueioc.rescues.rules.access import FAMILY
from hueioc.rescues.rules.phones import plain

LONGEST_NOTE = 500


def say_safe_of_call(code: str, actor: Actor) -> Rescue:
    """The family says that everybody is safe: their call ends, and a team that was on its way is free."""
    with rescue_on_desk(code, actor) as desk:
        desk.allow("say_safe")
        end(desk, "say_safe", "safe")
    return desk.item


def hear_safe(code: str, actor: Actor, *, own: str) -> Rescue:
    """Whoever made a call that was merged says that all are safe. The desk hears it and decides: two callers may speak
    of two families, and only the link of the call that goes on ends it."""
    with rescue_on_desk(code, actor) as desk:
        desk.allow("say_safe")
        desk.note("said_safe", other=f"rescue:{own}")
    return desk.item


def withdraw_rescue(code: str, actor: Actor) -> Rescue:
    """The family needs no help any more, or the call was a mistake."""
    with rescue_on_desk(code, actor) as desk:
        desk.allow("withdraw")
        end(desk, "withdraw", "withdrawn")
    return desk.item


def _checked(*texts: str) -> None:
    if any(has_broken_characters(text) or len(text) > LONGEST_NOTE for text in texts):
        sentence = _("This text cannot be stored, or it is too long.")
        raise Invalid(sentence, fields={"note": sentence})


def _key(key: str | None, what: str) -> str | None:
    return hashlib.sha256(f"{what} {key}".encode("utf-8", "replace")).hexdigest()[:48] if key else None


def say_safe(
    actor: Actor, *, name: str, phone: str, note: str = "", language: str = "vi", key: str | None = None
) -> Safe:
    """Somebody lets the city know that they are safe; who looks for them is told only after they said yes."""
    _checked(name, note, phone)
    if not name.strip() or not plain(phone):
        fields = {"name": _("Write your name.")} if not name.strip() else {"phone": _("This is not a phone number.")}
        raise Invalid(_("Name and phone are needed, so that relatives can find you."), fields=fields)
    with transaction.atomic():
        mark = _key(key, "safe")
        if mark and (known := Safe.objects.filter(origin_key=mark).first()):
            return known
        [contact] = keep_contacts([ContactData(name=tidy(name), phone=plain(phone))], actor=actor, purpose="safe")
        row = Safe(contact=contact, note=tidy(note), language=language[:8], at=clock.now(), origin_key=mark)
        row.save()
        found = marks_of(phones=[phone], name=name, address="")
        Mark.objects.bulk_create([Mark(subject=row.ref, mark=one) for one in found])
        record(SafetySaid(), subject=row.ref, actor=FAMILY, visibility="restricted")
        for search in _searches_for(found):
            _meet(search, row.ref)
    return row


def look_for(
    actor: Actor,
    *,
    sought_name: str,
    sought_phone: str,
    name: str,
    phone: str,
    relation: str,
    language: str = "vi",
    key: str | None = None,
) -> Search:
    """Look for a relative by name and phone. Whoever is met is asked whether the seeker may know.

    A name alone meets nobody: it would tell strangers who is where.
    """
    _checked(sought_name, sought_phone, name, phone, relation)
    faults = {}
    if not plain(sought_phone):
        faults["sought_phone"] = _("Give the phone of the person you look for; a name alone finds too many.")
    if not plain(phone):
        faults["phone"] = _("Give your own phone, so that you can be told.")
    if not name.strip():
        faults["name"] = _("Write your name.")
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)
    with transaction.atomic():
        mark = _key(key, "search")
        if mark and (known := Search.objects.filter(origin_key=mark).first()):
            return known
        people = [
            ContactData(name=tidy(name), phone=plain(phone)),
            ContactData(name=tidy(sought_name), phone=plain(sought_phone)),
        ]
        contact, sought = keep_contacts(people, actor=actor, purpose="search")
        row = Search(
            contact=contact,
            sought=sought,
            relation=tidy(relation)[:120],
            language=language[:8],
            at=clock.now(),
            origin_key=mark,
        )
        row.save()
        found = marks_of(phones=[sought_phone], name="", address="")
        Mark.objects.bulk_create([Mark(subject=row.ref, mark=one) for one in found])
        record(SearchChanged(step="opened"), subject=row.ref, actor=FAMILY, visibility="restricted")
        others = Mark.objects.filter(mark__in=found).exclude(subject__startswith="search:")
        for subject in sorted(set(others.values_list("subject", flat=True))):
            _meet(row, subject)
    return row


def _searches_for(marks: Sequence[str]) -> list[Search]:
    """Searches for a phone among some marks."""
    phones = [mark for mark in marks if mark.startswith("p")]
    found = Mark.objects.filter(mark__in=phones, subject__startswith="search:").values_list("subject", flat=True)
    return list(Search.objects.filter(code__in=[one.partition(":")[2] for one in found], erased_at=None))


def _meet(search: Search, found: str) -> None:
    _match, is_new = Match.objects.get_or_create(search=search, found=found, defaults={"at": clock.now()})
    if is_new:
        record(SearchChanged(step="met"), subject=search.ref, actor="rule:rescue", visibility="restricted")


def meet_searches(call: Rescue) -> None:
    """Ask for searches whose person made this call; within the caller's transaction, when the call is sorted."""
    own = list(Mark.objects.filter(subject=call.ref).values_list("mark", flat=True))
    for search in _searches_for(own):
        _meet(search, call.ref)


def answer_search(match: int, *, found: str, may_know: bool) -> Match:
    """The person who was found decides; `found` is what their own secret link stands for (`safe:…`, `rescue:…`)."""
    with transaction.atomic():
        row = Match.objects.select_for_update().select_related("search").filter(pk=match, found=found).first()
        if row is None:
            raise NotFound(_("There is no such question."))
        row.state, row.answered_at = "yes" if may_know else "no", clock.now()
        row.save(update_fields=["state", "answered_at"])
        step = "answered_yes" if may_know else "answered_no"
        record(SearchChanged(step=step), subject=row.search.ref, actor=FAMILY, visibility="restricted")
    return row


def close_search(secret: str) -> None:
    """Whoever looked has found their relative, or wants the search to end: its personal data go at once."""
    with transaction.atomic():
        row = Search.objects.select_for_update().filter(secret=secret.replace("\x00", ""), erased_at=None).first()
        if row is None:
            raise NotFound(_("This link is not valid. Check that it was copied whole."))
        Mark.objects.filter(subject=row.ref).delete()
        erase_contacts([row.contact, row.sought], actor=rule("rescue"), reason="search_closed")
        row.relation, row.erased_at = "", clock.now()
        row.save(update_fields=["relation", "erased_at"])
        record(SearchChanged(step="closed"), subject=row.ref, actor=FAMILY, visibility="restricted")
