"""What packs say of directives: a new priority needs no code, and a pack that does not fit is told in sentences."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from hueioc.directives import pack, queries
from hueioc.directives.pack import Priority
from hueioc.directives.queries import priorities
from hueioc.directives.tests.people import MONDAY, given
from hueioc.lib import clock
from hueioc.workflow.pack import Allowance
from tests.cast import Cast

CITY = Path(settings.PACKS) / "cities" / settings.CITY
_DAY = Allowance(working_days=1)


def _priority(**changes: object) -> Priority:
    fields: dict[str, object] = {"code": "later", "names": {"vi": "Khi thuận tiện", "en": "Later"}}
    fields |= {"accept_within": _DAY, "silent_after": _DAY, "propose": _DAY, "remind_days": [1, 0]}
    return Priority(**fields | changes)  # type: ignore[arg-type]


def test_a_new_priority_is_a_change_of_the_pack_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    more = (*priorities(), _priority())
    monkeypatch.setattr("hueioc.directives.queries.choices._read", lambda packs, city: more)
    with clock.at(MONDAY):
        one = given(cast, priority="later")
    assert queries.priority_words(one.urgency) == "Khi thuận tiện"
    assert one.remind_at is not None
    assert one.due_at is not None
    assert timedelta(0) < one.due_at - one.remind_at < timedelta(days=2)


def test_priorities_that_do_not_fit_are_told_in_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pack.check(CITY) == []
    wrong = [_priority(), _priority(names={"vi": "Khi thuận tiện"}), _priority(code="odd", remind_days=[0, 1])]
    monkeypatch.setattr(pack, "read_priorities", lambda city: wrong)
    monkeypatch.setattr(pack, "VERBS", frozenset({"fly"}))
    told = " ".join(pack.check(CITY))
    for words in (
        "later is defined twice",
        "later lacks its name in en",
        "odd must go from early",
        "need the verb fly",
    ):
        assert words in told
    monkeypatch.setattr(pack, "read_priorities", lambda city: [])
    assert "need priorities" in " ".join(pack.check(CITY))
