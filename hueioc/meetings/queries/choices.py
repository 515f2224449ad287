"""What packs and registers offer to meetings: kinds, numbers of the rules, people who can be asked."""

from collections.abc import Collection, Iterable
from datetime import date

from hueioc.meetings.pack import KIND
from hueioc.people.queries import (
    account_by_code,
    account_by_email,
    display_names,
    roles_given,
    staff_of,
    staff_with_role,
)
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Category
from hueioc.workflow.queries import catalogue


def kinds_of_meetings(day: date) -> list[Category]:
    """The kinds a meeting can be of, in the pack's order."""
    return catalogue().leaves(day, KIND)


def number_of_rules(code: str, service: str, day: date) -> float:
    """A number of the rules of meetings that holds on a day."""
    return catalogue().rules_of(service).number_on(code, day)


def known_people(refs: Iterable[str]) -> set[str]:
    """Those of some references that are accounts of staff."""
    found = set()
    for ref in set(refs):
        kind, _colon, code = ref.partition(":")
        account = account_by_code(code) if kind == "account" else None
        if account is not None and account.is_active and roles_given(account, limit=1):
            found.add(ref)
    return found


def staff_by_email(email: str) -> str:
    """The reference of the account of staff with an address; empty when there is none."""
    account = account_by_email(email.strip())
    return next(iter(known_people([account.ref])), "") if account else ""


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """(reference, name) of people somebody can name from a list: leaders, and who works for their own units."""
    refs: Collection[str] = dict.fromkeys(
        [actor.ref, *staff_with_role("leader"), *(ref for unit in sorted(actor.units) for ref in staff_of(unit))]
    )
    names = display_names(refs)
    return sorted(names.items(), key=lambda pair: (pair[0] != actor.ref, pair[1]))
