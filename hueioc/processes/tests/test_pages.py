"""What people see: what they may start, faults of a form, a dry run that keeps nothing, an instance, its papers."""

import io
import re
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from hueioc.processes.models import Deed, Edition, Instance
from hueioc.processes.tests.people import account, browser
from hueioc.workflow.models import Part
from tests.cast import WARD

TRIP = {"place": "Đà Nẵng", "outside": "no", "first_day": "2030-03-04", "last_day": "2030-03-06"}
TRIP |= {"purpose": "Học tập mô hình <b>một cửa</b>", "cost": "3.500.000"}


def _body(answer: Any) -> str:
    return str(answer.content.decode())


def test_somebody_starts_a_trip_a_head_signs_it_and_the_papers_say_so(city: None) -> None:
    lan, hung = account("Trần Thị Lan", ("officer", WARD)), account("Lê Văn Hùng", ("unit_head", WARD))
    officer, head = browser(lan), browser(hung)
    listed = _body(officer.get("/processes/start/?q=cong tac"))
    assert "/processes/of/business-trip/start/" in listed
    assert "/processes/of/vehicle/start/" not in listed

    faulty = officer.post("/processes/of/business-trip/start/", TRIP | {"last_day": "2030-03-01", "cost": "vài triệu"})
    assert faulty.status_code == 400
    assert "Lỗi:" in _body(faulty)
    assert not Instance.objects.exists()
    form = _body(officer.get("/processes/of/business-trip/start/"))
    key = re.search(r'name="key" value="([^"]+)"', form)
    sent = TRIP | {"key": key[1] if key else ""}
    once, twice = (officer.post("/processes/of/business-trip/start/", sent) for _time in range(2))
    one = Instance.objects.get()
    address = once["Location"]
    assert address == twice["Location"] == f"/processes/{one.code}/"
    assert one.values["cost"] == 3_500_000

    assert address in _body(head.get("/inbox/"))
    assert address not in _body(officer.get("/inbox/"))
    page = _body(head.get(address))
    assert "&lt;b&gt;một cửa" in page
    assert 'class="f-step is-here"' in page
    assert "no-store" in head.get(address)["Cache-Control"]
    refused = head.post(f"{address}do/advance/", {"decision": "maybe", "version": one.version})
    assert refused.status_code == 400
    stale = head.post(f"{address}do/advance/", {"decision": "agree", "version": 77})
    assert stale.status_code == 409
    assert head.post(f"{address}do/advance/", {"decision": "agree", "version": one.version}).status_code == 302
    assert head.get(f"{address}papers/order.pdf").status_code == 404
    officer.post(f"{address}do/advance/", {"note": ""})
    one.refresh_from_db()
    assert one.step == "report"
    assert one.official_number == "1/GĐĐ"
    pages = PdfReader(io.BytesIO(officer.get(f"{address}papers/order.pdf").content)).pages
    pdf = " ".join(pages[0].extract_text().split())
    word = Document(io.BytesIO(officer.get(f"{address}papers/order.docx").content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for words in ("GIẤY ĐI ĐƯỜNG", "1/GĐĐ", "Trần Thị Lan", "Đà Nẵng", "3.500.000", "Lê Văn Hùng", "Độc lập"):
        assert words in pdf
        assert words in text
    assert "<b>một cửa</b>" in text


def test_a_dry_run_says_the_way_and_keeps_nothing(city: None) -> None:
    officer = browser(account("Lan", ("officer", WARD)))
    page = _body(officer.get("/processes/of/purchase/"))
    assert "<svg" in page
    assert "Thành tiền (đồng) ≥ 20.000.000" in page
    dear = {
        "item": "Xuồng",
        "quantity": "2",
        "price": "150.000.000",
        "purpose": "Mùa lụt",
        "source_of_money": "regular",
    }
    dear |= {"decision": "agree", "final_decision": "decline"}
    tried = officer.post("/processes/of/purchase/", dear)
    assert tried.status_code == 200
    assert "300.000.000" in _body(tried)
    assert 'class="f-end is-here"' in _body(tried)
    assert "Lãnh đạo tài chính duyệt" in _body(tried)
    missing = officer.post("/processes/of/purchase/", dear | {"quantity": ""})
    assert missing.status_code == 400
    assert not any(model.objects.exists() for model in (Instance, Edition, Deed, Part))


def test_one_sends_back_and_gives_on_by_the_pages(city: None) -> None:
    lan, minh = account("Lan", ("officer", WARD)), account("Minh", ("officer", WARD))
    officer, colleague = browser(lan), browser(minh)
    car = {"on_day": "2030-03-04", "route": "Vỹ Dạ – Phú Bài", "seats": "4", "outside": "no", "purpose": "Họp"}
    address = officer.post("/processes/of/vehicle/start/", car)["Location"]
    assert colleague.post(f"{address}do/assign_inside/", {"assignee": minh.ref}).status_code == 302
    one = Instance.objects.get()
    assert one.holder == minh.ref
    assert officer.post(f"{address}do/advance/", {"car": "Của tôi"}).status_code == 403
    sent = {"to": "request", "reason": "incomplete", "note": "Ghi rõ giờ đi."}
    assert colleague.post(f"{address}do/return/", sent | {"note": ""}).status_code == 400
    assert colleague.post(f"{address}do/return/", sent).status_code == 302
    page = _body(officer.get(address))
    assert "Ghi rõ giờ đi." in page
    assert 'value="Vỹ Dạ – Phú Bài"' in page
    listed = {
        tab: address in _body(officer.get(f"/processes/?tab={tab}")) for tab in ("owed", "mine", "open", "closed")
    }
    assert listed == {"owed": True, "mine": True, "open": True, "closed": False}


@pytest.mark.parametrize("path", ["/processes/of/nothing/", "/processes/of/field-report/", "/processes/26-0000-0000/"])
def test_what_is_not_there_is_told_as_not_there(city: None, path: str) -> None:
    assert browser(account("Lan", ("officer", WARD))).get(path).status_code == 404
