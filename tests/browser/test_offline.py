"""Without a network: a report waits on the phone and arrives exactly once; nothing of somebody else is shown."""

from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.conftest import OpenPage
from tests.browser.test_citizen import PLACE, picture

WORDS = "Cống nghẹt, ngập úng trước nhà"
WAITING = """(many) => new Promise((resolve) => {
  const request = indexedDB.open("hueioc", 1);
  request.onsuccess = () => {
    const all = request.result.transaction("reports").objectStore("reports").getAll();
    all.onsuccess = () => {
      request.result.close();
      resolve(all.result.filter((kept) => kept.state === "waiting").length === many);
    };
  };
})"""


def ready(page: Page) -> BrowserContext:
    """The service worker has the app on the phone."""
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.wait_for_function(
        """async () => {
          for (const name of await caches.keys())
            if (name.startsWith("pages-") && await (await caches.open(name)).match("/reports/mine/")) return true;
          return false;
        }"""
    )
    return page.context


def fill(page: Page, words: str = WORDS) -> None:
    page.locator("#id_photos").set_input_files([picture()])
    page.wait_for_selector("[data-shown] figure img")
    page.locator("#id_address").fill("Số 12, kiệt 3")
    page.locator("#id_description").fill(words)
    page.locator("[data-all-categories] summary").click()
    page.locator("#id_category").select_option("drainage")


def reports(page: Page) -> int:
    """How many reports this visitor has."""
    page.goto("/reports/mine/")
    return page.locator("main a.mini").count()


def test_a_report_written_without_a_network_is_sent_once_when_it_returns_also_after_a_reload(
    open_page: OpenPage,
) -> None:
    page = open_page("/", **PLACE)
    context = ready(page)
    context.set_offline(True)
    page.goto("/report/")
    fill(page)
    page.locator("[data-send]").click()
    page.wait_for_selector("[data-waiting-note]")
    assert "sẽ gửi khi có mạng" in (page.locator("[data-waiting-note]").text_content() or "")
    page.goto("/reports/mine/")
    page.wait_for_selector("[data-outbox-list] li")
    page.reload()
    page.wait_for_selector("[data-outbox-list] li")
    context.set_offline(False)
    page.wait_for_selector("p.banner a.link")
    assert reports(page) == 1
    page.locator("main a.mini").first.click()
    page.wait_for_selector("article img")
    assert page.locator("article img").count() == 1
    assert reports(page) == 1


def test_a_call_for_help_goes_before_the_report_that_waits_longer_and_arrives_with_its_place(
    open_page: OpenPage,
) -> None:
    page = open_page("/", **PLACE)
    context = ready(page)
    page.wait_for_function(
        """async () => (await Promise.all((await caches.keys()).filter((name) => name.startsWith("pages-"))
          .map(async (name) => (await caches.open(name)).match("/rescue/")))).some(Boolean)"""
    )
    context.set_offline(True)
    page.goto("/report/")
    fill(page)
    page.locator("[data-send]").click()
    page.wait_for_selector("[data-waiting-note]")
    page.goto("/rescue/")
    page.locator("#id_depth_5").check()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").nth(1).check()
    page.locator("#id_address").fill("Số 12, kiệt 3")
    page.locator("[data-send]").first.click()
    # The note of the report is there already: look into the phone's own store.
    page.wait_for_function(WAITING, arg=2)
    sent: list[str] = []
    page.on("response", lambda answer: sent.append(answer.url) if answer.status == 201 else None)
    context.set_offline(False)
    # Either the form itself still waited and opens the family's page, or the outbox sent it and says where it is.
    page.wait_for_function(
        "() => location.pathname.startsWith('/s/') || document.querySelector(`p.banner a.link[href^='/s/']`)"
    )
    assert "/rescue/" in sent[0], "before the report that waits longer"
    page.goto("/reports/mine/")
    page.wait_for_function(WAITING, arg=0)
    assert sum("/rescue/" in one for one in sent) == 1


def test_a_lost_answer_makes_no_second_report(open_page: OpenPage) -> None:
    page = open_page("/report/", service_workers="block")
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/report/", lose)
    fill(page)
    page.locator("[data-send]").click()
    page.wait_for_selector("[data-waiting-note]")
    assert lost == [201], "the server had taken it"
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("p.banner a.link")
    assert reports(page) == 1


def test_two_reports_from_the_kept_form_are_two_reports(open_page: OpenPage) -> None:
    page = open_page("/")
    context = ready(page)
    context.set_offline(True)
    for many, words in enumerate((WORDS, "Cống khác cũng nghẹt"), 1):
        page.goto("/report/")
        fill(page, words)
        page.locator("[data-send]").click()
        # The note of the first one is there already when the second is sent: look into the phone's own store.
        page.wait_for_function(WAITING, arg=many)
    page.goto("/reports/mine/")
    context.set_offline(False)
    page.wait_for_function("() => document.querySelectorAll('p.banner a.link').length === 2")
    assert reports(page) == 2


def test_what_the_server_refuses_waits_to_be_corrected(open_page: OpenPage) -> None:
    page = open_page("/")
    context = ready(page)
    context.set_offline(True)
    page.goto("/report/")
    page.locator("#id_description").fill("Chỉ có lời, không có nơi")
    page.locator("[data-send]").click()
    page.wait_for_selector("[data-waiting-note]")
    context.set_offline(False)
    page.goto("/reports/mine/")
    page.wait_for_selector("[data-outbox-list] .s-breach")
    page.get_by_role("link", name="Sửa lại").click()
    page.wait_for_function("() => document.querySelector('#id_description').value.startsWith('Chỉ có lời')")


def test_pages_of_somebody_else_are_never_shown_without_a_network(open_page: OpenPage) -> None:
    page = open_page("/report/", who="citizen-1")
    fill(page)
    page.locator("[data-send]").click()
    page.wait_for_url("**/receipt/")
    context = ready(page)
    theirs = page.url
    page.goto("/reports/mine/")
    page.locator("form[data-sign-out] button").click()
    page.goto("/")
    page.wait_for_function(_OWNER, arg="guest")
    context.set_offline(True)
    page.goto(theirs)
    assert page.title().startswith("Không có mạng")
    page.goto("/reports/mine/")
    assert WORDS not in page.content()
    assert page.locator("body").get_attribute("data-owner") == "guest"


_OWNER = """async (who) => {
  for (const name of await caches.keys()) {
    const found = name.startsWith("pages-") && await (await caches.open(name)).match("/__owner");
    if (found) return (await found.text()).startsWith(who);
  }
  return false;
}"""

_KEPT = """async (path) => {
  for (const name of await caches.keys())
    if (name.startsWith("pages-") && await (await caches.open(name)).match(path)) return true;
  return false;
}"""


def test_staff_pages_are_never_kept(open_page: OpenPage) -> None:
    page = open_page("/reports/?q=x", who="operator")
    page.evaluate("navigator.serviceWorker.register('/sw.js', {scope: '/'}).then(() => navigator.serviceWorker.ready)")
    page.goto("/?citizen=1")
    page.goto("/report/")
    assert page.evaluate(f"({_KEPT})('/')") is False
    assert page.evaluate(f"({_KEPT})('/report/')") is False


def test_a_new_build_takes_nothing_from_the_old_one(open_page: OpenPage) -> None:
    page = open_page("/offline/")
    page.evaluate("navigator.serviceWorker.ready")
    page.evaluate("caches.open('files-old').then(cache => cache.put('/x', new Response('old')))")
    body = page.evaluate("fetch('/sw.js').then(answer => answer.text())")
    assert _version(body)
    page.evaluate("navigator.serviceWorker.getRegistration().then(worker => worker.unregister())")
    page.goto("/offline/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("() => caches.keys().then(names => !names.includes('files-old'))")


def _version(code: str) -> str:
    return code.partition('"version": "')[2].partition('"')[0]
