"""The citizen's phone: taps counted, without scripts, in four languages, light enough for a slow network."""

import gzip
import io
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.judges import overflowing, too_small, violations
from tests.pictures import jpeg

HERE = {"latitude": 16.4778, "longitude": 107.6080}
PLACE = {"geolocation": HERE, "permissions": ["geolocation"]}
PAGES = ["/", "/report/", "/reports/", "/reports/mine/", "/services/", "/find/?q=ngap", "/statistics/", "/offline/"]
WIDTHS = (320, 390, 768, 1024, 1280, 1366, 1440, 1920)
BUDGET_BYTES, FONT_BYTES = 60_000, 70_000


class Thumb:
    """Taps and counts them; typing needs a tap into the field first."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()

    def write(self, selector: str, text: str) -> None:
        self.tap(selector)
        self.page.keyboard.type(text)


def picture() -> dict[str, Any]:
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}


def sent_report(open_page: OpenPage, words: str = "Cống nghẹt trước nhà", **more: Any) -> Page:
    """A report sent by a visitor, whose browser now shows its receipt."""
    page = open_page("/report/", **PLACE, **more)
    page.wait_for_selector("[data-slot=place] svg")
    page.locator("#id_description").fill(words)
    page.wait_for_selector("[name=suggested]:checked", state="attached")
    page.locator("[data-send]").click()
    page.wait_for_url("**/receipt/")
    return page


def test_a_report_is_sent_with_four_taps_from_home(open_page: OpenPage) -> None:
    page = open_page("/", **PLACE)
    thumb = Thumb(page)
    thumb.tap("main a[href='/report/']")
    page.wait_for_selector("[data-slot=place] svg")
    thumb.taps += 1  # the tile of the camera
    page.locator("#id_photos").set_input_files([picture()])
    page.wait_for_selector("[data-shown] figure img")
    thumb.write("#id_description", "nước ngập, cống nghẹt")
    page.wait_for_selector("[name=suggested]:checked", state="attached")
    thumb.tap("[data-send]")
    page.wait_for_url("**/receipt/")
    assert thumb.taps <= 4
    assert page.locator(".receipt .big").text_content()


# Keystroke-Level Model (Card, Moran, Newell: The keystroke-level model for user performance time, CACM 23(7), 1980):
# seconds to decide before an act, to point, to press, and per letter of somebody who does not type for a living.
MENTAL_S, POINT_S, PRESS_S, LETTER_S = 1.35, 1.1, 0.2, 0.28
# No model knows a camera; half a minute would be a long time to raise a phone, frame and press.
CAMERA_S = 20.0


def test_a_report_takes_less_than_a_minute_from_home(open_page: OpenPage) -> None:
    words = "nước ngập, cống nghẹt"
    page = open_page("/", **PLACE)
    began = time.monotonic()
    thumb = Thumb(page)
    thumb.tap("main a[href='/report/']")
    page.wait_for_selector("[data-slot=place] svg")
    thumb.taps += 1
    page.locator("#id_photos").set_input_files([picture()])
    page.wait_for_selector("[data-shown] figure img")
    thumb.write("#id_description", words)
    page.wait_for_selector("[name=suggested]:checked", state="attached")
    thumb.tap("[data-send]")
    page.wait_for_url("**/receipt/")
    waited = time.monotonic() - began
    estimate = thumb.taps * (MENTAL_S + POINT_S + PRESS_S) + len(words) * LETTER_S + CAMERA_S + waited
    sys.stdout.write(f"{estimate:.0f} s: {thumb.taps} taps, {len(words)} letters, {waited:.1f} s waiting\n")
    assert estimate <= 60


def test_me_too_takes_two_taps(open_page: OpenPage) -> None:
    sent_report(open_page)
    page = open_page("/", **PLACE)
    thumb = Thumb(page)
    thumb.tap("main a[href='/report/']")
    page.wait_for_selector("[data-join]")
    thumb.tap("[data-join]")
    page.wait_for_url("**/reports/mine/")
    assert thumb.taps == 2
    assert page.locator("form[action$='/leave/']").count() == 1
    page.locator("form[action$='/leave/'] button").first.click()
    page.wait_for_load_state()
    assert page.locator("form[action$='/leave/']").count() == 0


def test_follow_up_takes_one_tap(open_page: OpenPage) -> None:
    page = sent_report(open_page)
    code = page.locator(".receipt .big").text_content() or ""
    page.goto("/")
    thumb = Thumb(page)
    thumb.tap(f"main a.mini[href='/reports/{code}/']")
    page.wait_for_url(f"**/reports/{code}/")
    assert thumb.taps == 1
    assert "Cống nghẹt trước nhà" in page.content()


def test_a_report_is_complete_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/report/", java_script_enabled=False)
    page.locator("#id_photos").set_input_files([picture()])
    page.locator("#id_description").fill("Cống nghẹt")
    page.locator("#id_address").fill("vy da")
    page.locator("[name=find_place]").click()
    page.locator("[name=place]").first.check()
    page.locator("[name=suggested]").first.check(force=True)
    page.locator("[data-send]").click()
    page.wait_for_url("**/receipt/")
    expect(page.locator(".qr")).to_have_count(1)


def test_the_language_is_changed_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/services/", java_script_enabled=False)
    page.locator(".m-foot button[lang=ar]").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    assert page.locator("h1").text_content() == "الخدمات"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_invalid_form_says_what_to_correct_and_keeps_what_was_typed(open_page: OpenPage, has_scripts: bool) -> None:
    page = open_page("/report/", java_script_enabled=has_scripts)
    page.locator("#id_address").fill("số 7")
    page.locator("[data-send]").click()
    page.wait_for_selector("#faults h2")
    assert page.title().startswith("Lỗi:")
    assert "điểm cần sửa" in (page.locator("#faults h2").text_content() or "")
    assert page.locator("#id_address").input_value() == "số 7"
    if has_scripts:
        assert page.evaluate("document.activeElement.id") == "faults"
        for link in page.locator("#faults a").all():
            link.click()
            assert "#" + page.evaluate("document.activeElement.id") == link.get_attribute("href")
    sentence = page.locator("#id_category_error").text_content()
    assert sentence in (page.locator("#faults").text_content() or "")


def test_a_draft_is_kept_and_comes_back(open_page: OpenPage) -> None:
    page = open_page("/report/")
    page.locator("#id_description").fill("Đèn đường hỏng")
    page.wait_for_function("() => document.querySelector('[data-saved]').textContent.includes('Đã lưu nháp')")
    page.goto("/reports/mine/")
    page.wait_for_selector("[data-outbox-list] li")
    page.goto("/report/")
    page.wait_for_function("() => document.querySelector('#id_description').value === 'Đèn đường hỏng'")
    page.locator("[data-drop-draft]").click()
    page.wait_for_function("() => document.querySelector('#id_description').value === ''")


def test_personal_data_are_marked_before_anything_is_sent(open_page: OpenPage) -> None:
    page = open_page("/report/")
    page.locator("#id_description").fill("Gọi cho tôi số 0905 123 456")
    page.wait_for_selector("[data-slot=preview] mark")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "de", "ar"])
def test_no_box_leaves_the_screen_and_no_target_is_too_small(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page(path, language=language, size=PHONE)
    found: dict[object, list[str]] = {"small": too_small(page, 44)} if too_small(page, 44) else {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if wide := overflowing(page):
            found[width] = wide
    assert found == {}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "theme"), [("vi", "dark"), ("ar", "light"), ("ar", "dark")])
def test_a_page_violates_nothing(open_page: OpenPage, path: str, language: str, theme: str) -> None:
    assert violations(open_page(path, language=language, theme=theme)) == []


def test_receipt_and_case_violate_nothing(open_page: OpenPage) -> None:
    page = sent_report(open_page)
    assert violations(page) == []
    assert too_small(page, 44) == []
    page.get_by_role("link", name="Xem phản ánh").click()
    page.wait_for_url(lambda address: "receipt" not in address)
    assert violations(page) == []
    assert too_small(page, 44) == []


@pytest.mark.parametrize("language", ["vi", "ar"])
@pytest.mark.parametrize("path", ["/", "/report/", "/reports/", "/map/"])
def test_a_page_is_light_enough_for_a_slow_network(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page("/offline/", language=language)
    page.evaluate("navigator.serviceWorker.ready")
    page.context.close()
    weights: dict[str, int] = {}
    fresh = open_page("/offline/", service_workers="block", language=language)
    fresh.route("**/*", _weigh(weights))
    fresh.goto(path, wait_until="networkidle")
    fonts = sum(size for address, size in weights.items() if address.endswith(".woff2"))
    rest = sum(size for address, size in weights.items() if not address.endswith(".woff2"))
    assert rest <= BUDGET_BYTES, weights
    assert fonts <= FONT_BYTES, weights
    assert not [address for address in weights if "map.js" in address or "chart" in address]


def _weigh(weights: dict[str, int]) -> Callable[[Route], None]:
    """Counts what each answer weighs: fonts as they are, texts as gzip makes them."""

    def weigh(route: Route) -> None:
        answer = route.fetch()
        body = answer.body()
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6) as file:
            file.write(body)
        is_picture = "/photos/" in route.request.url
        if not is_picture:
            is_font = route.request.url.endswith(".woff2")
            weights[route.request.url.partition("?")[0]] = len(body) if is_font else packed.tell()
        route.fulfill(response=answer)

    return weigh


def test_nothing_moves_for_who_wants_no_motion_and_paper_shows_no_navigation(open_page: OpenPage) -> None:
    page = open_page("/", reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s')"
    assert page.evaluate(f"{moving}.length") == 0
    page.emulate_media(media="print")
    assert not page.locator(".dock").is_visible()


def test_the_app_can_be_installed(open_page: OpenPage) -> None:
    page = open_page("/")
    found = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then(answer => answer.json())")
    assert (found["start_url"], found["scope"], found["display"]) == ("/", "/", "standalone")
    sizes = """icons => Promise.all(icons.filter(one => one.type === 'image/png').map(async one => {
        const picture = await createImageBitmap(await (await fetch(one.src)).blob());
        return [one.sizes, `${picture.width}x${picture.height}`, one.purpose];
    }))"""
    pictures = page.evaluate(sizes, found["icons"])
    assert {said for said, _real, _purpose in pictures} == {"192x192", "512x512"}
    assert all(said == real for said, real, _purpose in pictures)
    assert "maskable" in {purpose for _said, _real, purpose in pictures}
    assert page.evaluate("fetch('/sw.js').then(answer => answer.headers.get('cache-control'))") == "no-cache"
