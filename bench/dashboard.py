"""What the leaders' and officers' pages cost with 100,000 reports, beside the same figures grouped from the reports."""

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Count, F, Q  # noqa: E402
from django.db.models.functions import TruncDate  # noqa: E402
from django.test import Client  # noqa: E402

from bench.desk import fill, settle_tables, timed, told  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from hueioc.cases.models import Case  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.indicators.models import DayCount, StandCount, WorkRow  # noqa: E402
from hueioc.journal.runner import catch_up  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.people.commands import grant_role, open_account  # noqa: E402
from hueioc.people.rules import rule  # noqa: E402
from hueioc.workflow.rules.figures import MEASURES, OF_STANDING  # noqa: E402

DASHBOARD_MS, OTHERS_MS = 60, 60


def browser(role: str, unit: str = "") -> Client:
    """A browser in which an invented member of staff is signed in."""
    account = open_account(origin="bench", display_name=role)
    grant_role(account, role, unit=unit, actor=rule("bench"))
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def multiply(times: int) -> None:
    """Give the views the rows of `times` cities as large: they are all that the pages read, and filling takes hours.

    A city has as many days as before, so sums by day stay as many and become larger.
    """
    quote = connection.ops.quote_name
    columns = [str(field.column) for field in WorkRow._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(map(quote, columns))
    values = ", ".join("ref || %s" if name == "ref" else quote(name) for name in columns)
    table = quote(WorkRow._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")
        [last] = cursor.fetchone() or [0]
        for turn in range(1, times):
            copied = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id <= %s"
            cursor.execute(copied, [f"+{turn}", last])
    for model, sums in ((DayCount, MEASURES), (StandCount, OF_STANDING)):
        model._default_manager.update(**{name: F(name) * times for name in sums})


def measure(rounds: int) -> None:
    """The pages in turn, warm; p95 against the promise."""
    busiest = WorkRow.objects.values("unit").annotate(many=Count("id")).order_by("-many")[0]["unit"]
    leader, officer = browser("leader"), browser("officer", busiest)
    pages = {
        "dashboard, today": (leader, "/dashboard/", DASHBOARD_MS),
        "dashboard, 7 days": (leader, "/dashboard/?period=7d", DASHBOARD_MS),
        "dashboard, 30 days": (leader, "/dashboard/?period=30d", DASHBOARD_MS),
        "dashboard of one unit, 30 days": (leader, f"/dashboard/?period=30d&unit={busiest}", DASHBOARD_MS),
        "part of the wall": (leader, "/wall/part/", OTHERS_MS),
        "work behind a number": (leader, "/figures/open_overdue/", OTHERS_MS),
        "briefing": (leader, "/briefing/", OTHERS_MS),
        "inbox of the busiest unit": (officer, "/inbox/", OTHERS_MS),
    }
    for name, (client, address, promise) in pages.items():

        def get(turn: int, client: Client = client, address: str = address) -> None:
            answer = client.get(address)
            assert answer.status_code == 200, answer.status_code

        timed(get, 2)  # what a process reads once: packs, templates, outlines
        told(name, timed(get, rounds), promise)
    told("naive: the same figures grouped from the reports", timed(naive, min(rounds, 8)))


def naive(turn: int) -> None:
    """Of one city: received and answered by day, open, overdue and on time by unit, counted from its reports."""
    now = clock.now()
    list(Case.objects.annotate(day=TruncDate("opened_at")).values("day").annotate(n=Count("id")))
    list(Case.objects.annotate(day=TruncDate("resolved_at")).values("day").annotate(n=Count("id")))
    late = Q(resolved_at=None, due_at__lt=now)
    in_time = Count("id", filter=Q(resolved_at__lte=F("due_at")))
    list(Case.objects.values("unit").annotate(kept=in_time, late=Count("id", filter=late), many=Count("id")))
    list(Case.objects.values("area").annotate(kept=in_time, late=Count("id", filter=late), many=Count("id")))


def main(arguments: list[str]) -> int:
    """Fill a scratch database and measure; options make a quick look possible."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--open", type=int, default=600)
    options.add_argument("--times", type=int, default=1, help="give the views the rows of so many such cities")
    options.add_argument("--rounds", type=int, default=60)
    options.add_argument("--filled", action="store_true", help="measure the installation of HUEIOC_HOME as it stands")
    wanted = options.parse_args(arguments)
    settings.ALLOWED_HOSTS = ["*"]
    if wanted.filled:
        settle()
        print(f"{connection.vendor}: {Case.objects.count():,} reports, as they stand")
        measure(wanted.rounds)
        return 0
    with scratch_database():
        load_city()
        fill(wanted.reports, wanted.open)
        catch_up()
        multiply(wanted.times)
        settle_tables()
        settle()
        print(f"{connection.vendor}: {Case.objects.count():,} reports, {WorkRow.objects.count():,} in the views")
        measure(wanted.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
