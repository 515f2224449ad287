"""What a warning to 100,000 people costs: the spread over their places, the sending, the page of proof, and whether
reports still come in meanwhile as fast as without it.

Places and accounts are rows; the carrier is the simulator, so that what is measured is the house and not a network.
"""

import argparse
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from django.db import close_old_connections, connection  # noqa: E402

from bench.desk import settle_tables, timed, told  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from hueioc.cases.commands import open_case  # noqa: E402
from hueioc.cases.rules.intake import NewReport  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.notices.commands import bulletins, send_bulletins, spread_bulletins  # noqa: E402
from hueioc.notices.models import Delivery, Dispatch, WarnedPlace  # noqa: E402
from hueioc.notices.proof import proof  # noqa: E402
from hueioc.notices.rules import CONSENT, WAYS, Pace  # noqa: E402
from hueioc.people.models import Account  # noqa: E402
from hueioc.people.rules import ANYONE, Actor  # noqa: E402
from hueioc.places.queries import local_areas  # noqa: E402
from hueioc.workflow.queries import catalogue  # noqa: E402

TOGETHER = 5_000
INTAKE_MS, PROOF_MS = 100, 300
STAFF = Actor("account:BENCH", frozenset({("operator", "")}))


def settle_people(many: int) -> None:
    """Accounts with a phone, each with one place and two ways, spread over the wards."""
    wards = [one.code for one in local_areas()]
    now = clock.now()
    for first in range(0, many, TOGETHER):
        numbers = range(first, min(first + TOGETHER, many))
        people = Account.objects.bulk_create(Account(phone=f"+849{n:09d}", email=f"p{n}@example.org") for n in numbers)
        WarnedPlace.objects.bulk_create(
            WarnedPlace(
                recipient=one.ref,
                label="Nhà",
                area=wards[n % len(wards)],
                channels=["app", "sms"],
                consent=CONSENT,
                agreed_at=now,
            )
            for n, one in zip(numbers, people, strict=True)
        )


def dispatch(number: int) -> Dispatch:
    """A bulletin to every ward, as the follower makes it."""
    said = {"headline": "Lũ", "description": "Nước lên.", "instruction": "Lên chỗ cao."}
    now = clock.now()
    return Dispatch.objects.create(
        subject=f"warning:bench-{number}",
        lane=1,
        units=[one.code for one in local_areas()],
        texts={"vi": said, "en": said},
        path="/warnings/bench/",
        made_at=now,
        expires_at=now + timedelta(hours=6),
    )


def report(_turn: int) -> None:
    """One report as somebody sends it."""
    leaf = next(iter(catalogue().leaves(clock.now().date()))).code
    open_case(NewReport(category=leaf, description="Nước ngập trước nhà", lat=16.4778, lon=107.6080), ANYONE)


@contextmanager
def delivering() -> Iterator[threading.Event]:
    """Spread and send in a thread of its own until all is done; the event says that it is."""
    done, stop = threading.Event(), threading.Event()

    def work() -> None:
        while not stop.is_set() and (spread_bulletins(5) or send_bulletins(1_000)):
            pass
        done.set()
        close_old_connections()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        stop.set()
        thread.join()


def measure(many: int, rounds: int) -> None:
    bulletins._pace[:] = [Pace(dict.fromkeys(WAYS, 1e9))]
    alone = timed(report, rounds)
    told("a report, nothing else at work", alone)
    first = dispatch(1)
    began = time.perf_counter()
    while spread_bulletins():
        pass
    spread = time.perf_counter() - began
    settle_tables()
    began = time.perf_counter()
    while send_bulletins(10_000):
        pass
    sent = time.perf_counter() - began
    letters = Delivery.objects.count()
    print(f"  spread over {many:,} places: {letters:,} letters in {spread:.1f} s, {letters / spread:,.0f} a second")
    print(f"  sent by the simulator: {sent:.1f} s, {letters / sent:,.0f} a second")
    told("the page of proof", timed(lambda _turn: proof(first.pk, STAFF), 10), PROOF_MS)
    second = dispatch(2)
    beside: list[float] = []
    with delivering() as done:
        while not done.is_set() and len(beside) < 50 * rounds:
            beside += timed(report, 1)
            time.sleep(0.02)
    told(f"a report while {Delivery.objects.filter(dispatch=second).count():,} letters go out", beside, INTAKE_MS)
    print(f"  intake slower by a factor of {statistics.median(beside) / statistics.median(alone):.1f} in the median")
    states = Delivery.objects.filter(state__in=("waiting", "sending")).count()
    print(f"  letters left in the queue: {states:,}")


def main() -> int:
    """Fill a scratch database and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    with scratch_database():
        load_city()
        settle()
        began = time.perf_counter()
        settle_people(arguments.people)
        spent = time.perf_counter() - began
        print(f"{connection.vendor}: {arguments.people:,} people with a place in {spent:.0f} s")
        settle_tables()
        measure(arguments.people, arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
