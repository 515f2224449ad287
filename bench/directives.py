"""What the working day of a city costs with 200,000 directives, 159 units and 3,000 staff: inbox, lists, ranking.

A few are given by the command; the others are copies of their rows, spread over units and years. One in forty is open.
With `--instances` the same units hold as many work processes, so that one inbox is asked for both.
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

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.desk import settle_tables, timed, told  # noqa: E402
from bench.journal import scratch_database  # noqa: E402
from bench.processes import fill as fill_processes  # noqa: E402
from bench.processes import patterns, staff  # noqa: E402
from hueioc.config.city import load_city  # noqa: E402
from hueioc.config.installation import settle  # noqa: E402
from hueioc.directives.commands import give_directive  # noqa: E402
from hueioc.directives.models import Directive, Message  # noqa: E402
from hueioc.directives.queries import fields_of_directives, ranking  # noqa: E402
from hueioc.directives.rules.intake import NewDirective  # noqa: E402
from hueioc.lib import clock  # noqa: E402
from hueioc.lib.codes import dated_code  # noqa: E402
from hueioc.people.models import Account, RoleGrant, Unit  # noqa: E402
from hueioc.people.queries import standing, units_valid_on  # noqa: E402
from hueioc.people.rules import Actor  # noqa: E402
from hueioc.workflow.models import Part  # noqa: E402
from hueioc.workflow.queries import catalogue, city_world  # noqa: E402

TOGETHER, OPEN_EVERY = 5_000, 40
INBOX_MS, RANKING_MS = 60, 100


def hire(many: int, units: list[str]) -> list[str]:
    """Accounts of staff spread over the units, as rows; their references."""
    known, today = {unit.code: unit for unit in Unit.objects.all()}, clock.today()
    made = Account.objects.bulk_create(Account(display_name=f"Cán bộ {n}") for n in range(many))
    RoleGrant.objects.bulk_create(
        RoleGrant(account=one, role="officer", unit=known[units[n % len(units)]], valid_from=today, granted_by="bench")
        for n, one in enumerate(made)
    )
    return [one.ref for one in made]


def pattern(leader: Actor, units: list[str]) -> Directive:
    """One directive, given by the command."""
    today = clock.today()
    day = next(catalogue().calendar.working_days_from(today + timedelta(days=9)))
    field = fields_of_directives(today)[0].code
    new = NewDirective(
        title="Khơi thông cống", text="Khơi thông cống trước mưa.", lead=units[0], due_on=day, field=field
    )
    return give_directive(new, leader)


def copy_of(found: Directive, number: int, unit: str, giver: str, dice: random.Random) -> Directive:
    one = Directive(**{field.attname: getattr(found, field.attname) for field in Directive._meta.concrete_fields})
    is_open, now = number % OPEN_EVERY == 0, clock.now()
    one.pk, one.code, one.origin_key = None, f"{dated_code(2026)}{number % 1000:03d}", None
    one.unit, one.giver, one.is_confidential = unit, giver, number % 500 == 0
    one.opened_at = now - timedelta(days=dice.random() * (20 if is_open else 700))
    one.due_at = one.first_due_at = one.opened_at + timedelta(days=14)
    one.phase, one.percent = "in_work", dice.randrange(0, 100, 5)
    one.silent_at = now + timedelta(days=dice.random() * 6 - 1) if is_open else None
    if not is_open:
        one.phase, one.outcome, one.percent = "closed", "fulfilled", 100
        one.resolved_at = one.closed_at = one.opened_at + timedelta(days=dice.randrange(3, 19))
    return one


def fill(total: int, found: Directive, units: list[str], givers: list[str], people: list[str]) -> None:
    """Directives with a lead and up to two supporting units, and a word of progress each."""
    dice, now = random.Random(7), clock.now()
    for start in range(0, total, TOGETHER):
        numbers = range(start, min(start + TOGETHER, total))
        rows = [copy_of(found, n, dice.choice(units), dice.choice(givers), dice) for n in numbers]
        rows, parts = Directive.objects.bulk_create(rows), []
        for row in rows:
            state = "done" if row.phase == "closed" else "accepted"
            more = {"state": state, "offered_at": row.opened_at, "offered_by": row.giver, "due_at": row.due_at}
            who = dice.choice(people) if dice.random() < 0.5 else ""
            parts.append(Part(subject=row.ref, unit=row.unit, assignee=who, **more))
            others = [unit for unit in dice.sample(units, dice.randrange(3)) if unit != row.unit]
            parts += [Part(subject=row.ref, unit=unit, role="support", **more) for unit in others]
        Part.objects.bulk_create(parts)
        Message.objects.bulk_create(
            Message(
                directive=row, kind="progress", unit=row.unit, author=row.giver, text="Đang làm.", percent=5, at=now
            )
            for row in rows
        )
    settle_tables()


def measure(unit: str, ward: str, leader: Account, rounds: int) -> None:
    heads = {name: staff(name, of, "officer", "unit_head") for name, of in (("head", unit), ("ward head", ward))}
    people = {**heads, "leader": leader}
    clients = {name: Client() for name in people}
    for name, client in clients.items():
        client.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
    actor = standing(leader)

    def get(name: str, address: str) -> None:
        answer = clients[name].get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    code = Directive.objects.filter(unit=unit, phase="in_work").values_list("code", flat=True)[0]
    pages = {
        "inbox of a head of a department": ("head", "/inbox/", INBOX_MS),
        "inbox of a head of a ward": ("ward head", "/inbox/", INBOX_MS),
        "directives owed, a head": ("head", "/directives/?tab=owed", None),
        "directives given, a leader": ("leader", "/directives/?tab=given", None),
        "all open directives, a leader": ("leader", "/directives/?tab=all", None),
        "search by words, a leader": ("leader", "/directives/?tab=all&q=khoi+thong", None),
        "monitoring with the ranking of units and givers": ("leader", "/directives/monitoring/", RANKING_MS),
        "weekly sheet": ("leader", "/directives/week/", None),
        "one directive": ("head", f"/directives/{code}/", None),
        "work figures of a head": ("head", "/me/figures/", None),
    }
    told("ranking of units, 30 days", timed(lambda _t: ranking(actor, 30).units(), rounds), RANKING_MS)
    told("naive ranking: every open and closed row read", timed(lambda _t: naive(), min(rounds, 5)))
    for name, (who, address, promise) in pages.items():
        get(who, address)
        spent = timed(lambda _t, who=who, address=address: get(who, address), rounds)  # type: ignore[misc]
        told(name, spent, promise)


def naive() -> None:
    """The same counts from the rows themselves."""
    counts: dict[str, int] = {}
    for unit, due_at, resolved_at in Directive.objects.values_list("unit", "due_at", "resolved_at").iterator():
        counts[unit] = counts.get(unit, 0) + int(bool(resolved_at and due_at and resolved_at <= due_at))


def main() -> int:
    """Fill a scratch database and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directives", type=int, default=10_000)
    parser.add_argument("--instances", type=int, default=0)
    parser.add_argument("--staff", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    with scratch_database():
        load_city()
        valid = units_valid_on(city_world().day(clock.now()))
        units, ward = [one.code for one in valid], next(one.code for one in valid if one.kind == "ward")
        leader = staff("leader", "", "leader")
        people = hire(arguments.staff, units)
        began = time.perf_counter()
        found = pattern(standing(leader), units)
        fill(arguments.directives, found, units, [leader.ref, *people[:9]], people)
        if arguments.instances:
            fill_processes(arguments.instances, patterns(standing(staff("officer", ward, "officer"))), units)
        spent = time.perf_counter() - began
        held = f"{arguments.directives:,} directives, {arguments.instances:,} processes"
        print(f"{connection.vendor}: {held} in {spent:.0f} s", flush=True)
        settle()
        measure(units[0], ward, leader, arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
