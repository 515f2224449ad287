"""What the pages of dossiers cost with 50,000 of them: boards, tracking, index 766, beside reading the rows plainly."""

import argparse
import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.desk import settle_tables, timed, told  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.dossiers.commands import PastDossier, PastStep, record_dossiers  # noqa: E402
from hueioc.dossiers.models import Dossier  # noqa: E402
from hueioc.dossiers.queries import desks, index766, procedures  # noqa: E402
from hueioc.dossiers.rules.intake import NewDossier  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.people.commands import grant_role, open_account  # noqa: E402
from hueioc.people.rules import ContactData, rule  # noqa: E402

TOGETHER = 2000


def past(number: int, total: int, dice: random.Random) -> PastDossier:
    """One of the last year: nine in ten are over, one in five of them late."""
    registered = clock.now() - timedelta(days=365) * (1 - number / total) - timedelta(hours=1)
    one, desk = dice.choice(procedures()), dice.choice(desks())
    steps = [PastStep(meaning="accepted", at=registered)]
    appointment = registered + timedelta(days=7)
    over = appointment + timedelta(days=3 if dice.random() < 0.2 else -2)
    if over + timedelta(hours=1) < clock.now() and dice.random() < 0.9:
        steps.append(
            PastStep(meaning="done", at=over, text="Đã giải quyết.", has_electronic_result=dice.random() < 0.5)
        )
        steps.append(PastStep(meaning="returned", at=over + timedelta(hours=1)))
    new = NewDossier(
        procedure=one.code,
        received_by=desk.code,
        contact=ContactData(name="Trần Thị Thử", phone="0900 000 001"),
        applicant_kind=one.applicants[0],
        channel="in_person" if one.service_level == "information" else dice.choice(["online", "in_person"]),
        papers={part.code: "file" for part in one.parts},
    )
    return PastDossier(
        new=new,
        number=f"H57.01-{registered.astimezone(UTC):%y%m%d}-{number:07d}"[:30],
        registered_at=registered,
        appointment_at=appointment,
        steps=steps,
    )


def fill(total: int) -> None:
    """Histories of another system, by the command of an import."""
    dice = random.Random(7)
    for start in range(0, total, TOGETHER):
        piece = [(n, past(n, total, dice)) for n in range(start, min(start + TOGETHER, total))]
        problems = record_dossiers(piece, "bench")
        assert not problems, problems[:3]
    settle_tables()


def client_of(role: str, unit: str = "") -> Client:
    account = open_account(origin="bench", display_name=role)
    grant_role(account, role, unit=unit, actor=rule("bench"))
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def measure(rounds: int) -> None:
    [row] = Dossier.objects.filter(phase="in_work").order_by("-id")[:1]
    officer, leader, nobody = client_of("officer", row.unit), client_of("leader"), Client()

    def get(client: Client, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    today = clock.now()
    month, year = f"{today:%Y-%m}", f"{today:%Y}"
    pages = {
        "board of an officer": (officer, "/dossiers/"),
        "board of a ward": (officer, f"/dossiers/ward/?unit={row.unit}"),
        "one dossier, staff": (officer, f"/dossiers/{row.code}/"),
        "index 766, a ward, this month": (officer, f"/index-766/?period={month}&unit={row.unit}"),
        "index 766, the city, this month": (leader, f"/index-766/?period={month}"),
    }
    for name, (client, address) in pages.items():
        get(client, address)
        told(name, timed(lambda _t, client=client, address=address: get(client, address), rounds))  # type: ignore[misc]
    codes = list(Dossier.objects.order_by("applicant").values_list("code", flat=True)[:rounds])

    def track(turn: int) -> None:
        cache.clear()  # the limit of look-ups from one place is not what is measured
        get(nobody, f"/d/{codes[turn % len(codes)]}")

    told("tracking page by number", timed(track, rounds))
    address = f"/index-766/?period={year}"

    def anew(_turn: int) -> None:
        index766._counted_in.cache_clear()
        get(leader, address)

    told("index 766, the city, this year, counted", timed(anew, 3))
    told("the same within ten minutes", timed(lambda _t: get(leader, address), 3))
    begins = datetime(today.year, 1, 1, tzinfo=UTC)
    told(
        "reading those rows plainly", timed(lambda _t: list(Dossier.objects.filter(opened_at__gte=begins).values()), 3)
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    with scratch_database():
        load_city()
        began = time.perf_counter()
        fill(arguments.dossiers)
        print(f"{connection.vendor}: {arguments.dossiers:,} dossiers in {time.perf_counter() - began:.0f} s")
        settle()
        measure(arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
