"""Messages of Zalo: posted in the shape of its description, judged by the status, simulated without an address."""

import json
from pathlib import Path
from typing import Any

import pytest

from hueioc.connectors.zalo.carrier import carry
from hueioc.notices.rules import Letter
from hueioc.notices.tests.gateway import running

pytestmark = pytest.mark.once
SAMPLE = json.loads((Path(__file__).parents[1] / "samples" / "letter.json").read_text(encoding="utf-8"))
LETTER = Letter("bulletin-1", "+84900000001", "Nước lên", "…", "/n/ABC/")


def test_a_letter_is_posted_as_the_sample_says_and_judged_by_the_status(settings: Any) -> None:
    with running() as server:
        settings.ZALO_URL = server.address
        assert [one.state for one in carry([LETTER])] == ["sent"]
        assert server.heard[-1]["body"] == SAMPLE
        for status, state in ((422, "failed"), (503, "again")):
            server.answers = [status, status]
            assert [one.state for one in carry([LETTER, LETTER])] == [state, state]
    assert [one.state for one in carry([LETTER])] == ["again"]


def test_without_an_address_it_is_a_simulator(settings: Any, tmp_path: Path) -> None:
    settings.ZALO_URL, settings.HOME = "", tmp_path
    assert [(one.state, one.via) for one in carry([LETTER])] == [("delivered", "simulator")]
    assert (tmp_path / "simulators" / "zalo.jsonl").stat().st_mode & 0o077 == 0
