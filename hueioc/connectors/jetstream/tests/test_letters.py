"""What a message looks like, for those who read them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hueioc.cases.events import CaseHanded
from hueioc.connectors.jetstream.letters import letter, read_stamp, stamp_of
from hueioc.journal.follower import SealedFact
from hueioc.lib.geo import Point

pytestmark = pytest.mark.once
SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "case.handed.json"


def test_a_message_looks_as_readers_know_it() -> None:
    fact = SealedFact(
        seq=17,
        id=19,
        kind="case.handed",
        version=1,
        subject="case:26-7K3M-9Q",
        actor="account:LAN",
        happened_at=datetime(2025, 10, 27, 21, 30, tzinfo=UTC),
        recorded_at=datetime(2025, 10, 27, 21, 30, 0, 250, tzinfo=UTC),
        area="19777",
        point=Point(16.4778, 107.608),
        visibility="internal",
        cause="",
        event=CaseHanded(step="offered", unit="ward-1"),
    )
    one = letter(fact, "hueioc.facts")
    assert one.subject == "hueioc.facts.internal.case.handed"
    assert one.headers == {"Nats-Msg-Id": "19", "Hueioc-Seq": "17"}
    assert json.loads(one.body) == json.loads(SAMPLE.read_text(encoding="utf-8"))
    assert read_stamp(one.body) == stamp_of(fact)
