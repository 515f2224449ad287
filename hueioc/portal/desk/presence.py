"""Who has a report open at this moment; forgotten within a minute, because looking is not a decision.

It is kept in the cache, which several web nodes share. Two people who open a report in the same instant may overwrite
each other's lease; the open pages renew them every 15 seconds, and then each sees the other.
"""

import time

from django.core.cache import cache

LEASE_S = 45.0


def look(ref: str, actor: str, *, now: float | None = None) -> list[str]:
    """Note that `actor` has the item open and return who else has; a lease ends by itself."""
    moment = time.time() if now is None else now
    before = cache.get(_of(actor))
    if before is not None and before != ref:
        _drop(before, actor)
    leases = {other: until for other, until in _leases(ref).items() if until >= moment}
    leases[actor] = moment + LEASE_S
    cache.set_many({_on(ref): leases, _of(actor): ref}, LEASE_S)
    return sorted(other for other in leases if other != actor)


def leave(actor: str) -> None:
    """The person closed the desk."""
    ref = cache.get(_of(actor))
    if ref is not None:
        _drop(ref, actor)
        cache.delete(_of(actor))


def _drop(ref: str, actor: str) -> None:
    leases = _leases(ref)
    if leases.pop(actor, None) is not None:
        cache.set(_on(ref), leases, LEASE_S)


def _leases(ref: str) -> dict[str, float]:
    return dict(cache.get(_on(ref)) or {})


def _on(ref: str) -> str:
    return f"presence:on:{ref}"


def _of(actor: str) -> str:
    return f"presence:of:{actor}"
