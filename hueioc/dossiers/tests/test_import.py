"""A CSV file of dossiers: taken over whole with its history, or not at all and a sentence for each wrong line."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from hueioc.config.cli.__main__ import main
from hueioc.dossiers.commands import PastStep, follow_steps, import_dossiers, mark_synchronised
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.queries import dossiers_of_period, status_code
from hueioc.dossiers.tests.people import DEPARTMENT
from hueioc.journal.models import Fact
from hueioc.lib.refusals import Invalid
from hueioc.people.models import Contact
from tests.cast import WARD

HEAD = (
    "number,procedure,received_by,unit,applicant,channel,registered_at,accepted_at,appointment_at,supplement_asked_at,"
    "supplement_received_at,done_at,returned_at,stopped_at,status,paid_at,paid_via"
)
EARLY = f"H57.33-260105-0001,1.004873,{WARD},,Trần Thị Thử,online,05/01/2026 08:00,05/01/2026 09:00,08/01/2026 17:00"
GOOD = [
    f"{EARLY},,,07/01/2026 10:00,08/01/2026 09:00,,10,06/01/2026,portal",
    f"000.00.16.H57-260105-0002,1.004873,{WARD},,Lê Văn Thử,,05/01/2026,05/01/2026,08/01/2026 17:00,06/01/2026,"
    "12/01/2026,13/01/2026,,,9,,",
    f"G09.20-20260105-0092637,2.001583,{WARD},{DEPARTMENT},Phan Thử,,2026-01-05T08:00:00+07:00,"
    "2026-01-05T08:30:00+07:00,,,,,,,4,,",
    f"H57.33-260105-0003,1.004873,{WARD},,Hồ Thử,,05/01/2026,,,,,,,,1,,",
]


def read(*lines: str, system: str = "") -> tuple[int, list[tuple[int, str]]]:
    with override("en"):
        return import_dossiers([f"{line}\n" for line in (HEAD, *lines)], system=system)


def test_a_file_is_taken_over_with_its_history(city: None) -> None:
    assert read(*GOOD) == (4, [])
    found = {one.code: one for one in Dossier.objects.all()}
    given, waited, passed, fresh = (found[line.partition(",")[0]] for line in GOOD)
    assert [status_code(one) for one in (given, waited, passed, fresh)] == ["10", "9", "4", "1"]
    assert (given.paid_via, given.channel, passed.unit) == ("portal", "online", DEPARTMENT)
    # What was promised then stays the promise, and the days of the supplement are given back.
    assert waited.appointment_at == datetime(2026, 1, 8, 10, tzinfo=UTC)
    rows = {
        row.number: row
        for row in dossiers_of_period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
    }
    assert (rows[given.code].is_on_time, rows[waited.code].is_on_time) == (True, True)
    assert rows[passed.code].why == "by_maximum" or rows[passed.code].why == "by_appointment"
    kinds = list(Fact.objects.filter(subject=given.ref).order_by("id").values_list("kind", flat=True))
    assert kinds[0] == "dossier.opened"
    assert kinds[-1] == "dossier.closed"
    assert Contact.objects.count() == 4


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (GOOD[3].replace(",1,,", ",77,,"), "The status code '77' is not known"),
        (GOOD[3].replace(",1,,", ",9,,"), "needs the column done_at"),
        (GOOD[3].replace("1.004873", "9.9"), "There is no such procedure"),
        (GOOD[3].replace(WARD, "castle"), "There is no such unit"),
        (GOOD[3].replace("H57.33", "X57.33"), "not a dossier number"),
        (GOOD[3].replace("05/01/2026", "31/02/2026"), "registered_at is no date"),
        (GOOD[3].replace("05/01/2026", "05/01/2090"), "lies in the future"),
        (GOOD[3].replace("Hồ Thử", ""), "These cells are empty: applicant"),
        (GOOD[3] + ",more", "18 cells, the head has 17"),
        (GOOD[3].replace("Hồ Thử", "Hồ\x00Thử"), "cannot be stored"),
        (GOOD[3].replace("Hồ Thử", "x" * 501), "applicant is too long"),
        (GOOD[0].replace("07/01/2026 10:00", "04/01/2026 10:00"), "earlier than the one before"),
        (GOOD[0].replace(",portal", ",pigeon"), "how it was paid"),
        (GOOD[1], "stands twice"),
    ],
)
def test_one_wrong_line_stops_the_whole_file(city: None, line: str, said: str) -> None:
    many, problems = read(GOOD[1], line, GOOD[2])
    assert many == 3
    assert [number for number, _sentence in problems] == [3]
    assert said in problems[0][1]
    assert not Dossier.objects.exists()
    assert not Fact.objects.filter(kind__startswith="dossier").exists()
    assert not Contact.objects.exists()


def test_every_wrong_line_is_named(city: None) -> None:
    _many, problems = read(GOOD[3].replace(",1,,", ",77,,"), GOOD[0], GOOD[3].replace("1.004873", "9.9"))
    assert [number for number, _sentence in problems] == [2, 4]


@pytest.mark.parametrize("head", ["", "number,status", HEAD + ",colour", HEAD + ",number"])
def test_a_head_that_is_none_is_refused(city: None, head: str) -> None:
    with pytest.raises(Invalid):
        import_dossiers([f"{head}\n", f"{GOOD[0]}\n"])


def test_a_known_number_is_not_taken_twice(city: None) -> None:
    assert read(GOOD[0])[1] == []
    assert "known already" in read(GOOD[0])[1][0][1]
    assert Dossier.objects.count() == 1


def test_later_statuses_of_another_system_follow_the_first(city: None) -> None:
    assert read(GOOD[3])[1] == []
    at = datetime(2026, 1, 6, 3, tzinfo=UTC)
    code = Dossier.objects.get().code
    follow_steps(
        code, [PastStep(meaning="in_process", at=at), PastStep(meaning="supplement_requested", at=at)], "portal"
    )
    assert status_code(Dossier.objects.get()) == "5"
    with pytest.raises(Invalid):
        follow_steps(code, [PastStep(meaning="done", at=datetime(2026, 1, 1, tzinfo=UTC))], "portal")
    assert status_code(Dossier.objects.get()) == "5"


def test_what_was_synchronised_is_a_column_and_a_fact(city: None) -> None:
    assert read(GOOD[0])[1] == []
    dossier = Dossier.objects.get()
    assert mark_synchronised({dossier.code: dossier.version + 1}, "portal") == 0
    assert mark_synchronised({dossier.code: dossier.version, "H57-260101-9999": 1}, "portal") == 1
    assert Dossier.objects.get().synchronised_at is not None
    assert Fact.objects.filter(subject=dossier.ref, data__contains='"synchronised"').count() == 1


def test_the_command_line_says_what_happened(city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, cut = tmp_path / "good.csv.gz", tmp_path / "bad.csv", tmp_path / "cut.csv.gz"
    good.write_bytes(gzip.compress("\n".join((HEAD, *GOOD)).encode()))
    bad.write_text("\n".join((HEAD, GOOD[3].replace(",1,,", ",77,,"))), encoding="utf-8")
    cut.write_bytes(good.read_bytes()[:60])
    assert main(["import", "dossiers", str(bad)]) == 1
    assert main(["import", "dossiers", str(cut)]) == 1
    assert not Dossier.objects.exists()
    assert main(["import", "dossiers", str(good)]) == 0
    said = capsys.readouterr().out
    assert "line 2: " in said
    assert "4 dossiers were taken over." in said
