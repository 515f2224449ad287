"""Every state of the triage desk, not only its page: accessible, inside the screen, and large enough to press."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.judges import overflowing_at, too_small, violations_in_both_themes

OpenPage = Callable[..., Page]
WIDTHS = (320, 390, 768, 1024, 1366, 1440, 1920)


def press(key: str, shows: str) -> Callable[[Page], None]:
    def enter(page: Page) -> None:
        page.keyboard.press(key)
        expect(page.locator(shows).first).to_be_visible()

    return enter


def picked(page: Page) -> None:
    """Two rows are chosen, so the bar of the selection stands at the bottom."""
    page.keyboard.press("Space")
    page.keyboard.press("Shift+j")
    expect(page.locator("#bulk-count")).not_to_be_empty()


def previewed(page: Page) -> None:
    picked(page)
    page.locator("#bulk [name=preview]").click()
    expect(page.locator("#dialog")).to_be_visible()


def saved_views(page: Page) -> None:
    page.locator("details:has(> summary:has-text('Bộ lọc đã lưu')) > summary").click()


STATES: dict[str, Callable[[Page], None]] = {
    "a report in the middle": lambda page: None,
    "correct": press("t", "#p-list"),
    "give": press("a", "#p-list"),
    "reply": press("r", "#dialog"),
    "note": press("n", "#dialog"),
    "result": press("e", "#dialog"),
    "refuse": press("x", "#dialog"),
    "keys": press("?", "#dialog"),
    "selection": picked,
    "preview": previewed,
    "saved views": saved_views,
}
ALONE = {
    "an empty queue": "/desk/?tab=mine",
    "a call": "/desk/new/",
    "how often suggestions are right": "/desk/suggestions/",
    "keys as a page": "/desk/keys/",
}


@pytest.fixture
def at_desk(open_page: OpenPage) -> Callable[..., Page]:
    """The desk with its first report, in a theme and language, at a size."""

    def go(**how: Any) -> Page:
        page = open_page("/desk/", who="operator", **({"size": DESKTOP} | how))
        expect(page.locator("#pane article")).to_be_visible()
        return page

    return go


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_desk_violates_anything_or_leaves_the_screen(at_desk: Callable[..., Page], state: str) -> None:
    page = at_desk()
    STATES[state](page)
    assert violations_in_both_themes(page) == []
    assert too_small(page, 24) == []
    assert overflowing_at(page, WIDTHS) == []


@pytest.mark.parametrize("state", [state for state in STATES if state != "saved views"])  # opened by Vietnamese words
def test_no_state_of_the_desk_from_right_to_left_leaves_the_screen(at_desk: Callable[..., Page], state: str) -> None:
    page = at_desk(language="ar")
    STATES[state](page)
    assert too_small(page, 24) == []
    assert overflowing_at(page, WIDTHS) == []


@pytest.mark.parametrize("language", ["vi", "ar"])
def test_the_page_of_one_report_violates_nothing_and_stays_inside(at_desk: Callable[..., Page], language: str) -> None:
    page = at_desk(language=language)
    code = page.locator("#pane article").get_attribute("data-code")
    page.goto(f"/reports/{code}/")
    expect(page.locator(".case-page h1")).to_be_visible()
    assert violations_in_both_themes(page) == []
    assert too_small(page, 24) == []
    assert overflowing_at(page, WIDTHS) == []


@pytest.mark.parametrize("state", ["correct", "give", "reply", "note", "result", "refuse", "keys"])
def test_escape_leaves_a_dialog_and_gives_the_focus_back(at_desk: Callable[..., Page], state: str) -> None:
    page = at_desk()
    before = page.evaluate("document.activeElement?.className")
    STATES[state](page)
    inside = "Boolean(document.activeElement?.closest('dialog'))"
    assert page.evaluate(inside)
    for _step in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{inside} || document.activeElement === document.body"), "the focus stays inside"
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).not_to_be_visible()
    page.wait_for_function(f"!({inside})")
    if state != "keys":  # a read page with nothing to type in may leave it anywhere
        page.wait_for_function("before => document.activeElement?.className === before", arg=before)


@pytest.mark.parametrize("name", ALONE)
def test_pages_beside_the_desk_violate_nothing(open_page: OpenPage, name: str) -> None:
    page = open_page(ALONE[name], who="operator", size=DESKTOP)
    assert violations_in_both_themes(page) == []
    assert too_small(page, 24) == []
    assert overflowing_at(page, [320]) == []
