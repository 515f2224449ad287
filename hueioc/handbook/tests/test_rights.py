"""Who reads and who writes the handbook, at every door: owner, officer, stranger and the city's staff."""

import inspect
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

from hueioc.handbook import commands as give
from hueioc.handbook.models import Page
from hueioc.handbook.queries import find_pages, pages_like, shelves
from hueioc.handbook.tests.shelf import client, drafted, published, version
from hueioc.handbook.urls import urlpatterns
from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib.refusals import NotAllowed, NotFound
from tests.cast import WARD, Cast

_ALL = "owner officer head stranger neighbour operator coordinator leader admin nobody"
PEOPLE = tuple(_ALL.split(" "))
UNIT = "officer head"
STAFF = f"{UNIT} stranger operator coordinator leader admin"
SIGNED_IN = f"owner neighbour {STAFF}"
STATES: dict[str, Callable[[Cast], Page]] = {
    "draft": drafted,
    "published": published,
    "public": lambda cast: published(cast, is_public=True),
}
TABLE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "edit_page": ("published", UNIT, {"new": version(body="Khác.")}),
    "edit_page@draft": ("draft", UNIT, {"new": version(body="Khác.")}),
    "publish_page": ("draft", UNIT, {}),
    "drop_page": ("draft", UNIT, {}),
    "confirm_page": ("published", UNIT, {}),
    "remind_owner": ("published", "clock", {}),
    "say_unhelpful": ("published", STAFF, {"reason": "unclear"}),
    "say_unhelpful@public": ("public", SIGNED_IN, {"reason": "unclear"}),
}
PAGES: dict[str, tuple[str, str, str]] = {
    "handbook": ("published", "/handbook/", " ".join(PEOPLE)),
    "handbook-new": ("published", "/handbook/new/", f"{UNIT} stranger"),
    "handbook-page": ("published", "/handbook/{}/", STAFF),
    "handbook-page@draft": ("draft", "/handbook/{}/", UNIT),
    "handbook-page@public": ("public", "/handbook/{}/", " ".join(PEOPLE)),
    "handbook-edit": ("published", "/handbook/{}/edit/", UNIT),
    "handbook-edit@public": ("public", "/handbook/{}/edit/", UNIT),
    "handbook-versions": ("published", "/handbook/{}/versions/", STAFF),
    "handbook-versions@draft": ("draft", "/handbook/{}/versions/", UNIT),
    "handbook-versions@public": ("public", "/handbook/{}/versions/", STAFF),
    "handbook-remarks": ("public", "/handbook/{}/remarks/", UNIT),
}
POSTED = {"handbook-unhelpful", "handbook-verb"}


def test_every_command_and_address_stands_in_the_tables() -> None:
    names = {name for name in give.__all__ if inspect.isfunction(getattr(give, name))}
    assert names == {name.partition("@")[0] for name in TABLE} | {"draft_page"}
    assert {str(one.name) for one in urlpatterns} == {name.partition("@")[0] for name in PAGES} | POSTED


def _is_done(act: Callable[[], Any]) -> bool:
    with transaction.atomic():
        try:
            act()
        except (NotAllowed, NotFound):
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_a_command_is_given_by_these_and_nobody_else(cast: Cast) -> None:
    found = {}
    for name, (state, _may, more) in TABLE.items():
        code = STATES[state](cast).code
        command = partial(getattr(give, name.partition("@")[0]), code, **more)
        people = {who: getattr(cast, who) for who in [*PEOPLE, "clock"]}
        found[name] = {who for who, actor in people.items() if _is_done(partial(command, actor=actor))}
    assert found == {name: set(may.split()) for name, (_state, may, _more) in TABLE.items()}
    people = {who: getattr(cast, who) for who in PEOPLE}
    writers = {w for w, a in people.items() if _is_done(partial(give.draft_page, version(), a, unit=WARD))}
    assert writers == set(UNIT.split())


def test_a_page_is_seen_by_these_and_nobody_else(cast: Cast) -> None:
    browsers = {who: client(cast, who) for who in PEOPLE}
    seen: dict[str, set[str]] = {}
    for name, (state, address, _may) in PAGES.items():
        path = address.format(STATES[state](cast).code)
        seen[name] = {who for who, browser in browsers.items() if browser.get(path).status_code == 200}
    assert seen == {name: set(may.split()) for name, (_state, _address, may) in PAGES.items()}


def test_a_verb_is_pressed_by_the_owner_only(cast: Cast) -> None:
    pressed: dict[str, set[str]] = {"publish": set(), "drop": set(), "confirm": set()}
    for verb, who_pressed in pressed.items():
        code = STATES["published" if verb == "confirm" else "draft"](cast).code
        for who in PEOPLE:
            with transaction.atomic():
                if client(cast, who).post(f"/handbook/{code}/do/{verb}/").status_code == 302:
                    who_pressed.add(who)
                transaction.set_rollback(True)
    assert set(map(frozenset, pressed.values())) == {frozenset(UNIT.split())}


def test_lists_and_searches_show_to_each_what_they_may_read(cast: Cast) -> None:
    codes = {name: STATES[name](cast).code for name in STATES}
    expected = {
        "officer": set(codes),
        "stranger": {"published", "public"},
        "leader": {"published", "public"},
        "owner": {"public"},
        "nobody": {"public"},
    }
    for who, names in expected.items():
        actor = getattr(cast, who)
        wanted = {codes[name] for name in names}
        assert {one.page.code for one in find_pages("chung thuc", actor)} == wanted
        assert {one.page.code for one in pages_like("chứng thực bản sao", actor)} == wanted - {codes["draft"]}
        shown = {page.code for shelf in shelves(actor) for page, _many in shelf.pages}
        assert shown == wanted - {codes["draft"]}
        drafts = {page.code for shelf in shelves(actor, only="drafts") for page, _many in shelf.pages}
        assert drafts == wanted & {codes["draft"]}


def test_other_doors_tell_nothing_of_a_page(cast: Cast) -> None:
    codes = [STATES[name](cast).code for name in ("draft", "published")]
    catch_up()
    doors = ["/statistics.json?kind=dossier", "/open-data/cases.json", "/api/v1/reports", "/find/?q=chung+thuc"]
    for path in doors:
        for who in ("owner", "nobody"):
            answer = client(cast, who).get(path)
            text = b"".join(answer) if answer.streaming else answer.content
            assert not any(code.encode() in text for code in codes), path
    facts = Fact.objects.filter(kind__startswith="handbook.")
    assert set(facts.values_list("visibility", flat=True)) == {"internal"}
    assert not any("Chứng" in data for data in facts.values_list("data", flat=True))


def test_my_data_hold_what_i_said_and_wrote(cast: Cast) -> None:
    page = published(cast)
    give.say_unhelpful(page.code, cast.stranger, reason="wrong", text="Sai phí")
    mine = {who: json.loads(client(cast, who).get("/me/data.json").content)["handbook"] for who in ("stranger", "head")}
    assert mine["stranger"]["remarks"][0]["text"] == "Sai phí"
    assert mine["head"] == {"remarks": [], "versions": []}


def test_a_device_may_keep_published_pages_of_one_person_only(cast: Cast) -> None:
    page, draft = published(cast), drafted(cast)
    marks = {who: client(cast, who).get(f"/handbook/{page.code}/")["X-Keep-Offline"] for who in ("officer", "stranger")}
    assert len(set(marks.values())) == 2
    assert cast.officer.ref.partition(":")[2] not in marks["officer"]
    for path in (f"/handbook/{draft.code}/", f"/handbook/{page.code}/edit/", f"/handbook/{page.code}/remarks/"):
        assert "X-Keep-Offline" not in client(cast, "officer").get(path)
    assert "X-Keep-Offline" not in client(cast, "nobody").get("/handbook/")
