"""A running city with a past, a real browser, and people who are signed in."""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.house.served import Served, city, surroundings

# The shell is the same engine without windows, menus and their processes.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
DAYS = 12
# A machine that does other work too starts a map in seconds; what never comes is found all the same.
expect.set_options(timeout=20_000)
PHONE, DESKTOP = (390, 844), (1440, 900)
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nothing here depends on the database; without a browser the tests say why they are left out."""
    missing = pytest.mark.skip(reason="Chromium is not installed (Debian: apt-get install chromium)")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.once)
            if not CHROMIUM:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo's people and past, made once for all workers and copied for each."""
    shared = tmp_path_factory.getbasetemp().parent / "browser-city"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not (shared / "filled").exists():
            shutil.rmtree(shared / "home", ignore_errors=True)
            command = [sys.executable, "-m", "tests.browser.fill", str(DAYS)]
            surrounding = surroundings(shared / "home", HUEIOC_DEMO="yes")
            subprocess.run(command, cwd=shared, env=surrounding, check=True)
            (shared / "filled").touch()
    home = tmp_path_factory.mktemp("browser") / "home"
    shutil.copytree(shared / "home", home)
    return home


@pytest.fixture(scope="module")
def served(filled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The city of the demo, standing still: nothing happens in it but what the test does. Each file has its own."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(filled_home, home)
    with city(home, HUEIOC_DEMO="yes", HUEIOC_DEMO_PACE="0") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file of tests; it must be gone before tests that use the database run in the same process."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, served: Served) -> Callable[[str], Any]:
    """The cookies of a demo account ("operator", "officer-1", "leader", …), signed in once through the page."""
    known: dict[str, Any] = {"": None}

    def state(who: str) -> Any:
        if who not in known:
            context = browser.new_context(base_url=f"http://localhost:{served.port}", locale="vi-VN")
            _sign_in(context.new_page(), who)
            known[who] = context.storage_state()
            context.close()
        return known[who]

    return state


def _sign_in(page: Page, who: str) -> None:
    email = f"{who}@demo.example"
    if who.startswith("citizen"):
        page.goto("/accounts/login/code/")
        page.locator("main [name=email]").fill(email)
        page.locator("main form button").last.click()
        page.locator("main [name=code]").fill("112233")
        page.locator("main form button:not([formnovalidate]):not([name=action])").first.click()
    else:
        page.goto("/accounts/login/")
        page.locator("main [name=login]").fill(email)
        page.locator("main [name=password]").fill("hueioc-demo")
        page.locator("main [name=password]").press("Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)


@pytest.fixture
def open_page(browser: Browser, served: Served, signed_in: Callable[[str], Any]) -> Iterator[OpenPage]:
    """Opens a page as somebody: `open_page("/desk/", who="operator", size=DESKTOP, language="ar", theme="dark")`.

    The test fails when the page asked another host for anything, or wrote an error into the console.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []
    own = f"http://localhost:{served.port}"

    def opened(
        path: str,
        *,
        who: str = "",
        size: tuple[int, int] = PHONE,
        language: str = "vi",
        theme: str = "light",
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=own,
            viewport={"width": size[0], "height": size[1]},
            locale={"vi": "vi-VN", "en": "en-GB", "de": "de-DE", "ar": "ar-EG"}[language],
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=signed_in(who),
            **more,
        )
        context.add_cookies(
            [
                {"name": "theme", "value": theme, "url": own},
                {"name": "django_language", "value": language, "url": own},
            ]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _watch(request.url, own, problems))
        page.on("console", lambda said: problems.append(said.text) if _is_fault(said) else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not problems, problems


def _watch(address: str, own: str, problems: list[str]) -> None:
    if not address.startswith((own, "data:", "blob:")):
        problems.append(f"asked another host: {address}")


def _is_fault(said: Any) -> bool:
    # A page that was refused is the test's own matter, and being offline is what some tests are about.
    return said.type == "error" and "Failed to load resource" not in said.text
