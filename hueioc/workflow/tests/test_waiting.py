"""What a clock finds waiting, each kind of work by itself."""

from datetime import timedelta

import pytest

from hueioc.lib import clock
from hueioc.workflow.models import Part, Pause
from hueioc.workflow.queries import offers_overdue, waiting_for

pytestmark = pytest.mark.django_db


def test_unanswered_offers_of_one_kind_do_not_use_up_the_limit_of_another() -> None:
    now = clock.now()
    for number in range(3):
        Part.objects.create(
            subject=f"dossier:D-{number}", unit="u", role="lead", state="offered",
            offered_at=now - timedelta(days=9), answer_due_at=now - timedelta(days=8),
        )  # fmt: skip
    Part.objects.create(
        subject="case:C-1", unit="u", role="lead", state="offered", offered_at=now - timedelta(days=2),
        answer_due_at=now - timedelta(days=1),
    )  # fmt: skip
    assert [part.subject for part in offers_overdue("case", now, limit=2)] == ["case:C-1"]
    assert len(offers_overdue("dossier", now, limit=2)) == 2


def test_pauses_of_one_kind_do_not_use_up_the_limit_of_another() -> None:
    now = clock.now()
    for number in range(3):
        Pause.objects.create(subject=f"dossier:D-{number}", wait_reason="citizen", started_at=now - timedelta(days=9))
    Pause.objects.create(subject="case:C-1", wait_reason="citizen", started_at=now)
    assert [pause.subject for pause in waiting_for("case", "citizen", limit=2)] == ["case:C-1"]
