"""What a flood night costs, and how well it is merged: 5,000 labelled calls in bursts, sorted, the board read.

Says calls a second through the door's own batches, the time until all are sorted and merged, precision and recall over
pairs of the labelled night (invented, fixed seed), and the board's time with all of them open.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.desk import settle_tables, timed, told  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.people.commands import grant_role, open_account  # noqa: E402
from hueioc.people.rules import ANYONE, rule  # noqa: E402
from hueioc.rescues.commands import Arrival, receive_together, sort_new_rescues  # noqa: E402
from hueioc.rescues.models import Rescue  # noqa: E402
from hueioc.rescues.tests.night import Labelled, judged, night, pairs_of  # noqa: E402

TOGETHER, BOARD_MS = 128, 100.0
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.85


def take(calls: Sequence[Labelled]) -> dict[str, int]:
    """Send all calls through the door's batches; the family of each by the number it was told."""
    families: dict[str, int] = {}
    began = time.perf_counter()
    for start in range(0, len(calls), TOGETHER):
        some = calls[start : start + TOGETHER]
        with clock.at(some[-1].at):
            answers = receive_together([Arrival(one.new, ANYONE, lambda call: call.code.encode()) for one in some])
        for one, answer in zip(some, answers, strict=True):
            assert isinstance(answer, bytes), "no call may be lost"
            families[answer.decode()] = one.family
    spent = time.perf_counter() - began
    print(f"  {len(calls):,} calls taken in {spent:.1f} s, {len(calls) / spent:,.0f}/s, {TOGETHER} together, none lost")
    return families


def sort_all(calls: Sequence[Labelled]) -> None:
    began = time.perf_counter()
    with clock.at(calls[-1].at):
        while sort_new_rescues(rule("bench")):
            pass
    spent = time.perf_counter() - began
    print(f"  sorted and merged in {spent:.1f} s, {1000 * spent / len(calls):.1f} ms a call")


def judge(families: dict[str, int]) -> tuple[float, float]:
    """Precision and recall of what was merged by itself."""
    codes = list(Rescue.objects.order_by("id").values_list("code", "lead"))
    place = {code: number for number, (code, _lead) in enumerate(codes)}
    groups: dict[str, list[int]] = {}
    for code, lead in codes:
        groups.setdefault(lead or code, []).append(place[code])
    precision, recall = judged(pairs_of(list(groups.values())), [families[code] for code, _lead in codes])
    merged = sum(bool(lead) for _code, lead in codes)
    print(f"  {merged:,} merged by themselves: precision {precision:.3f}, recall {recall:.3f}")
    return precision, recall


def read_board(rounds: int) -> float:
    """The slowest of 95 in 100 openings of the board, in ms."""
    account = open_account(origin="bench", display_name="Điều phối")
    grant_role(account, "coordinator", actor=rule("bench"))
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    slowest = 0.0
    for address in ("/rescues/", "/rescues/?map=off", "/rescues/?tab=waiting&page=40"):
        assert client.get(address).status_code == 200
        spans = timed(lambda _turn, address=address: client.get(address), rounds)  # type: ignore[misc]
        told(f"board {address}", spans, int(BOARD_MS))
        slowest = max(slowest, statistics.quantiles(spans, n=20)[-1])
    return slowest


def main(arguments: list[str]) -> int:
    """Run it in a fresh database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=5_000)
    options.add_argument("--rounds", type=int, default=40)
    wanted = options.parse_args(arguments)
    settings.ALLOWED_HOSTS = ["*"]
    with scratch_database():
        load_city()
        settle()
        calls = night(wanted.calls, clock.now())
        print(f"{connection.vendor}, {settings.CITY}: {wanted.calls:,} calls, three in ten told again")
        families = take(calls)
        sort_all(calls)
        settle_tables()
        precision, recall = judge(families)
        slowest = read_board(wanted.rounds)
    is_kept = precision >= LEAST_PRECISION and recall >= LEAST_RECALL and slowest <= BOARD_MS
    print("  kept" if is_kept else "  NOT KEPT")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
