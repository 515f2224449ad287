"""What a vote needs before it opens, and what its result says."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid
from hueioc.lib.text import has_broken_characters, tidy

LONGEST_QUESTION, LONGEST_OPTION, MOST_OPTIONS = 300, 120, 12


class Quorum(NamedTuple):
    """How many of those with a vote are here, of how many, and how many must be."""

    here: int
    members: int
    needed: int

    @property
    def is_reached(self) -> bool:
        return self.members > 0 and self.here >= self.needed


def quorum(here: int, members: int, share: float) -> Quorum:
    """The share of the members, rounded up: two thirds of seven are five."""
    # A share such as 0.6667 must not ask for one more than two thirds of a number that three divides.
    return Quorum(here, members, math.ceil(round(members * share, 2)) if members else 0)


def check_vote(question: str, options: Sequence[str]) -> tuple[str, list[str]]:
    """The question and its options, tidied. Raises Invalid with a sentence for what is wrong."""
    asked, choices = tidy(question), [tidy(one) for one in options if one.strip()]
    if not asked or len(asked) > LONGEST_QUESTION or has_broken_characters(question):
        fault = _("Write the question in at most 300 characters.")
        raise Invalid(fault, fields={"question": fault})
    is_wrong = not 2 <= len(choices) <= MOST_OPTIONS or len(set(choices)) != len(choices)
    if is_wrong or any(len(one) > LONGEST_OPTION or has_broken_characters(one) for one in choices):
        fault = _("Write 2 to 12 different answers, one a line, each of at most 120 characters.")
        raise Invalid(fault, fields={"options": fault})
    return asked, choices


def check_opening(voters: int, of: Quorum, *, is_secret: bool, least: int) -> None:
    """Raises Conflict when the vote cannot open now."""
    if not of.is_reached:
        raise Conflict(
            _("Too few are here: %(here)d of %(members)d with a vote, %(needed)d must be.")
            % {"here": of.here, "members": of.members, "needed": of.needed}
        )
    if is_secret and voters < least:
        raise Conflict(
            _("A secret vote needs at least %(least)d people who vote: fewer could be told apart.") % {"least": least}
        )


def tells_result(given: int, *, is_secret: bool, least: int) -> bool:
    """False for a secret vote with so few ballots that its sums would say who voted how."""
    return not is_secret or given >= least
