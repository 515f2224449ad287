"""What the design guide asks of every page, as far as a browser can say it (section 13)."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.test_pages import CITIZEN_PAGES, STAFF_PAGES

NO_WEBGL = """(() => {
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith("webgl") ? null : original.call(this, kind, ...more);
  };
})()"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const longest = (list) => Math.max(...list.split(",").map((time) => parseFloat(time)));
  const isAnimated = style.animationName !== "none" && longest(style.animationDuration) > 0.01;
  return isAnimated || longest(style.transitionDuration) > 0.01;
}).slice(0, 5).map((element) => `${element.tagName}.${element.className}`)"""


@pytest.mark.parametrize(("language", "direction"), [("vi", "ltr"), ("en", "ltr"), ("de", "ltr"), ("ar", "rtl")])
def test_language_and_direction_stand_on_the_page(open_page: OpenPage, language: str, direction: str) -> None:
    page = open_page("/", language=language)
    assert page.evaluate("[document.documentElement.lang.slice(0, 2), document.documentElement.dir]") == [
        language,
        direction,
    ]


def test_the_side_bar_is_mirrored_in_arabic(open_page: OpenPage) -> None:
    page = open_page("/dashboard/", who="leader", language="ar", size=DESKTOP)
    left = "(selector) => document.querySelector(selector).getBoundingClientRect().left"
    assert page.evaluate(left, ".nav") > page.evaluate(left, ".main")


@pytest.mark.parametrize(("who", "path"), [("", path) for path in CITIZEN_PAGES] + STAFF_PAGES)
def test_every_page_forbids_scripts_that_are_not_files_of_ours(open_page: OpenPage, who: str, path: str) -> None:
    page = open_page(path, who=who)
    answer = page.request.get(path)
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy
    body = answer.text()
    assert re.findall(r"<script(?![^>]*\b(?:src=|type=.application/json))", body) == []
    assert re.findall(r"<[^>]+\son[a-z]+=", body) == []


@pytest.mark.parametrize(
    ("who", "path"), [("", "/"), ("", "/report/"), ("operator", "/desk/"), ("leader", "/dashboard/")]
)
def test_nothing_moves_for_people_who_want_no_motion(open_page: OpenPage, who: str, path: str) -> None:
    page = open_page(path, who=who, reduced_motion="reduce")
    assert page.evaluate(MOVING) == []


def test_the_map_page_does_its_job_without_a_map(open_page: OpenPage) -> None:
    page = open_page("/healthz")
    page.add_init_script(NO_WEBGL)
    page.goto("/map/?map=1")
    many = page.locator(".map-list li a").count()
    assert many > 0
    assert str(many) in page.locator(".map-list h2").inner_text()
    page.locator(".map-list li a").first.click()
    expect(page).to_have_url(re.compile(r"/reports/[\w-]+/$"))


def test_a_phone_gets_the_engine_of_the_map_only_when_asked(open_page: OpenPage) -> None:
    page = open_page("/map/")
    engine = "performance.getEntriesByType('resource').filter(one => one.name.includes('islands/map')).length"
    page.wait_for_load_state("networkidle")
    assert page.evaluate(engine) == 0
    page.locator("a[href='?map=1']").click()
    expect(page.locator("hue-map[data-ready=yes]")).to_be_visible()


def test_numbers_that_stand_too_long_say_so(open_page: OpenPage) -> None:
    page = open_page("/healthz", who="leader", size=DESKTOP)
    page.clock.install(time=datetime.now(UTC))
    page.goto("/dashboard/")
    expect(page.locator("[data-stale-note]")).to_be_hidden()
    page.clock.run_for(11 * 60_000)
    expect(page.locator("a.kpi").first).to_have_attribute("data-stale", "")
    expect(page.locator("[data-stale-note]")).to_be_visible()


def test_a_layer_of_the_city_is_laid_over_the_map_and_taken_away(open_page: OpenPage) -> None:
    page = open_page("/map/?map=1")
    expect(page.locator("hue-map[data-ready=yes]")).to_be_visible()
    box = page.locator("[data-layers] input").first
    code = str(box.get_attribute("value"))
    with page.expect_response(lambda answer: f"/tiles/{code}/" in answer.url) as tile:
        box.check()
    assert tile.value.ok
    expect(page.locator("hue-map")).to_have_attribute("data-layers", code)
    box.uncheck()
    expect(page.locator("hue-map")).to_have_attribute("data-layers", "")
