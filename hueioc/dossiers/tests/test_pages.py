"""Pages of dossiers: the tracking page tells everybody where it stands and nobody whose it is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from hueioc.dossiers import commands as give
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.tests.people import MARITAL, SOMEBODY, accepted, again, filed
from hueioc.lib import clock
from hueioc.people.models import VaultAccess
from tests.cast import WARD, Cast

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
TWO = {"form": "paper", "identity": "paper"}
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def signed_in(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.accounts[who], backend=_BACKEND)
    return client


@pytest.mark.parametrize("language", ["vi", "en", "de", "ar"])
def test_everybody_reads_where_it_stands_and_nothing_about_a_person(cast: Cast, language: str) -> None:
    dossier = accepted(cast)
    give.request_supplement(dossier.code, cast.officer, text="Bà Trần Thị Thử thiếu giấy chứng sinh.")
    give.note_dossier(dossier.code, cast.officer, text="Gọi 0900 000 001.")
    page = Client(headers={"accept-language": language}).get(f"/d/{dossier.code}")
    text = page.content.decode()
    assert page.status_code == 200
    assert dossier.code in text
    for private in (*SOMEBODY.name.split(), SOMEBODY.phone, SOMEBODY.id_number, "giấy chứng sinh", "0900"):
        assert not re.search(rf"\b{re.escape(private)}\b", text)
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("form", ["{}", " {} ", "{}/", "lower"])
def test_a_number_is_found_however_it_was_typed(cast: Cast, form: str) -> None:
    code = accepted(cast).code
    typed = code.lower() if form == "lower" else form.format(code)
    assert Client().get(f"/d/{typed}").status_code == 200


@pytest.mark.parametrize(
    ("typed", "status"), [("H57.31-261127-9999", 404), ("hello", 400), ("26-7K3M-9Q2T", 400), ("%00", 400)]
)
def test_a_wrong_number_gets_a_sentence(city: None, typed: str, status: int) -> None:
    page = Client().get(f"/d/{typed}")
    assert page.status_code == status
    assert b'role="alert"' in page.content


def test_the_field_leads_to_the_page_and_says_what_is_wrong(cast: Cast) -> None:
    code = accepted(cast).code
    assert Client().get("/d/", {"number": code.lower()})["Location"] == f"/d/{code}"
    assert Client().get("/d/", {"number": "x"}).status_code == 400
    assert Client().get("/find/", {"q": code})["Location"] == f"/d/{code}"


def test_whoever_counts_through_numbers_is_stopped_and_others_are_not(cast: Cast) -> None:
    code = accepted(cast).code
    prefix = code[:-4]
    answers = [Client().get(f"/d/{prefix}{7000 + n}").status_code for n in range(45)]
    assert answers[:40] == [404] * 40
    assert set(answers[40:]) == {429}
    assert Client().get(f"/d/{code}").status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/d/{code}").status_code == 200


def test_a_late_dossier_says_where_it_lies_who_has_it_and_until_when(cast: Cast) -> None:
    with clock.at(MONDAY):
        dossier = accepted(cast, procedure=MARITAL, papers=TWO)
    with clock.at(MONDAY + timedelta(days=8)):
        late = Client(headers={"accept-language": "en"}).get(f"/d/{dossier.code}").content.decode()
        assert "Why is it late?" in late
        assert "has not named one yet" in late
        day = (MONDAY + timedelta(days=14)).date()
        give.apologise(dossier.code, cast.officer, reason="field_check", new_day=day)
        told = Client(headers={"accept-language": "en"}).get(f"/d/{dossier.code}").content.decode()
    assert "07/12/2026" in told
    assert "A check on the spot needs more time" in told


def test_a_desk_takes_a_dossier_in_and_prints_the_slip(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    assert client.get("/dossiers/desk/", {"q": "2.000635 trích lục"})["Location"] == "/dossiers/desk/2.000635/"
    assert b"1.001193" in client.get("/dossiers/desk/", {"q": "khai sinh"}).content
    form = {
        "applicant_kind": "person",
        "name": "Trần Thị Thử",
        "channel": "in_person",
        "handler": WARD,
        "is_accepted": "on",
        "part_form": "paper",
        "part_identity": "population",
        "key": "once",
    }
    made = client.post("/dossiers/desk/2.000635/", form)
    again_made = client.post("/dossiers/desk/2.000635/", form)
    assert made["Location"] == again_made["Location"]
    dossier = Dossier.objects.get()
    assert (dossier.phase, dossier.papers_reused) == ("in_work", 1)
    slip = client.post(f"/dossiers/{dossier.code}/slip.pdf")
    assert (slip["Content-Type"], slip.content[:5]) == ("application/pdf", b"%PDF-")
    assert slip["Cache-Control"] == "no-store"
    assert VaultAccess.objects.get().about == dossier.ref
    wrong = client.post("/dossiers/desk/2.000635/", form | {"part_form": "", "key": "twice"})
    assert wrong.status_code == 400
    assert Dossier.objects.count() == 1


def test_the_letter_of_apology_exists_once_a_day_was_named(cast: Cast) -> None:
    with clock.at(MONDAY):
        dossier = accepted(cast, procedure=MARITAL, papers=TWO)
    client = signed_in(cast, "officer")
    address = f"/dossiers/{dossier.code}/apology.pdf"
    assert client.post(address).status_code == 404
    with clock.at(MONDAY + timedelta(days=8)):
        form = {"reason": "field_check", "new_day": "2026-12-07", "text": "Xin lỗi ông bà."}
        assert client.post(f"/dossiers/{dossier.code}/do/apologise/", form).status_code == 302
    assert client.post(address).content[:5] == b"%PDF-"
    assert signed_in(cast, "stranger").post(address).status_code == 404
    assert signed_in(cast, "leader").post(address).status_code == 403


def test_a_citizen_files_online_and_follows_it_on_a_page_of_their_own(cast: Cast) -> None:
    client = signed_in(cast, "owner")
    assert b"Registration of a birth" in client.get("/procedures/", {"q": "birth"}).content
    assert client.get("/procedures/1.001193/").status_code == 200
    form = {"applicant_kind": "person", "name": "Lê Văn Thử", "received_by": WARD, "part_identity": "on"}
    made = client.post("/procedures/1.001193/file/", form)
    code = Dossier.objects.get().code
    assert made["Location"] == f"/dossiers/{code}/"
    assert code in client.get("/dossiers/mine/").content.decode()
    assert Client().get("/procedures/1.001193/file/").status_code == 302
    give.request_supplement(code, cast.officer, text="Thiếu giấy chứng sinh.")
    mine = client.get(f"/dossiers/{code}/").content.decode()
    assert "Thiếu giấy chứng sinh." in mine
    assert client.post(f"/dossiers/{code}/do/receive_supplement/", {"text": "Tôi gửi kèm."}).status_code == 302
    assert again(Dossier.objects.get()).wait_reason == ""


def test_boards_count_what_stands_behind_them(cast: Cast) -> None:
    with clock.at(MONDAY):
        late = accepted(cast, procedure=MARITAL, papers=TWO)
    give.register_dossier(filed(channel="online", papers={}), cast.owner)
    client = signed_in(cast, "officer")
    with clock.at(MONDAY + timedelta(days=9)):
        board = client.get("/dossiers/", {"tab": "late"})
        assert [row["dossier"].code for row in board.context["rows"]] == [late.code]
        many = dict((code, number) for code, _title, number in board.context["tabs"])
        assert (many["late"], many["to_accept"], many["open"]) == (1, 1, 2)
        ward = client.get("/dossiers/ward/")
    assert ward.context["totals"]["late"] == 1
    assert signed_in(cast, "stranger").get("/dossiers/").context["rows"] == []
    inbox = client.get("/inbox/").content.decode()
    assert late.code in inbox


def test_a_reference_leads_to_its_page_whatever_kind_of_work_it_is(cast: Cast) -> None:
    code = accepted(cast).code
    assert Client().get(f"/to/dossier:{code}/")["Location"] == f"/dossiers/{code}/"
    assert Client().get("/to/case:26-7K3M-9Q2T/")["Location"] == "/reports/26-7K3M-9Q2T/"
    assert Client().get("/to/castle:1/").status_code == 404


def test_the_search_of_the_staff_finds_a_dossier_for_those_who_may_see_it(cast: Cast) -> None:
    code = accepted(cast).code
    assert signed_in(cast, "officer").post("/desk/find/", {"q": code.lower()})["Location"] == f"/dossiers/{code}/"
    typed = {"q": code}
    found = signed_in(cast, "leader").post("/desk/find/", typed, headers={"accept": "application/json"}).json()["found"]
    assert [line["code"] for line in found] == [code]
    assert signed_in(cast, "stranger").post("/desk/find/", typed).status_code == 200
