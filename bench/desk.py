"""What the triage desk costs with 100,000 reports: the queue, the search, accept and undo, beside naive versions."""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402

from bench.journal import scratch_database  # noqa: E402
from hueioc.cases.commands import PastCase, open_cases, record_history  # noqa: E402
from hueioc.cases.models import Case  # noqa: E402
from hueioc.cases.queries import propose_route  # noqa: E402
from hueioc.cases.rules.intake import NewReport  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.lib.geo import Point  # noqa: E402
from hueioc.lib.sqlite.statistics import renew_statistics  # noqa: E402
from hueioc.people.commands import grant_role, open_account  # noqa: E402
from hueioc.people.rules import ContactData, machine, rule  # noqa: E402
from hueioc.workflow.queries import catalogue  # noqa: E402

TOGETHER = 1000
PROMISES_MS = {"queue": 40, "search": 100, "accept": 200, "undo": 200}
STREETS = ["Lê Lợi", "Hùng Vương", "Bà Triệu", "Kim Long", "Nguyễn Huệ", "Đống Đa"]


def texts() -> list[tuple[str, str]]:
    """(category, sentence) from the packs' examples."""
    return [(leaf.code, text) for leaf in catalogue().leaves(clock.today()) for text in leaf.examples]


def fill(total: int, still_open: int) -> None:
    """Reports of two years by the commands of an import, the latest ones unsorted."""
    dice, known, now = random.Random(7), texts(), clock.now()
    importer = machine("import", frozenset({("operator", "")}))
    point = Point(16.4778, 107.6080)
    leads = {code: propose_route(code, point).lead or "" for code, _text in known}

    def report(number: int) -> NewReport:
        category, text = dice.choice(known)
        return NewReport(
            category=category,
            description=f"{text}, gần số {number % 300} {dice.choice(STREETS)}",
            address=f"{number % 300} {dice.choice(STREETS)}",
            lat=point.lat + dice.uniform(-0.03, 0.03),
            lon=point.lon + dice.uniform(-0.03, 0.03),
            contact=ContactData(phone=f"0900{number % 1000000:06d}") if number % 50 == 0 else ContactData(),
            channel="import",
        )

    for start in range(0, total - still_open, TOGETHER):
        past = []
        for number in range(start, min(start + TOGETHER, total - still_open)):
            opened, one = now - timedelta(minutes=10 * (total - number)), report(number)
            ended = opened + timedelta(days=dice.randint(1, 20))
            past.append(
                PastCase(
                    report=one,
                    opened_at=opened,
                    unit=leads[one.category],
                    due_at=opened + timedelta(days=15),
                    resolved_at=ended if ended < now else None,
                    outcome="answered",
                    answer="Đã xử lý.",
                )
            )
        with transaction.atomic():
            record_history(past, importer)
    for start in range(0, still_open, TOGETHER):
        many = min(TOGETHER, still_open - start)
        with transaction.atomic():
            open_cases(
                [report(total - n) for n in range(many)], importer, [now - timedelta(hours=n) for n in range(many)]
            )
    settle_tables()


def settle_tables() -> None:
    """What autovacuum does to tables within minutes after many rows came, and our nights to SQLite's statistics."""
    renew_statistics()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def timed(work: Callable[[int], object], rounds: int) -> list[float]:
    spent = []
    for turn in range(rounds):
        began = time.perf_counter()
        work(turn)
        spent.append(1000 * (time.perf_counter() - began))
    return spent


def told(name: str, spent: list[float], promise: int | None = None) -> None:
    p95 = statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0]
    kept = "" if promise is None else f"   promise p95 <= {promise} ms: {'kept' if p95 <= promise else 'MISSED'}"
    print(f"  {name:<46} median {statistics.median(spent):7.1f} ms   p95 {p95:7.1f} ms{kept}")


def measure(rounds: int) -> None:
    account = open_account(origin="bench", display_name="bench")
    grant_role(account, "operator", actor=rule("bench"))
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    client = Client(headers={"accept": "application/json"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    def get(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code

    def post(address: str, **data: object) -> dict[str, object]:
        answer = client.post(address, data)
        assert answer.status_code == 200, answer.content[:300]
        found: dict[str, object] = answer.json()
        return found

    words = ["cong nghet", "den duong", "o ga", "rac", "le loi nga", "cay nga", "hung vuong", "khong co tu nay"]
    queues = [
        "/desk/?tab=new&channel=import",
        "/desk/?tab=open&category=drainage",
        "/desk/?tab=all",
        "/desk/?tab=new&q=rac",
    ]
    timed(lambda turn: get(queues[turn]), len(queues))  # what a process reads once: packs, templates, vault key
    told("queue page of 50 with a filter", timed(lambda turn: get(queues[turn % 4]), rounds), PROMISES_MS["queue"])
    told("queue page narrowed by words", timed(lambda turn: get(f"/desk/?tab=new&q={words[turn % 4]}"), rounds))
    told("search while typing", timed(lambda t: post("/desk/find/", q=words[t % 8]), rounds), PROMISES_MS["search"])
    told("search by phone", timed(lambda t: post("/desk/find/", q="0900 000 050"), rounds), PROMISES_MS["search"])
    told("naive search (ILIKE on two columns)", timed(lambda t: naive_search(words[t % 8]), min(rounds, 16)))
    told("naive counts of five tabs (not capped)", timed(naive_counts, min(rounds, 16)))
    codes = list(Case.objects.filter(phase="received").order_by("id").values_list("code", flat=True)[: rounds + 40])
    accepting = timed(lambda t: post("/desk/act/", verb="accept", code=codes[t]), rounds)
    told("accept, with the answer for the page", accepting, PROMISES_MS["accept"])
    told("undo", timed(lambda t: post("/desk/undo/"), rounds), PROMISES_MS["undo"])
    told("the report in the middle", timed(lambda t: get(f"/desk/case/{codes[t]}/"), rounds))
    forty = timed(lambda t: post("/desk/act/", verb="accept", code=codes[rounds : rounds + 40]), 1)
    told("forty accepted at once", forty)
    told("forty undone at once", timed(lambda t: post("/desk/undo/"), 1))


def naive_search(words: str) -> None:
    found = Q(description__icontains=words) | Q(address__icontains=words)
    list(Case.objects.filter(found).order_by("-id")[:8])


def naive_counts(turn: int) -> None:
    now, is_open = clock.now(), Q(phase__in=("received", "assigned", "in_work"))
    for narrowed in (Q(phase="received"), is_open & Q(due_at__lt=now), is_open & Q(due_at__gte=now), is_open, Q()):
        Case.objects.filter(narrowed).count()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--filled", action="store_true", help="measure the installation of HUEIOC_HOME as it stands")
    arguments = parser.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    if arguments.filled:
        settle()
        print(f"{connection.vendor}: {Case.objects.count():,} reports, as they stand")
        measure(arguments.rounds)
        return 0
    with scratch_database():
        load_city()
        began = time.perf_counter()
        fill(arguments.reports, arguments.open)
        print(f"{connection.vendor}: {arguments.reports:,} reports in {time.perf_counter() - began:.0f} s")
        settle()
        measure(arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
