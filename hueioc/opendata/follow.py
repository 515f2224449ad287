"""Keeps the rows of the downloads while facts arrive."""

from collections.abc import Sequence

from hueioc.journal.commands.rows import merge_rows, new_row
from hueioc.journal.follower import Follower, SealedFact
from hueioc.opendata.models import PublicRow
from hueioc.workflow.events import BASE_FACTS
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.life import FIELDS, Life, lives_of, take


class OpenData(Follower):
    """Follows the five facts of all work, which hold no text, so that the downloads cannot hold any either."""

    version = 2  # the day of the deadline
    name = "opendata"
    follows = BASE_FACTS

    def handle(self, facts: Sequence[SealedFact]) -> None:
        """Fold the batch into the rows."""
        rows = PublicRow.objects.filter(ref__in={fact.subject for fact in facts})
        lives = lives_of(rows.values_list(*FIELDS))
        touched = take(lives, facts, city_world())
        merge_rows([new_row(PublicRow, **vars(lives[ref])) for ref in sorted(touched)], ["ref"])

    def reset(self) -> None:
        """Empty the table before a rebuild."""
        PublicRow.objects.all().delete()


def life_of(row: PublicRow) -> Life:
    """The row as the rules read it."""
    return Life(**{name: getattr(row, name) for name in FIELDS})


FOLLOWERS = [OpenData()]
