"""From a number on the leader's screen to its measured effect: a leader, a department and two wards."""

import re
from datetime import timedelta

from django.test import Client

from hueioc.cases.commands import open_case
from hueioc.directives import commands as give
from hueioc.directives.models import Directive
from hueioc.directives.queries import directive_view, ranking
from hueioc.directives.tests.people import DEPARTMENT, FINANCE, OTHER_HEAD, new, working_day
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from tests.cast import OTHER_WARD, WARD, Cast, report


def test_a_directive_from_a_number_through_three_tiers_to_its_effect(cast: Cast) -> None:
    now = clock.now()
    for days in (9, 8, 7, 7, 2):
        with clock.at(now - timedelta(days=days)):
            open_case(report(), cast.owner)
    catch_up()
    leader = Client()
    leader.force_login(cast.accounts["leader"], backend="django.contrib.auth.backends.ModelBackend")
    number = leader.get("/figures/received/?period=30d").content.decode()
    address = re.search(r'href="(/directives/new/\?from=[^"]+)"', number)
    assert address is not None
    page = leader.get(address[1].replace("&amp;", "&")).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(origin\w*|key)" value="([^"]*)"', page))
    form = {"title": "Giảm số phản ánh", "text": "Xử lý dứt điểm.", "lead": DEPARTMENT, "priority": "normal"}
    form |= {"due_on": working_day().isoformat(), "field": "dir_urban", "support_0": OTHER_WARD, "task_0": "Đếm điểm."}
    assert leader.post("/directives/new/", form | hidden).status_code == 302
    # The leader held no role five days ago, so the day it was given is moved instead of the clock.
    Directive.objects.update(opened_at=now - timedelta(days=5))
    above = Directive.objects.get()
    give.accept_directive(above.code, FINANCE)
    give.accept_directive(above.code, OTHER_HEAD)
    below = give.hand_down(above.code, FINANCE, new(lead=WARD, due_on=working_day(2), title="Khơi thông cống"))
    give.accept_directive(below.code, cast.officer)
    give.report_progress(below.code, cast.officer, percent=80, text="Còn hai tuyến.")
    give.propose_closing(below.code, cast.officer, outcome="fulfilled", text="Xong.")
    give.accept_closing(below.code, FINANCE)
    give.finish_part_of(above.code, OTHER_HEAD, text="12 điểm.")
    give.propose_closing(above.code, FINANCE, outcome="fulfilled", text="Xong cả hai phường.")
    give.accept_closing(above.code, cast.leader)
    view = directive_view(above.code, cast.leader)
    assert [one.phase for one in (view.directive, *view.below)] == ["closed", "closed"]
    shares = {row.code: row.share for row in ranking(cast.leader, 30).units()}
    assert shares == {DEPARTMENT: 1.0, WARD: 1.0}
    effect = leader.get(f"/directives/{above.code}/").context["effect"]
    # Four whole days on each side of the day it was given: four reports before, one after.
    assert (effect.days, effect.lines[0].before, effect.lines[0].after) == (4, "4", "1")
