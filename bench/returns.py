"""What adding up a return over forty wards costs among years of returns, beside opening forty workbooks."""

import argparse
import os
import sys
from collections.abc import Callable
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from bench.dashboard import browser  # noqa: E402
from bench.desk import settle_tables, timed, told  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.lib.workbook import Sheet, workbook  # noqa: E402
from hueioc.people.rules import Actor, rule  # noqa: E402
from hueioc.returns.commands import open_returns  # noqa: E402
from hueioc.returns.models import Return  # noqa: E402
from hueioc.returns.queries import form_of, forms, gathered, periods_to_open  # noqa: E402
from hueioc.returns.rules.periods import Period, before  # noqa: E402
from hueioc.returns.rules.schedule import latest_open  # noqa: E402
from hueioc.workflow.queries import catalogue  # noqa: E402

ADDED_UP_MS, PAGE_MS = 100, 100
FORM = "budget"


def fill(years: int) -> Period:
    """Every form of wards for some years, opened by the command and given by rows; the latest period of `FORM`."""
    for form in forms():
        period = latest_open(form, clock.now(), catalogue().calendar)
        for _turn in range(max(1, years * {"month": 12, "quarter": 4, "half": 2, "year": 1}[form.period])):
            open_returns(form.code, period.code, rule("bench"))
            period = before(period, form.closes_day)
        values = {code: str(value) for code, value in form.example[0].values.items()}
        values |= {code: str(value) for code, value in form.example[0].gives.items()}
        rows = Return.objects.filter(form=form.code)
        rows.update(phase="closed", outcome="given", values=values, accepted=values, edition=1, remind_at=None)
        late = rows.order_by("-last_on", "id")[:2].values_list("pk", flat=True)
        Return.objects.filter(pk__in=list(late)).update(phase="assigned", outcome="", values={}, edition=0)
    return latest_open(form_of(FORM), clock.now(), catalogue().calendar)


def measure(period: Period, rounds: int) -> None:
    """Adding up, the pages that show it, and what stands on every strike of the clock."""
    finance, ward = browser("officer", "dept-finance"), browser("officer", "ward-19777")
    leader = browser("leader")
    owed = Return.objects.filter(unit="ward-19777").latest("id").code
    actor = Actor(ref="account:BENCH", roles=frozenset({("leader", "")}))
    work: dict[str, tuple[Callable[[int], object], int]] = {
        "added up over 40 wards": (lambda turn: gathered(FORM, period.code, actor), ADDED_UP_MS),
        "page of the collector": (_get(finance, f"/returns/collect/{FORM}/{period.code}/"), PAGE_MS),
        "its changing part": (_get(finance, f"/returns/collect/{FORM}/{period.code}/?part=1"), PAGE_MS),
        "all collections": (_get(leader, "/returns/collect/"), PAGE_MS),
        "what a ward owes": (_get(ward, "/returns/"), PAGE_MS),
        "inbox of a ward": (_get(ward, "/inbox/"), PAGE_MS),
        "page of one return": (_get(ward, f"/returns/{owed}/"), PAGE_MS),
        "a figure over its periods": (_get(Client(), f"/returns/figures/{FORM}/revenue/"), PAGE_MS),
        "plan of the clock": (lambda turn: periods_to_open(clock.now()), PAGE_MS),
    }
    for name, (act, promise) in work.items():
        timed(act, 2)
        told(name, timed(act, rounds), promise)
    told("peer: forty workbooks read and added up", timed(peer(), min(rounds, 5)))


def _get(client: Client, address: str) -> Callable[[int], object]:
    def get(turn: int) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return get


def peer() -> Callable[[int], object]:
    """Forty files of the same form, as they come by mail, read with the same library."""
    form = form_of(FORM)
    rows = [[one.code, form.example[0].values.get(one.code, 0)] for one in form.field if one.is_number]
    files = [workbook([Sheet("data", ["code", "value"], rows)]) for _ward in range(40)]

    def add(turn: int) -> float:
        pages = [load_workbook(BytesIO(data)).active for data in files]
        return sum(float(row[1].value) for page in pages for row in page.iter_rows(min_row=2))

    return add


def main(arguments: list[str]) -> int:
    """Fill a scratch database and measure; options make a quick look possible."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--years", type=int, default=3)
    options.add_argument("--rounds", type=int, default=60)
    wanted = options.parse_args(arguments)
    settings.ALLOWED_HOSTS = ["*"]
    with scratch_database():
        load_city()
        period = fill(wanted.years)
        settle_tables()
        settle()
        print(f"{connection.vendor}: {Return.objects.count():,} returns")
        measure(period, wanted.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
