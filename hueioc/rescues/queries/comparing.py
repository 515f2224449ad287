"""Finds calls that may speak of the same people: by equal marks and by places near, then weighed one by one."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from hueioc.lib.geo import keys_around
from hueioc.people.queries import blind_index, phone_index
from hueioc.rescues.models import Apart, Mark, Rescue
from hueioc.rescues.queries.packs import number
from hueioc.rescues.rules.merging import Distances, Likeness, Trait, address_words, likeness, name_words
from hueioc.rescues.rules.phones import plain

# What is compared; a row has five times as many columns.
_COMPARED = (
    "code",
    "lead",
    "phase",
    "opened_at",
    "sorted_at",
    "name_marks",
    "lat",
    "lon",
    "accuracy_m",
    "address",
    "people",
)
# A market hall full of people around one phone tower: more would say nothing.
_MOST = 60


class Candidate(NamedTuple):
    """A call that may be the same, and how likely it is."""

    call: Rescue
    likeness: Likeness


def phone_mark(phone: str) -> str:
    """What is kept of a phone to find it again; empty for what is no phone."""
    number_ = plain(phone)
    return f"p{phone_index(number_)}" if number_ else ""


def name_marks(name: str) -> list[str]:
    """Short keyed hashes of the words of a name, in their order, so that likeness can be told without the name."""
    return [blind_index(f"name {word}")[:12] for word in name_words(name)]


def marks_of(*, phones: Iterable[str], name: str, address: str) -> list[str]:
    """Everything by which this call may be found: its phones, its whole name, its house in its street."""
    found = [mark for phone in phones if (mark := phone_mark(phone))]
    words = name_words(name)
    if len(words) > 1:
        found.append(f"n{blind_index('whole name ' + ' '.join(words))}")
    streets, houses = address_words(address)
    # A house and two words of its street: one wrong letter in the third does not matter.
    for house in sorted(houses)[:3]:
        found += [f"a{blind_index(f'house {house} {street}')}" for street in sorted(streets)[:6]]
    return list(dict.fromkeys(found))


def trait_of(call: Rescue, phones: frozenset[str]) -> Trait:
    return Trait(
        code=call.code,
        at=call.opened_at,
        phones=phones,
        name=tuple(call.name_marks),
        point=call.exact_point,
        accuracy_m=call.accuracy_m or 0.0,
        address=call.address,
        people=call.people,
    )


def _phones(calls: Sequence[Rescue]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {call.ref: set() for call in calls}
    rows = Mark.objects.filter(subject__in=list(found), mark__startswith="p").values_list("subject", "mark")
    for subject, mark in rows:
        found[subject].add(mark)
    return {subject: frozenset(marks) for subject, marks in found.items()}


def candidates(call: Rescue, *, least: float) -> list[Candidate]:
    """Other calls that may speak of the same people, the likeliest first; those that were kept apart are left out."""
    refs = _codes_by_marks(call) | _codes_by_place(call)
    refs -= {call.code} | _apart(call.code)
    since, until = (
        call.opened_at - timedelta(hours=number("merge_hours")),
        call.opened_at + timedelta(hours=number("merge_hours")),
    )
    found = Rescue.objects.filter(code__in=refs, opened_at__range=(since, until), erased_at=None)
    found = found.only(*_COMPARED)
    # A closed call whose people are safe is no home for a new one: they may be in danger again.
    rows = [one for one in found[: 4 * _MOST] if one.phase != "closed" or one.lead]
    marks, by = _phones([call, *rows]), Distances(number("merge_near_m"), number("merge_far_m"))
    own = trait_of(call, marks[call.ref])
    weighed = [Candidate(one, likeness(own, trait_of(one, marks[one.ref]), by)) for one in rows]
    weighed = [one for one in weighed if one.likeness.certainty >= least]
    weighed.sort(key=lambda one: (-one.likeness.certainty, one.call.opened_at))
    return weighed[:_MOST]


def _codes_by_marks(call: Rescue) -> set[str]:
    own = list(Mark.objects.filter(subject=call.ref).values_list("mark", flat=True))
    found = Mark.objects.filter(mark__in=own, subject__startswith="rescue:").values_list("subject", flat=True)
    return {subject.partition(":")[2] for subject in found.distinct()[: 4 * _MOST]} if own else set()


def _codes_by_place(call: Rescue) -> set[str]:
    """Calls near enough that the place says something; further away other signs find them."""
    if call.exact_point is None:
        return set()
    codes: set[str] = set()
    since = call.opened_at - timedelta(hours=number("merge_hours"))
    for first, last in keys_around(call.exact_point, number("merge_far_m") / 2):
        near = Rescue.objects.filter(morton__range=(first, last), opened_at__gte=since, erased_at=None)
        codes.update(near.order_by("-id").values_list("code", flat=True)[: 2 * _MOST])
    return codes


def _apart(code: str) -> set[str]:
    ones = Apart.objects.filter(one=code).values_list("other", flat=True)
    return set(ones) | set(Apart.objects.filter(other=code).values_list("one", flat=True))
