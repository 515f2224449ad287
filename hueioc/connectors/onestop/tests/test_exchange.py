"""The six steps against a simulated other side over a real wire, which breaks wherever it can."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from hueioc.connectors.onestop.background import one_round
from hueioc.connectors.onestop.link import Away, Link
from hueioc.connectors.onestop.log import log_path, note_trouble, read_log
from hueioc.connectors.onestop.messages import id_of, read_filed, read_verdicts, read_waiting
from hueioc.connectors.onestop.simulator import OtherSide, invented, serve
from hueioc.dossiers.commands import hand_over_dossier, take_over_dossier
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.queries import agency_of, count_to_send, status_code
from hueioc.dossiers.tests.people import BIRTH, CLERK, DEPARTMENT, SOMEBODY, accepted
from hueioc.journal.models import Fact
from hueioc.lib import clock
from tests.cast import WARD, Cast

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[1] / "samples"
STEPS = ["session", "dossiers/waiting", "dossiers/confirm", "dossiers/sync", "dossiers/progress", "outcome"]


@pytest.fixture
def other(db: None) -> Iterator[OtherSide]:
    """A simulated system that answers; its notes here are gone afterwards."""
    side = OtherSide()
    side.server = serve(side)  # type: ignore[attr-defined]
    yield side
    side.server.shutdown()  # type: ignore[attr-defined]
    log_path().unlink(missing_ok=True)


def where(other: OtherSide, secret: str = "secret") -> dict[str, Any]:
    port = other.server.server_address[1]  # type: ignore[attr-defined]
    return {"address": f"http://127.0.0.1:{port}", "user": "city", "password": secret, "system": ""}


def lay(other: OtherSide, **changes: Any) -> dict[str, Any]:
    """One dossier filed there; fields can be changed."""
    [one] = invented(1, agency_of(WARD), BIRTH)
    one |= changes
    other.filed[one["MaGiaoDich"]] = one
    return one


def status(code: str, minutes_ago: float, **more: str) -> dict[str, str]:
    at = clock.now() - timedelta(minutes=minutes_ago)
    return {"TrangThai": code, "ThoiDiem": at.isoformat()} | more


def test_what_was_filed_there_comes_in_with_its_statuses_and_is_confirmed(city: None, other: OtherSide) -> None:
    one = lay(other, TienDo=[status("1", 110), status("2", 100), status("5", 90)])
    one_round(where(other))
    dossier = Dossier.objects.get()
    assert (dossier.code, status_code(dossier), dossier.received_by) == (one["MaHoSo"], "5", WARD)
    assert (dossier.channel, dossier.applicant_kind) == ("online", "person")
    assert other.verdicts == {one["MaGiaoDich"]: ""}


def test_later_statuses_follow_and_what_was_told_before_changes_nothing(city: None, other: OtherSide) -> None:
    first = [status("1", 110), status("2", 100)]
    one = lay(other, TienDo=first)
    one_round(where(other))
    lay(other, MaGiaoDich="again", MaHoSo=one["MaHoSo"], TienDo=first)
    lay(other, MaGiaoDich="later", MaHoSo=one["MaHoSo"], TienDo=[*first, status("9", 5)])
    one_round(where(other))
    assert other.verdicts == {one["MaGiaoDich"]: "", "again": "", "later": ""}
    dossier = Dossier.objects.get()
    assert status_code(dossier) == "9"
    assert Fact.objects.filter(subject=dossier.ref, kind="dossier.opened").count() == 1


def test_ours_goes_out_with_its_statuses_and_without_whose_it_is(cast: Cast, other: OtherSide) -> None:
    dossier = accepted(cast)
    one_round(where(other))
    assert other.dossiers[dossier.code]["MaTTHC"] == BIRTH
    assert [step["TrangThai"] for step in other.progress[dossier.code]] == ["1", "2", "4"]
    assert SOMEBODY.name not in json.dumps([other.dossiers, other.progress], ensure_ascii=False)
    assert count_to_send() == 0
    assert Dossier.objects.get().synchronised_at is not None
    one_round(where(other))
    assert list(other.seen.values()) == [1], "nothing is told twice"


def test_a_status_we_never_had_before_our_last_one_is_refused_and_not_lost(city: None, other: OtherSide) -> None:
    first = [status("1", 110), status("2", 100), status("4", 95), status("9", 20)]
    one = lay(other, TienDo=first)
    one_round(where(other))
    lay(other, MaGiaoDich="late", MaHoSo=one["MaHoSo"], TienDo=[*first, status("5", 60)])
    with override("en"):
        one_round(where(other))
    assert "supplement_requested" in other.verdicts["late"]
    assert "is new here" in other.verdicts["late"]
    assert status_code(Dossier.objects.get()) == "9"


def test_a_hand_over_is_told_with_the_agency_that_has_it(cast: Cast, other: OtherSide) -> None:
    dossier = accepted(cast)
    hand_over_dossier(dossier.code, cast.officer, unit=DEPARTMENT)
    take_over_dossier(dossier.code, CLERK)
    one_round(where(other))
    told = [(step["TrangThai"], step["DonVi"]) for step in other.progress[dossier.code]]
    assert told[:2] == [("1", agency_of(WARD)), ("2", agency_of(WARD))]
    assert told[-1] == ("4", agency_of(DEPARTMENT))


def test_what_has_no_answer_yet_keeps_nobody_back(
    cast: Cast, other: OtherSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hueioc.connectors.onestop.exchange.MOST_IN_A_LIST", 1)
    first, second = accepted(cast), accepted(cast)
    other.silent = {f"{first.code}/{first.version}"}
    for _turn in range(3):
        one_round(where(other))
    assert second.code in other.dossiers
    assert [one.code for one in Dossier.objects.filter(synchronised_at=None)] == [first.code]


@pytest.mark.parametrize("fault", ["away", "garbage", "deaf"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_breaks_loses_and_doubles_nothing(cast: Cast, other: OtherSide, step: str, fault: str) -> None:
    one, dossier = lay(other), accepted(cast)
    other.broken[step] = fault
    # What is answered to these is not read, so that garbage harms nothing.
    if not (fault == "garbage" and step in {"dossiers/confirm", "dossiers/sync", "dossiers/progress"}):
        with pytest.raises(Away):
            one_round(where(other))
    other.broken.clear()
    one_round(where(other))
    one_round(where(other))
    assert set(Dossier.objects.values_list("code", flat=True)) == {one["MaHoSo"], dossier.code}
    assert other.verdicts == {one["MaGiaoDich"]: ""}
    assert set(other.dossiers) == {one["MaHoSo"], dossier.code}
    assert count_to_send() == 0


def test_the_reason_of_a_failure_holds_no_secret(city: None, other: OtherSide) -> None:
    with pytest.raises(Away) as reason:
        one_round(where(other, secret="a-wrong-secret"))
    assert "secret" not in str(reason.value)
    assert "401" in str(reason.value)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"TienDo": [status("2", 50), status("77", 40)]}, "Status 2: The status code '77' is not known"),
        ({"TienDo": [status("2", 50, DonVi="H99.99")]}, "Status 1: there is no agency 'H99.99'"),
        ({"TienDo": [{"TrangThai": "2"}]}, "$.TienDo[0]"),
        ({"TienDo": [status("2", -500)]}, "lies in the future"),
        ({"MaDonVi": "H99.99"}, "There is no agency 'H99.99'"),
        ({"MaHoSo": "X-1"}, "number"),
        ({"MaTTHC": "9.999999"}, "procedure"),
        ({"ChuHoSo": {"HoTen": ""}}, "name"),
        ({"NgayNop": "yesterday"}, "$.NgayNop"),
        ({"NgayNop": "2026-01-01T00:00:00"}, "$.NgayNop"),
    ],
)
def test_a_wrong_message_is_told_with_its_place_and_stops_no_other(
    city: None, other: OtherSide, changes: dict[str, Any], says: str
) -> None:
    wrong = lay(other, **({"MaGiaoDich": "wrong"} | changes))
    right = lay(other, MaGiaoDich="right", MaHoSo=f"{agency_of(WARD)}-260101-7777")
    with override("en"):
        one_round(where(other))
    assert says in other.verdicts[wrong["MaGiaoDich"]]
    assert other.verdicts["right"] == ""
    assert list(Dossier.objects.values_list("code", flat=True)) == [right["MaHoSo"]]
    assert [one.reason for one in read_log().refused if one.side == "here"] == [other.verdicts["wrong"]]


def test_what_the_other_side_refuses_waits_until_it_changes(cast: Cast, other: OtherSide) -> None:
    dossier = accepted(cast)
    other.refuses[dossier.code] = "unknown procedure"
    one_round(where(other))
    one_round(where(other))
    assert list(other.seen.values()) == [1]
    [refused] = read_log().refused
    assert (refused.side, refused.number, refused.reason) == ("there", dossier.code, "unknown procedure")
    other.refuses.clear()
    Dossier.objects.filter(pk=dossier.pk).update(version=dossier.version + 1, updated_at=clock.now())
    one_round(where(other))
    assert dossier.code in other.dossiers
    assert read_log().refused == []


def test_a_dossier_that_changes_while_it_is_told_is_told_again(
    cast: Cast, other: OtherSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = accepted(cast)
    told = Link.outcome

    def outcome(link: Link, ids: list[str]) -> Any:
        found = told(link, ids)
        Dossier.objects.filter(pk=dossier.pk).update(version=dossier.version + 1, updated_at=clock.now())
        return found

    monkeypatch.setattr(Link, "outcome", outcome)
    one_round(where(other))
    assert count_to_send() == 1


def test_no_name_stands_in_the_journal_or_in_the_notes(city: None, other: OtherSide) -> None:
    lay(other, ChuHoSo={"HoTen": "Phan Thị Giả Định", "SoDienThoai": "0900 000 009"})
    lay(other, MaGiaoDich="bad", MaTTHC="9.9", ChuHoSo={"HoTen": "Phan Thị Giả Định"})
    one_round(where(other))
    assert "Giả Định" not in log_path().read_text(encoding="utf-8")
    assert not Fact.objects.filter(data__contains="Giả").exists()


def test_the_page_is_for_the_centre_leaders_and_administrators(cast: Cast, other: OtherSide) -> None:
    note_trouble("session: status 503")
    seen = {}
    for who, account in cast.accounts.items():
        client = Client(headers={"accept-language": "en"})
        client.force_login(account)
        with_other = client.get("/onestop/")
        seen[who] = with_other.status_code
    assert {who for who, code in seen.items() if code == 200} == {"operator", "coordinator", "leader", "admin"}
    assert seen["owner"] == seen["officer"] == seen["stranger"] == 403


def test_the_page_says_what_waits_and_what_failed(cast: Cast, other: OtherSide, settings: Any) -> None:
    settings.ONESTOP = where(other)
    accepted(cast)
    note_trouble("session: status 503")
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.accounts["leader"])
    text = client.get("/onestop/").content.decode()
    assert "session: status 503" in text
    assert "Waiting to be told" in text


def test_the_samples_are_read() -> None:
    [raw] = read_waiting((SAMPLES / "waiting.json").read_bytes()).dossiers
    filed = read_filed(bytes(raw))
    assert (filed.number, filed.progress[0].code, id_of(bytes(raw))) == ("H57.02-261127-9001", "1", "sim-20261127-1")
    verdicts = read_verdicts((SAMPLES / "outcome.json").read_bytes()).verdicts
    assert [bool(one.reason) for one in verdicts] == [False, True]


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["MaHoSo", "TienDo", "x"]), inner),
    max_leaves=8,
)


@trying(deadline=None, max_examples=60)
@given(st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()))
def test_whatever_comes_is_read_or_refused(raw: bytes) -> None:
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        read_filed(raw)
    assert isinstance(id_of(raw), str)
