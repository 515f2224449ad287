"""Every page in a real browser: nothing leaves the screen, nothing violates WCAG, nothing is too small to hit."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.judges import overflowing, too_small, violations

CITIZEN_PAGES = [
    "/",
    "/report/",
    "/reports/",
    "/map/",
    "/statistics/",
    "/open-data/",
    "/accounts/login/",
    "/gallery/citizen/",
]
STAFF_PAGES = [
    ("operator", "/gallery/staff/"),
    ("operator", "/desk/suggestions/"),
    ("operator", "/desk/new/"),
    ("operator", "/desk/"),
    ("officer-1", "/inbox/"),
    ("leader", "/dashboard/"),
    ("leader", "/figures/on_time/?period=30d"),
    ("leader", "/briefing/"),
    ("coordinator", "/desk/routing/"),
    ("admin", "/accounts-of-staff/"),
    ("admin", "/vault-log/"),
    ("operator", "/notices/"),
]
WIDTHS = (320, 390, 768, 1024, 1280, 1366, 1440, 1920)


LOOKS = [("light", "vi"), ("dark", "vi"), ("light", "ar"), ("dark", "ar")]


@pytest.mark.parametrize(("theme", "language"), LOOKS)
@pytest.mark.parametrize("path", CITIZEN_PAGES)
def test_a_citizens_page_violates_nothing(open_page: OpenPage, path: str, theme: str, language: str) -> None:
    page = open_page(path, theme=theme, language=language)
    assert violations(page) == []


@pytest.mark.parametrize(("theme", "language"), LOOKS)
@pytest.mark.parametrize(("who", "path"), STAFF_PAGES)
def test_a_page_of_the_staff_violates_nothing(
    open_page: OpenPage, who: str, path: str, theme: str, language: str
) -> None:
    page = open_page(path, who=who, theme=theme, language=language, size=DESKTOP)
    assert violations(page) == []


@pytest.mark.parametrize("language", ["vi", "de", "ar"])
@pytest.mark.parametrize("path", CITIZEN_PAGES)
def test_no_box_of_a_citizens_page_leaves_the_screen(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page(path, language=language)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if wide := overflowing(page):
            found[width] = wide
    assert found == {}


@pytest.mark.parametrize("language", ["vi", "de", "ar"])
@pytest.mark.parametrize(("who", "path"), STAFF_PAGES)
def test_no_box_of_a_staff_page_leaves_the_screen(open_page: OpenPage, who: str, path: str, language: str) -> None:
    page = open_page(path, who=who, language=language)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if wide := overflowing(page):
            found[width] = wide
    assert found == {}


@pytest.mark.parametrize("path", CITIZEN_PAGES)
def test_a_thumb_hits_every_control_of_a_citizens_page(open_page: OpenPage, path: str) -> None:
    assert too_small(open_page(path, size=PHONE), 44) == []


@pytest.mark.parametrize(("who", "path"), STAFF_PAGES)
def test_every_control_of_a_staff_page_is_large_enough(open_page: OpenPage, who: str, path: str) -> None:
    assert too_small(open_page(path, who=who, size=DESKTOP), 24) == []
