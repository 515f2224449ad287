"""Every page in a real browser: nothing leaves the screen, nothing violates WCAG, nothing is too small to hit."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.judges import overflowing_at, too_small, violations, violations_in_both_themes

CITIZEN_PAGES = [
    "/",
    "/report/",
    "/reports/",
    "/map/",
    "/statistics/",
    "/open-data/",
    "/accounts/login/",
    "/gallery/citizen/",
    "/d/",
    "/handbook/",
    "/procedures/1.001193/",
    "/stations/",
    "/stations/kim-long/?range=7d",
    "/warnings/",
    "/warnings/archive/",
    "/rescue/",
    "/now",
    "/forecasts/",
]
STAFF_PAGES = [
    ("operator", "/gallery/staff/"),
    ("operator", "/desk/suggestions/"),
    ("operator", "/desk/new/"),
    ("operator", "/desk/"),
    ("officer-1", "/inbox/"),
    ("officer-1", "/dossiers/"),
    ("officer-1", "/dossiers/desk/1.001193/"),
    ("officer-1", "/questions/new/"),
    ("officer-1", "/handbook/"),
    ("officer-1", "/processes/of/purchase/"),
    ("officer-1", "/returns/"),
    ("operator", "/warnings/desk/"),
    ("operator", "/notices/deliveries/"),
    ("operator", "/notices/places/"),
    ("operator", "/warnings/desk/new/?hazard=warn_flood"),
    ("leader", "/dashboard/"),
    ("leader", "/figures/on_time/?period=30d"),
    ("leader", "/briefing/"),
    ("leader", "/directives/?tab=all&state=closed"),
    ("leader", "/directives/new/"),
    ("leader", "/directives/monitoring/"),
    ("leader", "/directives/week/"),
    ("officer-1", "/meetings/"),
    ("officer-1", "/meetings/new/"),
    ("leader", "/returns/collect/"),
    ("leader", "/returns/units/"),
    ("leader", "/returns/figures/"),
    ("leader", "/mining/?period=all"),
    ("leader", "/mining/times/?period=all"),
    ("leader", "/warning/?kind=case"),
    ("coordinator", "/desk/routing/"),
    ("admin", "/accounts-of-staff/"),
    ("admin", "/vault-log/"),
    ("admin", "/status/"),
    ("operator", "/notices/"),
    ("operator", "/stations/quality/"),
    ("operator", "/alarms/?tab=all"),
    ("operator", "/rescues/"),
    ("operator", "/rescues/new/"),
    ("coordinator", "/emergency/"),
]
# Staff read Vietnamese and English: of Arabic and German every third of their pages is tried, each another third.
WIDTHS = (320, 390, 768, 1024, 1280, 1366, 1440, 1920)


@pytest.mark.parametrize("language", ["vi", "ar"])
@pytest.mark.parametrize("path", CITIZEN_PAGES)
def test_a_citizens_page_violates_nothing_and_stays_inside(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page(path, language=language, size=PHONE)
    # A direction changes no colour: the dark theme is looked at in one language.
    assert (violations_in_both_themes if language == "vi" else violations)(page) == []
    assert too_small(page, 44) == [], "a thumb hits every control"
    assert overflowing_at(page, WIDTHS) == []


@pytest.mark.parametrize(("who", "path"), STAFF_PAGES)
def test_a_page_of_the_staff_violates_nothing_and_stays_inside(open_page: OpenPage, who: str, path: str) -> None:
    page = open_page(path, who=who, size=DESKTOP)
    assert violations_in_both_themes(page) == []
    assert too_small(page, 24) == []
    assert overflowing_at(page, WIDTHS) == []


@pytest.mark.parametrize(("who", "path"), STAFF_PAGES[::3])
def test_a_page_of_the_staff_from_right_to_left_stays_inside(open_page: OpenPage, who: str, path: str) -> None:
    page = open_page(path, who=who, language="ar", size=DESKTOP)
    assert too_small(page, 24) == []
    assert overflowing_at(page, WIDTHS) == []


@pytest.mark.parametrize(("who", "path"), [*(("", path) for path in CITIZEN_PAGES), *STAFF_PAGES[1::3]])
def test_the_longest_words_stay_inside(open_page: OpenPage, who: str, path: str) -> None:
    assert overflowing_at(open_page(path, who=who, language="de"), WIDTHS) == []


@pytest.mark.parametrize(("who", "path"), [("", "/"), ("operator", "/desk/"), ("leader", "/dashboard/")])
def test_a_page_that_is_opened_dark_is_dark_and_violates_nothing(open_page: OpenPage, who: str, path: str) -> None:
    page = open_page(path, who=who, theme="dark", size=DESKTOP)
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert violations(page) == []
