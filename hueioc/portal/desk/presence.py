"""Who has a report open at this moment; kept in memory only, because looking is not a decision."""

import threading
import time

LEASE_S = 45.0
_lock = threading.Lock()
_open: dict[str, dict[str, float]] = {}


def look(ref: str, actor: str, *, now: float | None = None) -> list[str]:
    """Note that `actor` has the item open and return who else has; a lease ends by itself."""
    moment = time.monotonic() if now is None else now
    with _lock:
        for item in [item for item, leases in _open.items() if item != ref and leases.pop(actor, None) is not None]:
            if not _open[item]:
                del _open[item]
        leases = _open.setdefault(ref, {})
        leases[actor] = moment + LEASE_S
        for other in [other for other, until in leases.items() if until < moment]:
            del leases[other]
        return sorted(other for other in leases if other != actor)


def leave(actor: str) -> None:
    """The person closed the desk."""
    with _lock:
        for leases in _open.values():
            leases.pop(actor, None)
