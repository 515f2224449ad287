"""Every view equals its rebuild, over a history in which everything happens."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from hueioc.cases import commands as give
from hueioc.cases.models import Case, Message
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Refusal
from hueioc.notices.commands import deliver_due, mark_read, send_bulletins, spread_bulletins, warn_place
from hueioc.people.rules import ContactData
from hueioc.warnings.tests.drafts import released
from tests.cast import CATEGORY, IN_WARD, OTHER_WARD, WARD, Cast, report
from tests.house.views import differences, snapshot
from tests.pictures import jpeg

Act = Callable[[Cast, str, str], Any]
STEPS = 260
ACTS: dict[str, Act] = {
    "triage": lambda c, n, o: give.triage_case(n, c.operator, give.Sorting(category=CATEGORY, lead=WARD)),
    "triage_elsewhere": lambda c, n, o: give.triage_case(
        n, c.operator, give.Sorting(category="noise", lead=OTHER_WARD, supports=[WARD], urgency="urgent")
    ),
    "hand_over": lambda c, n, o: give.hand_over_case(n, c.coordinator, WARD, [OTHER_WARD]),
    "accept": lambda c, n, o: give.accept_case(n, c.officer),
    "accept_elsewhere": lambda c, n, o: give.accept_case(n, c.stranger),
    "return": lambda c, n, o: give.return_case(n, c.officer, reason="not_our_area", note="Thuộc phường bên."),
    "ask": lambda c, n, o: give.ask_citizen(n, c.operator, text="Ở chỗ nào?"),
    "reply": lambda c, n, o: give.answer_question(n, c.owner, text="Trước chợ."),
    "pause": lambda c, n, o: give.pause_case(n, c.officer, reason="supplier", note="Chờ ống cống"),
    "resume": lambda c, n, o: give.resume_case(n, c.officer),
    "extend": lambda c, n, o: give.extend_case(n, c.head, reason="weather", working_days=3, note="Mưa lớn"),
    "split": lambda c, n, o: give.split_case(n, c.operator, text="Việc thứ hai", category="noise"),
    "duplicate": lambda c, n, o: give.link_cases(n, c.operator, kind="duplicate_of", other=o),
    "repeat": lambda c, n, o: give.link_cases(n, c.operator, kind="repeats", other=o),
    "unlink": lambda c, n, o: give.unlink_cases(n, c.operator, kind="duplicate_of", other=o),
    "photo": lambda c, n, o: give.add_photo(n, c.officer, jpeg(40 + len(n), 40), kind="evidence"),
    "fix": lambda c, n, o: give.resolve_case(n, c.officer, outcome="fixed", text="Đã xong."),
    "answer": lambda c, n, o: give.resolve_case(n, c.officer, outcome="answered", text="Đã giải thích."),
    "promise": lambda c, n, o: give.resolve_case(
        n, c.officer, outcome="planned", text="Hẹn.", planned_until=clock.today() + timedelta(days=1)
    ),
    "rate": lambda c, n, o: give.rate_case(n, c.owner, score=4),
    "object": lambda c, n, o: give.object_to_result(n, c.owner, text="Chưa xong."),
    "reopen": lambda c, n, o: give.reopen_case(n, c.operator, reason="came_back"),
    "close": lambda c, n, o: give.close_case(n, c.clock),
    "withdraw": lambda c, n, o: give.withdraw_case(n, c.owner),
    "refuse": lambda c, n, o: give.refuse_case(n, c.operator, reason="unclear", text="Không rõ."),
    "publish": lambda c, n, o: give.publish_case(n, c.operator, public_text="Cống nghẹt."),
    "unpublish": lambda c, n, o: give.unpublish_case(n, c.operator),
    "publish_answer": lambda c, n, o: give.publish_answer(
        n, c.operator, Message.objects.filter(case__code=n, kind="answer").latest("id").pk, public_text="Đã xong."
    ),
    "overdue": lambda c, n, o: give.mark_told(n, c.clock, what="overdue"),
    "lapse": lambda c, n, o: give.lapse_offer(n, c.clock, unit=WARD),
}


def play(cast: Cast, chance: random.Random) -> Counter[str]:
    """Let people and clocks act for some days, while views follow; returns how often each act was allowed."""
    done: Counter[str] = Counter()
    began = clock.now() - timedelta(hours=20)
    for step in range(STEPS):
        with clock.at(began + timedelta(minutes=4 * step)):
            if step % 6 == 0:
                near = chance.uniform(-0.002, 0.002)
                contact = ContactData(email="thu@example.org") if step % 12 else ContactData(phone="0900 000 123")
                give.open_case(report(lat=IN_WARD[0] + near, contact=contact), cast.owner)
            numbers = list(Case.objects.order_by("-id").values_list("code", flat=True)[:8])
            # The rarest first, so that everything happens that may happen.
            for name in sorted(ACTS, key=lambda name: (done[name], chance.random())):
                with suppress(Refusal, Message.DoesNotExist):
                    ACTS[name](cast, chance.choice(numbers), chance.choice(numbers))
                    done[name] += 1
                    break
            if step % 25 == 0:
                catch_up()
    return done


# What people chose about their notices; no fact makes it, and no rebuild may touch it.
CHOSEN = frozenset({"notices.Subscription", "notices.Watch", "notices.Choice", "notices.Digest"})


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.once)])
def test_every_view_equals_its_rebuild(cast: Cast, seed: int) -> None:
    done = play(cast, random.Random(seed))
    warn_place(cast.owner, label="Nhà", area=WARD, channels=["app", "sms"], agrees=True)
    released(cast)
    catch_up()
    deliver_due()
    spread_bulletins()
    send_bulletins()
    mark_read(cast.officer)
    assert set(ACTS) - set(done) == set(), "a history in which something never happens proves too little"
    assert differences() == []
    empty = [label for label, rows in snapshot().items() if not rows and label not in CHOSEN]
    assert empty == [], "an empty view proves nothing"
