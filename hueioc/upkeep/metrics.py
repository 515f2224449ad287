"""The figures of an installation in the text format of Prometheus: what was counted here, and how everything stands."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from hueioc.journal.queries import Progress
from hueioc.lib.traffic import REGISTRY
from hueioc.upkeep.queries import State, state
from hueioc.upkeep.rules import seconds_since


def metrics() -> bytes:
    """Everything, now; blocking, some milliseconds."""
    now = CollectorRegistry(auto_describe=False)
    now.register(_Standing(state()))
    return generate_latest(REGISTRY) + generate_latest(now)


class _Standing(Collector):
    """The figures of one moment."""

    def __init__(self, at: State) -> None:
        self.at = at

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing beforehand: naming them would ask the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All gauges; those of the database are missing while it is away: a nought would be an answer."""
        at = self.at
        yield _info(at)
        yield _gauge("intake_waiting", "Reports that wait to be saved in this process.", at.intake_waiting)
        yield _gauge("spool_reports", "Reports on the local disk that wait for the database.", at.spool_lines)
        yield _gauge("spool_bytes", "Bytes of the reports on the local disk.", at.spool_bytes)
        yield _gauge("spool_bytes_max", "Bytes the spool may hold.", at.spool_most)
        yield _gauge("live_subscribers", "Open screens that follow the live stream of this process.", at.listeners)
        yield _gauge("disk_free_bytes", "Free bytes of the disk that holds the home.", at.disk_free)
        yield _gauge("database_up", "1 when the database answers.", int(at.database.is_up))
        if at.database.is_up:
            yield from _database(at)
        if at.journal is not None:
            yield from _journal(at, at.journal)
        if at.notices is not None:
            yield _gauge("notices_waiting", "Notices to be sent, at most 10,000.", at.notices.waiting)
            yield _gauge("notices_failed", "Notices given up, at most 10,000.", at.notices.failed)


def _info(at: State) -> GaugeMetricFamily:
    info = GaugeMetricFamily("hueioc_info", "Versions of the program and its database.", labels=["version", "database"])
    info.add_metric([at.program, f"{at.database.engine} {at.database.version}".strip()], 1)
    return info


def _database(at: State) -> Iterator[GaugeMetricFamily]:
    yield _gauge("database_bytes", "Size of the database.", at.database.size_bytes)
    if at.database.engine != "PostgreSQL":
        return
    ages = GaugeMetricFamily(
        "hueioc_oldest_transaction_seconds",
        "Age of the oldest open transaction that holds facts back (it wrote), or old rows (it only reads).",
        labels=["holds"],
    )
    for name, holder in (("facts", at.database.holds_facts), ("rows", at.database.holds_rows)):
        ages.add_metric([name], holder.seconds if holder else 0)
    yield ages
    yield _gauge("worker_up", "1 when a process does the background work of the city.", int(bool(at.database.worker)))


def _journal(at: State, journal: Progress) -> Iterator[GaugeMetricFamily]:
    yield _gauge("journal_last_fact", "Id of the last fact recorded.", journal.last_fact)
    yield _gauge("journal_last_sealed", "Place of the last sealed fact.", journal.last_sealed)
    yield _gauge("journal_unsealed", "Facts without a place; beyond 2,000 by their ids.", journal.unsealed)
    waits = seconds_since(journal.unsealed_since, at.at)
    yield _gauge("journal_oldest_unsealed_seconds", "Age of the oldest fact without a place; 0 without one.", waits)
    yield _gauge("journal_checkpoint", "Place of the last signed checkpoint.", journal.last_checkpoint)
    facts = _by_follower("lag_facts", "Facts a follower still has to read; beyond 2,000 by places.")
    seconds = _by_follower("lag_seconds", "Age of the oldest fact a follower has not read; 0 without one.")
    stopped = _by_follower("stopped", "1 when a follower failed on a fact and stands still.")
    parked = _by_follower("parked", "Facts a follower could not handle and went past.")
    for one in journal.followers:
        facts.add_metric([one.name], one.lag)
        seconds.add_metric([one.name], seconds_since(one.waiting_since, at.at))
        stopped.add_metric([one.name], int(one.is_stopped))
        parked.add_metric([one.name], one.parked)
    yield from (facts, seconds, stopped, parked)


def _by_follower(name: str, says: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"hueioc_follower_{name}", says, labels=["follower"])


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"hueioc_{name}", says, value=value)
