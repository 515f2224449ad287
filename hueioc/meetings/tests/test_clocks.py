"""Rules with a clock and the demo: who is reminded, once; and the meetings the demo tells."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from hueioc.demo.cast import assemble
from hueioc.demo.convening import tell_meetings
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.meetings import commands as give
from hueioc.meetings.models import Meeting, Vote
from hueioc.meetings.queries import meetings_to_remind
from hueioc.meetings.tests.people import in_session, invited
from hueioc.notices.models import Notice
from hueioc.playbooks.clock import strike
from hueioc.playbooks.registry import playbooks
from tests.cast import OTHER_WARD, WARD, Cast


def test_units_that_did_not_answer_and_late_minutes_are_reminded_once(cast: Cast) -> None:
    begin = clock.now() + timedelta(days=3)
    code = invited(cast, starts_at=begin, ends_at=begin + timedelta(hours=1)).code
    give.answer_invitation(code, cast.head, answer="comes")
    held = in_session(cast, title="Họp đã xong")
    assert meetings_to_remind(clock.now()) == []
    with pytest.raises(NotAllowed):
        give.remind_of_meeting(code, cast.leader)
    for at in (begin - timedelta(hours=20), begin - timedelta(hours=19), begin + timedelta(days=30)):
        with clock.at(at):
            strike([one for one in playbooks() if one.name == "meeting-reminder"])
    catch_up()
    told = Notice.objects.filter(topic="reminded").values_list("subject", "unit").distinct()
    assert sorted(told) == sorted([(f"meeting:{code}", OTHER_WARD), (held.ref, WARD)])


@pytest.mark.once
def test_the_demo_tells_its_meetings(city: None, settings: Any, tmp_path: Any) -> None:
    settings.DEMO, settings.SHARED = True, tmp_path
    assemble()
    assert tell_meetings(Event()) == 3
    assert sorted(Meeting.objects.values_list("phase", flat=True)) == ["assigned", "assigned", "resolved"]
    assert Vote.objects.get().result == [4, 1, 0]
