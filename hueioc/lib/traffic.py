"""Counts what was asked and how long it took, by the name of the route and never by the address, for a watcher."""

from prometheus_client import CollectorRegistry, Counter, Histogram, PlatformCollector, ProcessCollector

# Its own registry: what a library adds to the common one would be published without anybody having decided it.
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
DOORS = ("hot", "site")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_REQUESTS = Counter(
    "hueioc_requests",
    "Requests answered, by method, door (hot path or site), name of the route and class of the status.",
    ["method", "door", "route", "status"],
    "",
    "",
    "",
    REGISTRY,
)
_SECONDS = Histogram(
    "hueioc_request_seconds",
    "Seconds until an answer began, by door.",
    ["door"],
    "",
    "",
    "",
    REGISTRY,
    buckets=_BUCKETS,
)
_times = {door: _SECONDS.labels(door) for door in DOORS}
# Finding a child by its labels costs as much as counting; the combinations of a city are some hundreds.
_counters: dict[tuple[str, str, str, int], Counter] = {}


def count_request(method: str, door: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; `method` is one of METHODS or `other`, so that nobody can make up names."""
    key = (method, door, route, status // 100)
    counter = _counters.get(key)
    if counter is None:
        counter = _counters[key] = _REQUESTS.labels(method, door, route, f"{status // 100}xx")
    counter.inc()
    _times[door].observe(seconds)
