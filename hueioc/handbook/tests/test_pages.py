"""The life of a page: draft, published, edited, found, remarked, reminded; on both databases."""

from datetime import timedelta

import pytest

from hueioc.handbook.commands import confirm_page, drop_page, edit_page, publish_page, remind_owner, say_unhelpful
from hueioc.handbook.models import Page, Remark, Version
from hueioc.handbook.queries import find_pages, page_view, pages_like, remarks_of, shelves, versions_of
from hueioc.handbook.tests.shelf import client, drafted, published, version
from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.mining.models import Trace
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from hueioc.playbooks.clock import strike
from hueioc.playbooks.handbook import PLAYBOOKS
from tests.cast import Cast


def test_versions_are_kept_and_compared_and_nobody_saves_over_another(cast: Cast) -> None:
    page = published(cast)
    edit_page(page.code, version(body="## Mới\n\nKhác hẳn.", note="viết lại"), cast.head, version=1)
    with pytest.raises(Conflict):
        edit_page(page.code, version(), cast.officer, version=1)
    assert [line.version.number for line in versions_of(page.code, cast.stranger)] == [2, 1]
    shown = client(cast, "officer").get(f"/handbook/{page.code}/versions/").content.decode()
    assert "<del>" in shown
    assert "viết lại" in shown
    assert client(cast, "officer").get(f"/handbook/{page.code}/versions/?old=1&new=9").status_code == 404
    assert Version.objects.count() == 2


def test_a_draft_is_dropped_and_a_published_page_ends_by_its_day(cast: Cast) -> None:
    draft, page = drafted(cast), published(cast, title="Trang khác")
    drop_page(draft.code, cast.officer)
    for refused in (drop_page, publish_page):
        with pytest.raises(Conflict):
            refused(page.code, cast.officer)
    yesterday = clock.today() - timedelta(days=1)
    edit_page(page.code, version(title="Trang khác", valid_to=yesterday), cast.officer)
    assert shelves(cast.stranger) == []
    assert [shelf.pages[0][0].code for shelf in shelves(cast.stranger, only="ended")] == [page.code]
    assert not page_view(page.code, cast.stranger).is_in_force


@pytest.mark.parametrize("typed", ["chứng thực", "chung thuc", "CHUNG THỰC ban", "nghi dinh 23/2015/nđ-cp", "nd-cp 23"])
def test_a_page_is_found_with_and_without_diacritics(cast: Cast, typed: str) -> None:
    page = published(cast)
    published(cast, title="Nghỉ phép", body="Khai báo trước ba ngày.", legal_source="")
    assert [found.page.code for found in find_pages(typed, cast.stranger)] == [page.code]


def test_the_index_follows_edits_and_titles_come_first(cast: Cast) -> None:
    one = published(cast, title="Về phí", body="Nói về lệ phí đất đai", legal_source="")
    other = published(cast, title="Lệ phí đất đai", body="Bảng kê", legal_source="")
    assert [found.page.code for found in find_pages("le phi dat", cast.stranger)] == [other.code, one.code]
    edit_page(one.code, version(title="Về phí", body="Nói chuyện khác", legal_source=""), cast.officer)
    assert [found.page.code for found in find_pages("le phi dat", cast.stranger)] == [other.code]
    Page.objects.filter(pk=other.pk).delete()
    assert find_pages("le phi dat", cast.stranger) == []
    assert find_pages("  ", cast.stranger) == find_pages("'\"*()&|!:", cast.stranger) == []


def test_likeness_finds_what_says_the_same_and_not_what_shares_a_syllable(cast: Cast) -> None:
    page = published(cast)
    published(cast, title="Bản đồ ngập", body="Sao lưu hình ảnh trạm đo mưa.", legal_source="")
    asked = "phuong co duoc chung thuc ban sao khong co ban chinh"
    assert [found.page.code for found in pages_like(asked, cast.stranger)] == [page.code]
    assert pages_like("lịch tiếp công dân hằng tuần", cast.stranger) == []


def test_readers_say_why_it_did_not_help_and_only_the_owner_is_told_how_many(cast: Cast) -> None:
    page = published(cast, is_public=True)
    with pytest.raises(Invalid):
        say_unhelpful(page.code, cast.owner, reason="wrong")
    with pytest.raises(Invalid):
        say_unhelpful(page.code, cast.owner, reason="rude")
    say_unhelpful(page.code, cast.owner, reason="unclear")
    say_unhelpful(page.code, cast.owner, reason="wrong", text="Phí đã đổi")
    say_unhelpful(page.code, cast.stranger, reason="outdated")
    assert Remark.objects.count() == 2
    assert [page_view(page.code, who).unhelpful_now for who in (cast.officer, cast.stranger, cast.owner)] == [2, 0, 0]
    assert [shelves(who)[0].pages[0][1] for who in (cast.officer, cast.stranger, cast.owner)] == [2, 0, 0]
    latest, first = remarks_of(page.code, cast.officer)
    assert (first.text, first.who) == ("Phí đã đổi", "")
    assert latest.who.startswith("stranger")
    edit_page(page.code, version(is_public=True, body="Đã sửa phí."), cast.officer)
    view = page_view(page.code, cast.officer)
    assert (view.unhelpful_now, view.unhelpful, shelves(cast.officer)[0].pages[0][1]) == (0, 2, 0)
    assert not Fact.objects.filter(data__contains="Phí").exists()


def test_an_old_page_reminds_its_owner_until_somebody_looks(cast: Cast) -> None:
    then = clock.now() - timedelta(days=190)
    with clock.at(then):
        page = published(cast)
        ended = published(cast, title="Đã hết", valid_to=then.date())
    assert strike(PLAYBOOKS) == 1
    assert strike(PLAYBOOKS) == 0
    with clock.at(clock.now() + timedelta(days=15)):
        assert strike(PLAYBOOKS) == 1
    catch_up()
    told = Notice.objects.filter(subject=page.ref)
    assert {one.recipient for one in told} == {cast.officer.ref, cast.head.ref}
    assert page.code in sentence(told[0])
    assert not Notice.objects.filter(subject=ended.ref).exists()
    assert not Trace.objects.exists(), "a page is no piece of work"
    assert page_view(page.code, cast.officer).to_check
    assert [shelf.unit for shelf in shelves(cast.officer, only="to_check")] == [page.unit]
    confirm_page(page.code, cast.officer)
    assert not page_view(page.code, cast.officer).to_check
    assert client(cast, "officer").get(f"/to/{page.ref}/")["Location"] == f"/handbook/{page.code}/"


def test_the_form_previews_keeps_what_was_typed_and_names_what_is_wrong(cast: Cast) -> None:
    browser = client(cast, "officer")
    typed = {"title": "Mới", "body": "## Thử\n\n<b>x</b>", "version": "1"}
    shown = browser.post("/handbook/new/", typed | {"preview": "1"}).content.decode()
    assert "<h3>Thử</h3>" in shown
    assert "<b>x" not in shown
    assert not Page.objects.exists()
    assert browser.post("/handbook/new/", {"title": "Mới", "body": ""}).status_code == 400
    made = browser.post("/handbook/new/", typed)
    page = Page.objects.get()
    assert made["Location"] == f"/handbook/{page.code}/"
    stale = browser.post(f"/handbook/{page.code}/edit/", typed | {"version": "7"})
    assert (stale.status_code, "&lt;b&gt;x" in stale.content.decode()) == (409, True)
    assert browser.post(f"/handbook/{page.code}/do/publish/").status_code == 302
    assert client(cast, "stranger").get("/handbook/?q=thu moi").context["found"][0][0].page == page


def test_only_the_clock_reminds_and_never_of_a_draft(cast: Cast) -> None:
    page = published(cast)
    assert remind_owner(page.code, cast.clock).reminded_at
    with clock.at(clock.now() - timedelta(days=400)):
        drafted(cast, title="Nháp cũ")
    assert strike(PLAYBOOKS) == 0
