"""Numbers of the rules packs by name: when a figure asks for a decision is the city's choice, not the code's."""

from datetime import date

from hueioc.workflow.queries import catalogue


def threshold(code: str, day: date) -> float:
    """The number that holds on a day. Raises LookupError when no rules pack of the city names it."""
    for rules in catalogue().rule_sets.values():
        if any(number.code == code for number in rules.number):
            return rules.number_on(code, day)
    raise LookupError(f"no rules pack of this city names the number {code}")
