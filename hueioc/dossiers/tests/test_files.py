"""Files of a dossier: uploaded with the form, kept when it comes back, opened by those who work on it alone."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from pypdf import PdfWriter

from hueioc.dossiers.commands import (
    MOST_FILES,
    Upload,
    attach_files,
    hold_files,
    let_files_go,
    receive_supplement,
    request_supplement,
    sweep_held_files,
)
from hueioc.dossiers.models import Dossier, DossierFile, HeldFile, Paper
from hueioc.dossiers.queries import dossier_file, dossier_view, held_files, kept_of, timeline
from hueioc.dossiers.tests.people import BIRTH, again, registered
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_of
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.people.commands import erase_account, open_file
from hueioc.people.models import VaultAccess, VaultFile
from hueioc.people.rules import machine
from tests.cast import WARD, Cast
from tests.pictures import jpeg

FORM = {"received_by": WARD, "applicant_kind": "person", "name": "Trần Thị Thử", "phone": "0900 000 001"}
KEY = "a-form-of-the-tests"


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def pdf(side: int = 100) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(side, side)
    writer.write(out)
    return out.getvalue()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def signed_in(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def filed_online(cast: Cast, **files: Any) -> Dossier:
    answer = signed_in(cast, "owner").post(f"/procedures/{BIRTH}/file/", {**FORM, "key": KEY, **files})
    assert answer.status_code == 302, answer.content.decode()
    return Dossier.objects.get()


def test_a_dossier_is_filed_with_its_papers_as_files(cast: Cast) -> None:
    dossier = filed_online(cast, files_form=upload("đơn.pdf", pdf()), files_birth_note=upload("giấy.jpg", jpeg(90, 90)))
    assert dict(Paper.objects.values_list("part", "origin")) == {"form": "file", "birth_note": "file"}
    assert dossier.papers_digitised == 2
    kept = {(one.part, one.name, one.media_type) for one in DossierFile.objects.all()}
    assert kept == {("form", "đơn.pdf", "application/pdf"), ("birth_note", "giấy.jpg", "image/jpeg")}
    assert not HeldFile.objects.exists()


def test_what_lies_in_the_store_is_encrypted(cast: Cast) -> None:
    filed_online(cast, files_form=upload("đơn.pdf", pdf()))
    with default_storage.open(VaultFile.objects.get().file_key, "rb") as stored:
        assert b"%PDF" not in stored.read()


def test_a_form_that_comes_back_has_not_lost_its_files(cast: Cast) -> None:
    client, address = signed_in(cast, "owner"), f"/procedures/{BIRTH}/file/"
    wrong = {**FORM, "name": "", "key": KEY, "files_form": [upload("a.pdf", pdf()), upload("b.pdf", pdf(120))]}
    answer = client.post(address, wrong)
    assert answer.status_code == 400
    assert "a.pdf" in answer.content.decode()
    assert "b.pdf" in answer.content.decode()
    first = HeldFile.objects.get(name="a.pdf")
    answer = client.post(address, {**FORM, "key": KEY, "let_go": first.file})
    assert answer.status_code == 302
    assert [one.name for one in DossierFile.objects.all()] == ["b.pdf"]
    assert VaultFile.objects.exclude(file_key="").count() == 1


@pytest.mark.parametrize("data", [b"MZ an executable", b"<html><script>alert(1)</script></html>", b"%PDF-1.4 broken"])
def test_a_file_that_is_none_is_named_and_nothing_is_kept(cast: Cast, data: bytes) -> None:
    files = [upload("good.pdf", pdf()), upload("bad.pdf", data)]
    answer = signed_in(cast, "owner").post(f"/procedures/{BIRTH}/file/", {**FORM, "key": KEY, "files_form": files})
    assert answer.status_code == 400
    assert "bad.pdf" in answer.content.decode()
    assert [model.objects.count() for model in (Dossier, HeldFile, VaultFile)] == [0, 0, 0]


def test_held_files_are_of_one_person_and_one_form(cast: Cast) -> None:
    hold_files(KEY, [Upload("form", "a.pdf", pdf())], cast.owner)
    [held] = held_files(KEY, cast.owner)
    assert held_files(KEY, cast.stranger) == held_files("another", cast.owner) == []
    let_files_go(KEY, [held.file], cast.stranger)
    assert held_files(KEY, cast.owner)
    with pytest.raises(NotAllowed):
        hold_files(KEY, [Upload("form", "a.pdf", pdf())], machine("somebody"))
    answer = signed_in(cast, "stranger").post(f"/procedures/{BIRTH}/file/", {**FORM, "key": KEY})
    assert answer.status_code == 302
    assert not DossierFile.objects.exists()


def test_a_form_nobody_sends_is_forgotten_after_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hold_files(KEY, [Upload("form", "a.pdf", pdf())], cast.owner)
    assert sweep_held_files(machine("sweeper")) == 0
    later = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sweep_held_files(machine("sweeper")) == 1
    kept = VaultFile.objects.get()
    assert (kept.file_key, HeldFile.objects.count()) == ("", 0)


def test_too_many_files_are_refused_whole(cast: Cast) -> None:
    many = [Upload("form", f"{n}.jpg", jpeg(20 + n, 20)) for n in range(MOST_FILES + 1)]
    with pytest.raises(Conflict, match=str(MOST_FILES)):
        hold_files(KEY, many, cast.owner)
    assert not VaultFile.objects.exclude(file_key="").exists()


def test_only_the_applicant_and_the_agencies_of_the_dossier_open_a_file(cast: Cast) -> None:
    dossier = filed_online(cast, files_form=upload("đơn.pdf", pdf()))
    file = DossierFile.objects.get()
    address = f"/dossiers/{dossier.code}/files/{file.code}"
    assert {who: signed_in(cast, who).get(address).status_code for who in ("owner", "officer")} == {
        "owner": 200,
        "officer": 200,
    }
    for who in ("stranger", "outsider", "operator", "coordinator", "leader", "auditor", "admin"):
        if who in cast.accounts:
            assert signed_in(cast, who).get(address).status_code == 404, who
    assert Client().get(address).status_code in {302, 404}
    answer = signed_in(cast, "owner").get(address)
    assert answer.content.startswith(b"%PDF")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert signed_in(cast, "officer").get(f"/dossiers/{dossier.code}/files/nothing").status_code == 404


def test_each_look_of_the_staff_is_logged_and_the_applicants_is_not(cast: Cast) -> None:
    dossier = filed_online(cast, files_form=upload("đơn.pdf", pdf()))
    found = dossier_file(dossier.code, DossierFile.objects.get().code, cast.officer)
    open_file(found.ref, actor=cast.officer, reason="work on the dossier", about=found.about, is_own=found.is_own)
    own = dossier_file(dossier.code, DossierFile.objects.get().code, cast.owner)
    open_file(own.ref, actor=cast.owner, reason="", about=own.about, is_own=own.is_own)
    assert [(one.actor, one.about) for one in VaultAccess.objects.all()] == [(cast.officer.ref, dossier.ref)]
    seal()
    kinds = [type(fact.event).kind for fact in facts_of(found.ref)]
    assert kinds.count("people.file_opened") == 1


def test_the_journal_holds_no_name_of_a_file(cast: Cast) -> None:
    dossier = filed_online(cast, files_form=upload("Trần-Thị-Thử.pdf", pdf()))
    seal()
    told = " ".join(str(fact.event) for ref in (dossier.ref, VaultFile.objects.get().ref) for fact in facts_of(ref))
    assert "FileKept" in told
    assert "Thử" not in told


def test_a_scan_of_the_desk_digitises_what_came_on_paper(cast: Cast) -> None:
    dossier = registered(cast, digitised=frozenset())
    before = dossier.papers_digitised
    attach_files(dossier.code, cast.officer, [Upload("form", "scan.jpg", jpeg(50, 60))])
    attach_files(dossier.code, cast.officer, [Upload("form", "scan again.jpg", jpeg(60, 50))])
    assert again(dossier).papers_digitised == before + 1
    assert Paper.objects.get(part="form").is_digitised
    attach_files(
        dossier.code, cast.officer, [Upload("", "same.jpg", jpeg(70, 50)), Upload("", "same.jpg", jpeg(70, 50))]
    )
    assert DossierFile.objects.count() == 3
    seal()
    with override("en"):
        assert [one.words for one in timeline(again(dossier), is_staff=False)].count("Files were added.") == 3
    for actor, refusal in ((cast.stranger, NotFound), (cast.leader, NotAllowed)):
        with pytest.raises(refusal):
            attach_files(dossier.code, actor, [Upload("form", "x.jpg", jpeg(50, 61))])
    with override("en"), pytest.raises(Invalid, match=r"part"):
        attach_files(dossier.code, cast.officer, [Upload("no-such", "x.jpg", jpeg(50, 62))])
    assert VaultFile.objects.exclude(file_key="").count() == 3


def test_the_applicant_answers_a_request_with_files(cast: Cast) -> None:
    dossier = filed_online(cast)
    request_supplement(dossier.code, cast.officer, text="Thiếu giấy chứng sinh")
    page = signed_in(cast, "owner").get(f"/dossiers/{dossier.code}/do/receive_supplement/").content.decode()
    assert 'name="documents"' in page
    data = {"text": "Tôi gửi bổ sung", "documents": [upload("bổ sung.pdf", pdf())]}
    answer = signed_in(cast, "owner").post(f"/dossiers/{dossier.code}/do/receive_supplement/", data)
    assert answer.status_code == 302, answer.content.decode()
    assert again(dossier).supplements_open == 0
    assert [one.name for one in dossier_view(dossier.code, cast.officer).files] == ["bổ sung.pdf"]
    assert dossier_view(dossier.code, cast.leader).files == []


def test_a_supplement_with_a_bad_file_is_not_received(cast: Cast) -> None:
    dossier = filed_online(cast)
    request_supplement(dossier.code, cast.officer, text="Thiếu giấy chứng sinh")
    with pytest.raises(Invalid):
        receive_supplement(dossier.code, cast.owner, text="đây", uploads=[Upload("", "x.pdf", b"nothing")])
    assert again(dossier).supplements_open == 1


def test_my_data_list_my_files_and_erasing_takes_them(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    dossier = filed_online(cast, files_form=upload("đơn.pdf", pdf()))
    [mine] = kept_of(cast.owner)
    assert [one["name"] for one in mine["files"]] == ["đơn.pdf"]
    key = VaultFile.objects.get().file_key
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(cast.accounts["owner"])
    assert not default_storage.exists(key)
    address = f"/dossiers/{dossier.code}/files/{DossierFile.objects.get().code}"
    assert signed_in(cast, "officer").get(address).status_code == 404
