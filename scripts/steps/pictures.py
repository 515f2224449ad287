"""Takes the pictures of docs/pictures from a running demo, as the README and the design guide show them."""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.house.served import Served, city, surroundings

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DAYS = "30"
PHONE = (390, 844)
_GAP, _COLOURS = 28, 192


class Shot(NamedTuple):
    """One page as somebody sees it."""

    path: str
    who: str = ""
    size: tuple[int, int] = (1440, 900)
    language: str = "vi"
    theme: str = "light"


PAGES: dict[str, list[Shot]] = {
    "operator-queue": [Shot("/desk/", "operator")],
    "operator-queue-arabic-rtl": [Shot("/desk/", "operator", language="ar")],
    "leader-dashboard": [Shot("/dashboard/?period=7d", "leader", (1440, 1340))],
    "wallboard-dark": [Shot("/wall/", "leader", (1920, 1080))],
    "officer-inbox": [Shot("/inbox/", "officer-3", (1366, 768))],
    "citizen-mobile": [Shot("/", size=PHONE), Shot("/report/", size=PHONE), Shot("case", size=PHONE, theme="dark")],
    "citizen-mobile-arabic-german": [
        Shot("/", size=PHONE, language="ar"),
        Shot("/report/", size=PHONE, language="ar", theme="dark"),
        Shot("/", size=PHONE, language="de"),
    ],
}


def main() -> int:
    """Take every picture anew; without a browser say what is missing."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stdout.write("The pictures were left out: Chromium is not installed.\n")
        return 0
    PLACE.mkdir(exist_ok=True)
    with _city() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, shots in PAGES.items():
            _save(name, [_taken(browser, served, shot) for shot in shots])
            sys.stdout.write(f"docs/pictures/{name}.png written\n")
        browser.close()
    return 0


@contextmanager
def _city() -> Iterator[Served]:
    with tempfile.TemporaryDirectory(prefix="hueioc-pictures-") as place:
        home = Path(place) / "home"
        command = [sys.executable, "-m", "tests.browser.fill", DAYS]
        subprocess.run(command, cwd=place, env=surroundings(home, HUEIOC_DEMO="yes"), check=True)
        with city(home, HUEIOC_DEMO="yes", HUEIOC_DEMO_PACE="0") as served:
            yield served


def _taken(browser: Browser, served: Served, shot: Shot) -> Image.Image:
    own = f"http://localhost:{served.port}"
    width, height = shot.size
    context = browser.new_context(
        base_url=own, viewport={"width": width, "height": height}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    page = context.new_page()
    if shot.who:
        _sign_in(page, shot.who)
    cookies = {"theme": shot.theme, "django_language": shot.language}
    context.add_cookies([{"name": name, "value": value, "url": own} for name, value in cookies.items()])
    page.goto(_fixed_case(page) if shot.path == "case" else shot.path)
    page.wait_for_load_state("networkidle" if shot.path != "/wall/" else "load")
    if page.locator("hue-map").count():
        page.locator("hue-map[data-ready]").first.wait_for(timeout=20_000)
    page.wait_for_timeout(1_500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def _sign_in(page: Page, who: str) -> None:
    page.goto("/accounts/login/")
    page.locator("main [name=login]").fill(f"{who}@demo.example")
    page.locator("main [name=password]").fill("hueioc-demo")
    page.locator("main [name=password]").press("Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)


def _fixed_case(page: Page) -> str:
    """The address of a public report with pictures before and after."""
    for number in range(1, 9):
        page.goto(f"/reports/?phase=resolved&page={number}")
        for link in [one.get_attribute("href") or "" for one in page.locator("main a[href^='/reports/']").all()]:
            if len(link.split("/")) == 4 and "?" not in link:
                page.goto(link)
                if page.locator(".ba").count():
                    return link
                page.go_back()
    return "/reports/"


def _save(name: str, pictures: list[Image.Image]) -> None:
    """Pictures side by side on a quiet ground, with few colours so that the file stays small."""
    whole = pictures[0]
    if len(pictures) > 1:
        width = sum(one.width for one in pictures) + _GAP * (len(pictures) + 1)
        whole = Image.new("RGB", (width, max(one.height for one in pictures) + 2 * _GAP), (201, 214, 215))
        left = _GAP
        for one in pictures:
            whole.paste(one, (left, _GAP))
            left += one.width + _GAP
    whole.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT).save(PLACE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
