"""What the inbox and the lists of work processes cost with many instances, beside reading the owed rows plainly.

A few are started by the command; the others are copies of their rows, spread over the units and the years. One in fifty
is open, as in an office whose processes take days.
"""

import argparse
import os
import random
import sys
import time
from datetime import timedelta

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
from hueioc.demo.processing import shifted  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.lib.codes import dated_code  # noqa: E402
from hueioc.people.commands import grant_role, open_account  # noqa: E402
from hueioc.people.models import Account  # noqa: E402
from hueioc.people.queries import standing, units_valid_on  # noqa: E402
from hueioc.people.rules import Actor, rule  # noqa: E402
from hueioc.processes.commands import NewInstance, start_process  # noqa: E402
from hueioc.processes.models import Deed, Instance  # noqa: E402
from hueioc.processes.queries import flows, owed_lines, units_that_start  # noqa: E402
from hueioc.workflow.models import Part  # noqa: E402

TOGETHER = 5_000
OPEN_EVERY = 50
PROMISE_MS = 60


def staff(name: str, unit: str, *roles: str) -> Account:
    account = open_account(origin="bench", display_name=name)
    for role in roles:
        grant_role(account, role, unit=unit, actor=rule("bench"))
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    return account


def patterns(actor: Actor) -> list[Instance]:
    """One instance of every flow the officer may start, started by the command."""
    today = clock.today()
    able = [flow for flow in flows() if units_that_start(flow, actor, today) and not flow.confidential]
    values = [shifted(flow, flow.example[0].values, today) for flow in able]
    made = [
        start_process(NewInstance(process=flow.code, values=one), actor) for flow, one in zip(able, values, strict=True)
    ]
    return [one for one in made if one.step]


def copy_of(pattern: Instance, number: int, unit: str, dice: random.Random) -> Instance:
    one = Instance(**{field.attname: getattr(pattern, field.attname) for field in Instance._meta.concrete_fields})
    is_open = number % OPEN_EVERY == 0
    one.pk, one.code, one.origin_key = None, f"{dated_code(2026)}{number % 1000:03d}", None
    one.unit = one.started_unit = unit
    one.starter, one.holder = f"S{dice.randrange(3000)}", ""
    one.by = dice.choice(["unit", "unit_head"])
    one.opened_at = clock.now() - timedelta(days=dice.random() * (6 if is_open else 700))
    one.step_due_at = clock.now() + timedelta(days=dice.random() * 10 - 3) if is_open else None
    if not is_open:
        one.phase, one.outcome, one.step, one.closed_at = "closed", "done", "", one.opened_at + timedelta(days=4)
    return one


def fill(total: int, found: list[Instance], units: list[str]) -> None:
    dice = random.Random(7)
    for start in range(0, total, TOGETHER):
        numbers = range(start, min(start + TOGETHER, total))
        rows = [copy_of(dice.choice(found), number, dice.choice(units), dice) for number in numbers]
        rows = Instance.objects.bulk_create(rows)
        at = clock.now()
        deeds = [
            Deed(instance_id=row.pk, kind="done", step="request", unit=row.unit, by="starter", author="x:y", at=at)
            for row in rows
        ]
        Deed.objects.bulk_create(deeds)
        live = [row for row in rows if row.step]
        Part.objects.bulk_create(
            Part(subject=row.ref, unit=row.unit, state="accepted", offered_at=at, offered_by="x:y", due_at=at)
            for row in live
        )
    settle_tables()


def measure(head: Account, officer: Account, leader: Account, rounds: int) -> None:
    clients = []
    for account in (head, officer, leader):
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        clients.append(client)
    actor = standing(head)
    unit = next(iter(actor.units))
    code = Instance.objects.filter(unit=unit, phase="in_work", by="unit").values_list("code", flat=True)[0]

    def get(client: Client, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    plain = Instance.objects.filter(unit=unit, phase="in_work").order_by("step_due_at")
    told("reading the owed rows plainly", timed(lambda _t: list(plain[:40].values()), rounds))
    told("steps owed by a head, as lines", timed(lambda _t: owed_lines(actor, 1000), rounds), PROMISE_MS)
    pages = {
        "inbox of a head": (clients[0], "/inbox/", PROMISE_MS),
        "my steps, a head": (clients[0], "/processes/?tab=owed", PROMISE_MS),
        "under way, an officer": (clients[1], "/processes/?tab=open", None),
        "ended, an officer": (clients[1], "/processes/?tab=closed", None),
        "under way, a leader": (clients[2], "/processes/?tab=open", None),
        "one instance, its drawing and history": (clients[0], f"/processes/{code}/", None),
    }
    for name, (client, address, promise) in pages.items():
        get(client, address)
        spent = timed(lambda _t, client=client, address=address: get(client, address), rounds)  # type: ignore[misc]
        told(name, spent, promise)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    with scratch_database():
        load_city()
        units = [one.code for one in units_valid_on(clock.today())]
        ward = next(one.code for one in units_valid_on(clock.today()) if one.kind == "ward")
        began = time.perf_counter()
        officer = staff("officer", ward, "officer")
        fill(arguments.instances, patterns(standing(officer)), units)
        spent = time.perf_counter() - began
        print(f"{connection.vendor}: {arguments.instances:,} instances over {len(units)} units in {spent:.0f} s")
        settle()
        measure(staff("head", ward, "officer", "unit_head"), officer, staff("leader", "", "leader"), arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
