"""Documents are hostile until read: nothing that runs or tells on its sender is kept, and no file keeps us busy."""

import io
from contextlib import suppress

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from hueioc.lib import documents
from hueioc.lib.documents import make_safe_document
from hueioc.lib.refusals import Invalid
from tests.pictures import jpeg


def script(words: str) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(f"app.alert('{words}')")}
    )


def mark(kind: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Contents"): TextStringObject(f"seen {kind[1:]}"),
            NameObject("/A"): script(f"run {kind[1:]}"),
        }
    )


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def hostile() -> PdfWriter:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.root_object[NameObject("/OpenAction")] = script("opened")
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script("page")})
    page[NameObject("/Annots")] = ArrayObject([mark("/Stamp"), mark("/FileAttachment"), mark("/Link")])
    writer.add_attachment("hidden.txt", b"hidden in a file")
    writer.add_metadata({"/Author": "Somebody"})
    return writer


def test_a_pdf_loses_what_runs_and_what_tells_and_keeps_its_pages_and_marks() -> None:
    safe = make_safe_document(written(hostile()))
    assert (safe.media_type, safe.pages, safe.suffix) == ("application/pdf", 1, "pdf")
    for gone in (b"JavaScript", b"app.alert", b"hidden in a file", b"Somebody", b"OpenAction", b"seen Link"):
        assert gone not in safe.data, gone
    [page] = PdfReader(io.BytesIO(safe.data)).pages
    assert [one.get_object()["/Contents"] for one in page.annotations or []] == ["seen Stamp"]


def test_a_picture_becomes_a_plain_one() -> None:
    safe = make_safe_document(jpeg(300, 200))
    assert (safe.media_type, safe.pages, safe.suffix) == ("image/jpeg", 1, "jpg")


def test_a_locked_pdf_is_refused_with_the_reason_and_one_locked_for_nobody_is_opened() -> None:
    writer = hostile()
    writer.encrypt("secret")
    with pytest.raises(Invalid) as refused:
        make_safe_document(written(writer))
    with override("en"):
        assert "locked" in str(refused.value.sentence)
    writer = hostile()
    writer.encrypt("", "owner")
    assert make_safe_document(written(writer)).pages == 1


def test_too_many_pages_are_refused() -> None:
    writer = PdfWriter()
    for _ in range(documents.MOST_PAGES + 1):
        writer.add_blank_page(10, 10)
    with pytest.raises(Invalid, match="200"):
        make_safe_document(written(writer))


def test_too_many_bytes_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_PDF_BYTES", 100)
    with pytest.raises(Invalid, match="20 MB"):
        make_safe_document(written(hostile()))


def test_a_file_that_keeps_the_reader_busy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_SECONDS", 0.01)
    with override("en"), pytest.raises(Invalid, match="cannot be read"):
        make_safe_document(written(hostile()))


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"<svg onload='alert(1)'/>", b"PK\x03\x04 a text file"])
def test_what_is_no_document_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Invalid):
        make_safe_document(data)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_damaged_pdf_is_read_or_refused_and_never_fails(data: st.DataObject) -> None:
    whole = bytearray(written(hostile()))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(5, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Invalid):
        assert b"JavaScript" not in make_safe_document(bytes(whole)).data
