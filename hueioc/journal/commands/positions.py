"""Moves followers along the journal; a position is saved in the same transaction as the follower's own rows."""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from hueioc.journal.events import Event
from hueioc.journal.follower import Follower, SealedFact
from hueioc.journal.models import Parked, Position, Seal
from hueioc.journal.queries import facts_after
from hueioc.journal.registry import kinds_of
from hueioc.journal.sealed import Stretch

Read = Callable[[int, int, tuple[type[Event], ...], int], Sequence[SealedFact]]


def take_in(follower: Follower, upto: int, limit: int, read: Read = facts_after) -> int:
    """Let a follower handle its next facts up to the place `upto`, at most `limit`; returns how many.

    Whatever `handle` raises comes through, and then neither its rows nor its position have changed.
    """
    with transaction.atomic():
        position = _locked(follower)
        if position.seq >= upto:
            return 0
        facts = read(position.seq, limit, follower.follows, upto)
        if facts:
            follower.handle(facts)
        position.seq = facts[-1].seq if len(facts) == limit else upto
        position.failures, position.error = 0, ""
        _save(position)
        return len(facts)


def note_failure(follower: Follower, error: Exception) -> int:
    """Write down that a follower failed, by the error's class name only; returns the failures in a row."""
    with transaction.atomic():
        position = _locked(follower)
        position.failures += 1
        position.error = type(error).__name__[:80]
        _save(position)
        return position.failures


def park_next(follower: Follower, upto: int) -> int:
    """Set the next fact of a follower aside with its error, and go past it; returns its place, 0 when there is none."""
    with transaction.atomic():
        position = _locked(follower)
        # Its number only: the fact may be one that cannot be read.
        kinds = tuple(kinds_of(follower.follows)) if follower.follows else ()
        found = Stretch(position.seq, upto, kinds).select("s.seq", "ORDER BY s.seq LIMIT 1")
        if not found:
            return 0
        seal = Seal.objects.get(seq=found[0][0])
        Parked.objects.get_or_create(
            follower=follower.name,
            seal=seal,
            defaults={"reason": position.error, "tries": position.failures, "parked_at": timezone.now()},
        )
        position.seq, position.failures, position.error = seal.seq, 0, ""
        _save(position)
        return seal.seq


def retry_parked(follower: Follower) -> tuple[int, int]:
    """Give a follower its parked facts once more, one by one; returns how many were handled and how many stay."""
    places = list(Parked.objects.filter(follower=follower.name).order_by("seal_id").values_list("seal_id", flat=True))
    handled = 0
    for place in places:
        try:
            with transaction.atomic():
                follower.handle(facts_after(place - 1, 1))
                Parked.objects.filter(follower=follower.name, seal_id=place).delete()
        except Exception as error:  # whatever a handler raises keeps only its own fact parked
            with transaction.atomic():
                parked = Parked.objects.get(follower=follower.name, seal_id=place)
                parked.tries, parked.reason = parked.tries + 1, type(error).__name__[:80]
                parked.save()
        else:
            handled += 1
    return handled, len(places) - handled


def skip_to(names: Sequence[str], seq: int) -> None:
    """Move followers that have nothing to read before the place `seq` forward to it."""
    with transaction.atomic():
        Position.objects.filter(follower__in=names, seq__lt=seq).update(seq=seq, updated_at=timezone.now())


def keep_position(reader: str, seq: int) -> None:
    """Write down how far a reader came whose effects lie outside the database; it has made sure of them before."""
    with transaction.atomic():
        Position.objects.update_or_create(follower=reader, defaults={"seq": seq, "updated_at": timezone.now()})


def rewind(follower: Follower) -> None:
    """Delete a follower's own rows and put it back to the beginning. Raises NotImplementedError when it cannot."""
    with transaction.atomic():
        position = _locked(follower)
        follower.reset()
        Parked.objects.filter(follower=follower.name).delete()
        position.seq, position.failures, position.error = 0, 0, ""
        position.rows_version = follower.version
        _save(position)


def renew(all_followers: Iterable[Follower]) -> list[str]:
    """Let those followers begin again whose rows an earlier version of them made; returns their names.

    What acts on facts has no rows to make anew and goes on from where it is. A newer program's rows are left alone: it
    may run beside this one while a city is changed over.
    """
    made_by = dict(Position.objects.values_list("follower", "rows_version"))
    begun = [follower for follower in all_followers if made_by.get(follower.name, 1 << 30) < follower.version]
    for follower in begun:
        try:
            rewind(follower)
        except NotImplementedError:
            Position.objects.filter(follower=follower.name).update(rows_version=follower.version)
    return [follower.name for follower in begun]


def _locked(follower: Follower) -> Position:
    start = {"updated_at": timezone.now(), "rows_version": follower.version}
    Position.objects.get_or_create(follower=follower.name, defaults=start)
    return Position.objects.select_for_update().get(follower=follower.name)


def _save(position: Position) -> None:
    position.updated_at = timezone.now()
    position.save()
