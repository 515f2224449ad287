"""The officer on the phone: accept in one tap, return in two, finish with a picture in four."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.judges import overflowing, too_small, violations
from tests.pictures import jpeg

OFFICERS = ("officer-1", "officer-2", "officer-3", "officer-4")
LAPTOP = (1366, 768)


class Taps:
    """Counts what a thumb does."""

    def __init__(self) -> None:
        self.count = 0

    def tap(self, place: Locator) -> None:
        place.click()
        self.count += 1

    def choose_picture(self, place: Locator) -> None:
        place.set_input_files({"name": "sau.jpg", "mimeType": "image/jpeg", "buffer": jpeg(800, 600)})
        self.count += 1


def _with_work(open_page: OpenPage, tab: str, wanted: Callable[[Page], Locator]) -> Page:
    """The inbox of an officer who has such work."""
    for who in OFFICERS:
        page = open_page(f"/inbox/?tab={tab}", who=who, size=PHONE, has_touch=True)
        if wanted(page).count():
            return page
    pytest.fail("no officer of the demo has such work")


def test_finishing_with_a_picture_takes_four_taps(open_page: OpenPage) -> None:
    page, taps = _with_work(open_page, "all", lambda p: p.locator(".owed a.btn-p", has_text="Xong")), Taps()
    number = page.locator(".owed", has=page.locator("a.btn-p")).first.locator("bdi").first.inner_text()
    taps.tap(page.locator(".owed a.btn-p").first)
    taps.choose_picture(page.locator("#id_photos"))
    taps.tap(page.locator(".choices input[name=template]").first)
    taps.tap(page.locator("main form button.btn-p"))
    expect(page).to_have_url(re.compile(r"/inbox/$"))
    expect(page.locator("main")).to_contain_text(number)
    assert taps.count <= 4


def test_accepting_takes_one_tap_and_returning_two(open_page: OpenPage) -> None:
    page, taps = _with_work(open_page, "offers", lambda p: p.locator(".owed")), Taps()
    before = page.locator(".owed").count()
    taps.tap(page.locator(".owed button.btn-p").first)
    expect(page.locator(".owed")).to_have_count(before - 1)
    assert taps.count == 1
    page, taps = _with_work(open_page, "offers", lambda p: p.locator(".owed")), Taps()
    before = page.locator(".owed").count()
    taps.tap(page.locator(".owed details summary").first)
    taps.tap(page.locator(".owed details[open] button[name=reason]").first)
    expect(page.locator(".owed")).to_have_count(before - 1)
    assert taps.count == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_the_sheet_violates_nothing_and_fits(open_page: OpenPage, size: tuple[int, int], theme: str) -> None:
    page = _with_work(open_page, "all", lambda p: p.locator(".owed a.btn-p"))
    href = page.locator(".owed a.btn-p").first.get_attribute("href") or ""
    who = next(name for name in OFFICERS if open_page(href, who=name).locator("#id_text").count())
    page = open_page(href, who=who, size=size, theme=theme)
    assert violations(page) == []
    assert overflowing(page) == []
    assert too_small(page, 24) == []
