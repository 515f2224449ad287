"""The leader's screens: from a number to its reports in two clicks, and a wall that runs a whole shift."""

import os
import re
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.judges import overflowing, violations

WALL = (1920, 1080)
# A shift has eight; what leaks shows in the first two, and simulated time costs real time too.
WALL_HOURS = int(os.environ.get("HUEIOC_WALL_HOURS", "2"))


def test_from_a_number_to_one_of_its_reports_are_two_clicks(open_page: OpenPage) -> None:
    page = open_page("/dashboard/?period=30d", who="leader", size=DESKTOP)
    page.locator("a.kpi").first.click()
    page.locator("td a.link").first.click()
    expect(page).to_have_url(re.compile(r"/reports/[\w-]+/$"))
    expect(page.locator("h1")).not_to_be_empty()


def test_the_chart_and_its_table_say_the_same(open_page: OpenPage) -> None:
    page = open_page("/dashboard/?period=30d", who="leader", size=DESKTOP)
    says = page.locator("svg.chart").get_attribute("aria-label") or ""
    page.locator(".as-table > summary").click()
    cells = page.locator(".as-table td:nth-child(2)").all_inner_texts()
    assert str(sum(int(cell) for cell in cells)) in says


def test_every_area_of_the_map_can_be_reached_by_keyboard_and_says_its_share(open_page: OpenPage) -> None:
    page = open_page("/dashboard/", who="leader", size=DESKTOP)
    labels = [link.get_attribute("aria-label") or "" for link in page.locator("svg.city a").all()]
    assert len(labels) == 40
    assert all(": " in label for label in labels)


def test_the_dashboard_fits_a_phone(open_page: OpenPage) -> None:
    assert overflowing(open_page("/dashboard/", who="leader", size=PHONE)) == []


def test_the_dashboard_prints_without_navigation_and_with_its_source(open_page: OpenPage) -> None:
    page = open_page("/dashboard/", who="leader", size=DESKTOP)
    page.emulate_media(media="print")
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("nhật ký của thành phố")).to_be_visible()


def _open_wall(open_page: OpenPage) -> Page:
    page = open_page("/healthz", who="leader", size=WALL)
    page.clock.install(time=datetime.now(UTC))
    page.goto("/wall/")
    return page


def test_the_wall_fits_its_screen_and_violates_nothing(open_page: OpenPage) -> None:
    page = open_page("/wall/", who="leader", size=WALL)
    assert page.evaluate("document.documentElement.scrollHeight") <= WALL[1]
    assert overflowing(page) == []
    assert violations(page) == []


def _take_in(page: Page, minutes: int) -> None:
    """Let the minutes pass on the wall's own clock, and the numbers be taken anew."""
    with page.expect_response(re.compile(r"/wall/part/")):
        page.clock.run_for(minutes * 60_000)
    expect(page.locator("main")).not_to_have_attribute("data-stale", "")


def _weight(page: Page) -> tuple[int, int]:
    """(elements, bytes of the script's heap after a collection)."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    return page.evaluate("document.querySelectorAll('*').length"), int(used)


def test_the_wall_runs_for_hours_without_being_loaded_again(open_page: OpenPage) -> None:
    page = _open_wall(open_page)
    page.evaluate("window.openedOnce = true")
    for _ in range(12):
        _take_in(page, 5)
    elements, heap = _weight(page)
    for _ in range(2 * WALL_HOURS - 2):
        _take_in(page, 30)
    later_elements, later_heap = _weight(page)
    assert page.evaluate("window.openedOnce")
    assert abs(later_elements - elements) < 40
    assert later_heap < heap * 1.2 + 500_000
    shown, now = page.locator("[data-clock]").inner_text(), page.evaluate("Date.now()")
    expected = page.evaluate(
        "(now) => new Intl.DateTimeFormat('vi', {hour: '2-digit', minute: '2-digit', hour12: false,"
        " timeZone: 'Asia/Ho_Chi_Minh'}).format(now)",
        now,
    )
    assert shown == expected


def test_a_wall_without_connection_says_so_within_a_minute(open_page: OpenPage) -> None:
    page = _open_wall(open_page)
    _take_in(page, 1)
    page.context.set_offline(True)
    page.clock.run_for(61_000)
    expect(page.locator("main")).to_have_attribute("data-stale", "")
    expect(page.locator("[data-age]")).to_contain_text("Không có tin mới từ")
    page.context.set_offline(False)
    _take_in(page, 1)
