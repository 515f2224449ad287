"""What the city's packs say about the handbook: when a page must be looked at again, and why one may not help."""

from datetime import date, timedelta

from hueioc.handbook.pack import Unhelpful, read_handbook
from hueioc.workflow.queries import catalogue


def unhelpful_reasons() -> list[Unhelpful]:
    """Reasons why a page did not help, in the order of the pack; none for a city whose packs name none."""
    known = read_handbook(catalogue().pack)
    return known.unhelpful if known else []


def check_after(day: date) -> timedelta:
    """How long a page stands before its owner must look at it again."""
    return _days("handbook_check_after_days", day)


def remind_again(day: date) -> timedelta:
    """How long after a reminder the next one is given."""
    return _days("handbook_remind_again_days", day)


def _days(code: str, day: date) -> timedelta:
    """A number of days in force, of the rules that know it. Raises LookupError when none do."""
    sets = [rules for rules in catalogue().rule_sets.values() if any(number.code == code for number in rules.number)]
    if not sets:
        raise LookupError(f"no rule {code} is in force on {day}")
    return timedelta(days=sets[0].number_on(code, day))
