"""The triage desk in a real browser: how many keys each act takes, and that everything goes without a pointer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP

OpenPage = Callable[..., Page]
Report = Callable[..., list[str]]
TEXTS = [
    "Mưa tí là nước tràn vô nhà, cống nghẹt lâu lắm rồi",
    "Đèn đường trước trường học tắt cả tuần nay",
    "Ổ gà to giữa đường, tối đi rất nguy hiểm",
    "Rác đổ đầy góc chợ, mùi hôi không chịu được",
]


class Counted:
    """A keyboard that counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)


def codes(page: Page) -> list[str]:
    """The queue from above."""
    return [str(row.get_attribute("data-code")) for row in page.locator("li.q-row").all()]


def number(page: Page) -> str:
    return str(page.locator("#pane article").get_attribute("data-code"))


def phase(page: Page, code: str) -> str:
    return str(page.evaluate("async (code) => (await (await fetch(`/desk/case/${code}/`)).text())", code))


@pytest.fixture
def received(open_page: OpenPage) -> Report:
    """Reports that citizens have just sent, through the public interface; far apart unless a place is given."""
    seen = {"many": 0}

    def send(many: int, lat: float = 0.0, lon: float = 0.0) -> list[str]:
        page = open_page("/desk/", who="operator", size=DESKTOP)
        codes = []
        for turn in range(many):
            seen["many"] += 1
            place = (lat, lon) if lat else (16.4778 + seen["many"] * 0.0001, 107.6080)
            body = {"category": "drainage", "description": f"{TEXTS[turn % 4] if not lat else TEXTS[0]}"}
            body |= {"lat": place[0], "lon": place[1]}  # type: ignore[dict-item]
            answer = page.request.post("/api/v1/reports", data=body)
            assert answer.ok, answer.text()
            codes.append(answer.json()["number"])
        page.close()
        return codes

    return send


@pytest.fixture
def desk(open_page: OpenPage) -> Callable[..., Page]:
    """The desk, settled; nothing on it is touched with a pointer."""

    def opened(path: str = "/desk/", **more: Any) -> Page:
        page = open_page(path, who="operator", size=DESKTOP, **more)
        expect(page.locator("#desk.scripted")).to_be_attached()
        return page

    return opened


def test_one_key_accepts_and_the_next_report_follows(received: Report, desk: Callable[..., Page]) -> None:
    received(3)
    page = desk()
    first, keys = number(page), Counted(page)
    second = page.locator("li.q-row").nth(1).get_attribute("data-code")
    keys.press("Enter")
    expect(page.locator("#toast-words")).to_contain_text(first)
    expect(page.locator("#pane article")).to_have_attribute("data-code", str(second))
    expect(page.locator(f'li.q-row[data-code="{first}"]')).to_have_count(0)
    assert keys.keys == 1


def test_one_key_undoes_and_the_report_is_back(received: Report, desk: Callable[..., Page]) -> None:
    received(2)
    page = desk()
    first, keys = number(page), Counted(page)
    order = codes(page)
    page.keyboard.press("Enter")
    expect(page.locator("#toast-words")).to_contain_text(first)
    keys.press("z")
    expect(page.locator(f'li.q-row[data-code="{first}"]')).to_have_count(1)
    expect(page.locator("#pane article")).to_have_attribute("data-code", first)
    assert keys.keys == 1
    assert codes(page) == order, "it stands where it stood before"


def test_the_map_rings_the_report_in_the_middle(received: Report, desk: Callable[..., Page]) -> None:
    received(2)
    page = desk()
    article = page.locator("#pane article")
    for _step in range(2):
        lat, lon, code = (article.get_attribute(f"data-{name}") for name in ("lat", "lon", "code"))
        expect(page.locator("hue-map")).to_have_attribute("data-ringed", f"{lon},{lat}", timeout=15_000)
        page.keyboard.press("j")
        expect(article).not_to_have_attribute("data-code", str(code))  # two reports may lie at one place


def test_three_keys_correct_the_suggestion(received: Report, desk: Callable[..., Page]) -> None:
    received(2)
    page = desk()
    first, keys = number(page), Counted(page)
    keys.press("t")
    expect(page.locator("#p-text")).to_be_focused()
    keys.press("ArrowDown")
    chosen = str(page.locator("#p-list [aria-selected=true]").inner_text()).split("\n")[0]
    keys.press("Enter")
    expect(page.locator("#toast-words")).to_contain_text(first)
    assert chosen in phase(page, first)
    assert keys.keys == 3
    page.keyboard.press("z")
    expect(page.locator(f'li.q-row[data-code="{first}"]')).to_have_count(1)


def test_one_key_merges_and_one_key_takes_apart(received: Report, desk: Callable[..., Page]) -> None:
    one, other = received(2, lat=16.4321, lon=107.6123)
    page = desk(f"/desk/?case={one}")
    expect(page.locator("#pane article")).to_have_attribute("data-twin", other)
    keys = Counted(page)
    keys.press("d")
    expect(page.locator("#toast-words")).to_contain_text(one)
    assert keys.keys == 1
    page.goto(f"/desk/?case={one}")
    expect(page.locator("#pane article")).to_have_attribute("data-lead", other)
    keys = Counted(page)
    keys.press("d")
    expect(page.locator("#toast-words")).to_contain_text(one)
    page.goto(f"/desk/?case={one}")
    expect(page.locator("#pane article")).to_have_attribute("data-twin", other)
    assert keys.keys == 1


def test_a_run_by_keyboard_alone_shows_its_focus(received: Report, desk: Callable[..., Page]) -> None:
    received(3)
    one, _other = received(2, lat=16.4420, lon=107.6020)
    page = desk()
    for _ in range(2):
        now = number(page)
        page.keyboard.press("Enter")
        expect(page.locator(f'li.q-row[data-code="{now}"]')).to_have_count(0)
        expect(page.locator("li.q-row .q-item[aria-current]")).to_be_focused()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    page.keyboard.press("z")
    expect(page.locator(f'li.q-row[data-code="{now}"]')).to_have_count(1)
    expect(page.locator("#pane article")).to_have_attribute("data-code", now)
    for _ in range(60):
        if number(page) == one:
            break
        here = number(page)
        page.keyboard.press("j")
        expect(page.locator("#pane article")).not_to_have_attribute("data-code", here)
    page.keyboard.press("d")
    expect(page.locator("#toast-words")).to_contain_text(one)


def test_keys_rest_while_somebody_types_and_can_be_switched_off(received: Report, desk: Callable[..., Page]) -> None:
    received(2)
    page = desk()
    first = number(page)
    page.keyboard.press("n")
    expect(page.locator("#d-text")).to_be_focused()
    page.keyboard.type("xtz")
    assert page.locator("#d-text").input_value() == "xtz"
    page.keyboard.press("Escape")
    # A key that comes while the dialog is still closing belongs to the dialog.
    expect(page.locator("#d-text")).not_to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("#dialog .keylist")).to_be_visible()
    # Leaving at once would take the wish back before it was sent.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#dialog [name=keys]").click()
    page.goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.locator("#dialog")).not_to_be_visible()
    assert number(page) == first
    page.goto("/desk/keys/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main [name=keys]").click()


def test_search_finds_words_without_marks_while_typing(received: Report, desk: Callable[..., Page]) -> None:
    [code] = received(1)
    page = desk()
    page.keyboard.press("Control+k")
    page.keyboard.type("cong nghet lau lam")
    expect(page.locator("#found")).to_contain_text(re.compile(code))
    assert "nghet" not in page.url


def test_the_desk_works_without_scripts(received: Report, open_page: OpenPage) -> None:
    received(2)
    page = open_page("/desk/", who="operator", size=DESKTOP, java_script_enabled=False)
    first = number(page)
    page.locator("form[data-act=accept] button").click()
    expect(page.locator("body")).to_contain_text(first)
    assert number(page) != first
    page.locator("#undo").click()
    assert number(page) == first


def test_somebody_else_at_the_same_report_is_named(received: Report, open_page: OpenPage, desk: Any) -> None:
    [code] = received(1)
    desk(f"/desk/?case={code}")
    other = open_page(f"/desk/?case={code}", who="coordinator", size=DESKTOP)
    expect(other.locator("[data-notice]")).to_be_visible()


def test_new_reports_wait_until_they_are_asked_for(received: Report, desk: Callable[..., Page]) -> None:
    received(1)
    page = desk()
    rows = page.locator("li.q-row").count()
    [code] = received(1)
    expect(page.locator("#fresh")).to_be_visible()
    assert page.locator("li.q-row").count() == rows
    page.keyboard.press(".")
    expect(page.locator(f'li.q-row[data-code="{code}"]')).to_have_count(1)
    expect(page.locator("#fresh")).not_to_be_visible()


def test_forty_reports_are_accepted_at_once_and_undone_at_once(received: Report, desk: Callable[..., Page]) -> None:
    received(40)
    page = desk()
    before = [str(row.get_attribute("data-code")) for row in page.locator("li.q-row").all()][:40]
    page.locator("li.q-row .q-item").first.focus()
    for _ in range(39):
        page.keyboard.press("Shift+J")
    expect(page.locator("#bulk-count")).to_contain_text("40")
    keys = Counted(page)
    keys.press("Enter")
    expect(page.locator("#toast-words")).to_contain_text("40", timeout=20_000)
    expect(page.locator("#toast-undo")).to_be_visible(timeout=20_000)
    expect(page.locator(f'li.q-row[data-code="{before[0]}"]')).to_have_count(0)
    keys.press("z")
    expect(page.locator("#toast-words")).to_contain_text("40", timeout=20_000)
    for code in before:
        expect(page.locator(f'li.q-row[data-code="{code}"]')).to_have_count(1)
    assert keys.keys == 2
