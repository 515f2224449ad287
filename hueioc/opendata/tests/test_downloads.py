"""The downloads: every public number follows from the file alone, and nothing private is in it."""

import csv
import io
import json
import statistics
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hueioc.cases.commands import (
    Sorting,
    accept_case,
    ask_citizen,
    close_case,
    object_to_result,
    open_case,
    publish_case,
    rate_case,
    refuse_case,
    resolve_case,
    return_case,
    triage_case,
    unpublish_case,
    withdraw_case,
)
from hueioc.cases.models import Case
from hueioc.journal.runner import catch_up, rebuild
from hueioc.lib import clock
from hueioc.opendata.models import PublicRow
from hueioc.opendata.rules import written
from hueioc.workflow.queries import catalogue, city_world
from tests.cast import CATEGORY, OTHER_WARD, WARD, Cast, report

pytestmark = pytest.mark.django_db
Rows = list[dict[str, str]]


def read(client: Client, address: str) -> Rows:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode())))


def worked(cast: Cast, days: int, unit: str = WARD, outcome: str = "answered") -> Case:
    """A report that was answered after some days."""
    officer = cast.officer if unit == WARD else cast.stranger
    case = triage_case(open_case(report(), cast.owner).code, cast.operator, Sorting(category=CATEGORY, lead=unit))
    accept_case(case.code, officer)
    with clock.at(clock.now() + timedelta(days=days)):
        until = (clock.now() + timedelta(days=2)).date() if outcome == "planned" else None
        return resolve_case(case.code, officer, outcome=outcome, text="Đã xem xét.", planned_until=until)


@pytest.fixture
def history(cast: Cast) -> datetime:
    """Reports in every state the figures tell apart; returns the instant at which they are looked at."""
    shown = worked(cast, 1)
    rate_case(shown.code, cast.owner, score=5)
    publish_case(shown.code, cast.operator, public_text="Cống nghẹt.")
    rate_case(worked(cast, 3).code, cast.owner, score=3)
    worked(cast, 60, OTHER_WARD)
    object_to_result(worked(cast, 2).code, cast.owner, text="Chưa xong.")
    worked(cast, 2, outcome="planned")
    withdraw_case(open_case(report(), cast.owner).code, cast.owner)
    refuse_case(open_case(report(), cast.owner).code, cast.operator, reason="unclear", text="Không rõ vị trí.")
    offered = triage_case(open_case(report(), cast.owner).code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    return_case(offered.code, cast.officer, reason="not_our_area")
    ask_citizen(open_case(report(category="light_fault"), cast.owner).code, cast.operator, text="Ở đâu?")
    with clock.at(clock.now() + timedelta(days=90)):
        close_case(worked(cast, 0).code, cast.clock)
    catch_up()
    return clock.now() + timedelta(days=40)


def ratio(part: int, whole: int) -> tuple[int, int, float | None]:
    return part, whole, round(part / whole, 4) if whole else None


def recomputed(rows: Rows, as_of: datetime) -> dict[str, tuple[int | None, int | None, float | None]]:
    """Every figure by its published definition, written down here a second time from the columns of the file."""
    today = as_of.astimezone(UTC).date()
    owed = [r for r in rows if r["state"] != "left_out"]
    answered = [r for r in owed if r["first_answered_on"]]
    ended = [r for r in rows if r["state"] == "ended"]
    dated = [r for r in ended if r["is_on_time"]]
    pending = [r for r in rows if r["state"] in {"open", "promised"}]
    overdue = [r for r in pending if r["is_overdue"] == "true"]
    first = [r for r in pending if r["is_overdue_first"] == "true"]
    promised = [r for r in rows if r["state"] == "promised"]
    rateable = [r for r in ended if r["is_rateable"] == "true"]
    scores = [int(r["score"]) for r in rateable if r["score"]]
    seconds = [int(r["seconds_to_answer"]) for r in ended]

    def number(many: int) -> tuple[int, None, float]:
        return many, None, float(many)

    return {
        "received": number(len(rows)),
        "open": number(sum(r["state"] == "open" for r in rows)),
        "open_overdue": number(len(overdue)),
        "ended": number(len(ended)),
        "fixed": ratio(sum(r["is_fixed"] == "true" for r in ended), len(ended)),
        "refused": ratio(sum(r["outcome"] == "refused" for r in ended), len(ended)),
        "promised": number(len(promised)),
        "promised_overdue": number(sum(date.fromisoformat(r["planned_until"]) < today for r in promised)),
        "left_out": number(len(rows) - len(owed)),
        "on_time": ratio(sum(r["is_on_time"] == "true" for r in dated), len(dated) + len(overdue)),
        "on_time_first": ratio(sum(r["is_on_time_first"] == "true" for r in dated), len(dated) + len(first)),
        "response_rate": ratio(len(answered), len(owed)),
        "median_days": (None, None, round(statistics.median(seconds) / 86_400, 2) if seconds else None),
        "satisfied": ratio(sum(s >= 4 for s in scores), len(scores)),
        "acceptable": ratio(scores.count(3), len(scores)),
        "rating_response": ratio(len(scores), len(rateable)),
        "reopened": ratio(sum(int(r["reopened"]) > 0 for r in answered), len(answered)),
        "returned": ratio(sum(int(r["returns"]) > 0 for r in rows), len(rows)),
    }


def plain(line: dict[str, Any]) -> tuple[int | None, int | None, float | None]:
    numerator, denominator, value = line["numerator"], line["denominator"], line["value"]
    return (
        None if numerator in {"", None} else int(numerator),
        None if denominator in {"", None} else int(denominator),
        None if value in {"", None} else float(value),
    )


def test_every_public_figure_follows_from_the_downloaded_file_alone(client: Client, history: datetime) -> None:
    with clock.at(history):
        rows = read(client, "/open-data/cases.csv")
        published = read(client, "/open-data/figures.csv")
        page = client.get("/statistics.json").json()
    as_of = datetime.fromisoformat(published[0]["as_of"])
    columns = {"area": "area_today", "unit": "unit_today", "group": "group", "category": "category"}
    expected: dict[tuple[str, str], Any] = {("city", ""): recomputed(rows, as_of)}
    for dimension, column in columns.items():
        for code in {row[column] for row in rows}:
            expected[dimension, code] = recomputed([row for row in rows if row[column] == code], as_of)
    from_csv: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for line in published:
        from_csv[line["dimension"], line["code"]][line["figure"]] = plain(line)
    assert from_csv == expected
    from_page = {("city", ""): {code: plain(one) for code, one in page["figures"].items()}}
    for dimension in columns:
        for line in page[f"by_{dimension}"]:
            from_page[dimension, line["code"]] = {code: plain(one) for code, one in line["figures"].items()}
    assert from_page == expected
    city = expected["city", ""]
    # A history in which nothing happens would prove nothing.
    assert all(city[code][0] for code in city if code not in {"median_days", "fixed"}), city


def test_unpublished_reports_are_counted_without_their_place(client: Client, cast: Cast, opened: Case) -> None:
    catch_up()
    [row] = read(client, "/open-data/cases.csv")
    hidden = ("number", "lat", "lon", "received_at", "due_at", "first_due_at", "answered_at", "closed_at")
    assert {name for name in row if row[name] == "" and name in hidden} == set(hidden)
    assert (row["received_on"], row["is_published"]) == (city_world().day(opened.opened_at).isoformat(), "false")
    assert opened.code not in str(row)
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt.")
    catch_up()
    [row] = read(client, "/open-data/cases.csv")
    assert (row["number"], row["lat"], row["lon"], row["is_published"]) == (opened.code, "16.4778", "107.608", "true")
    assert row["received_at"]
    assert row["due_at"]
    unpublish_case(opened.code, cast.operator, reason="")
    catch_up()
    assert read(client, "/open-data/cases.csv")[0]["lat"] == ""


def test_no_text_a_person_wrote_is_in_any_download(client: Client, cast: Cast) -> None:
    open_case(report(description="Nhà bà Lụa, 0900 000 000", address="12 Lê Lợi"), cast.owner)
    catch_up()
    for name in ("cases.csv", "cases.json", "figures.csv"):
        sent = b"".join(client.get(f"/open-data/{name}")).decode()
        assert not any(words in sent for words in ("Lụa", "0900", "Lê Lợi", cast.owner.ref.partition(":")[2]))


def test_both_forms_hold_the_same_rows_in_the_same_order(client: Client, history: datetime) -> None:
    rows = read(client, "/open-data/cases.csv")
    document = json.loads(b"".join(client.get("/open-data/cases.json")))
    assert [[written(cell) for cell in row.values()] for row in document["cases"]] == [list(r.values()) for r in rows]
    assert [row["received_on"] for row in rows] == sorted(row["received_on"] for row in rows)
    licence = catalogue().pack.city.open_data_licence
    assert (document["licence"], document["licence_address"]) == (licence.name, licence.address)


def test_filters_narrow_the_download(client: Client, history: datetime) -> None:
    total = len(read(client, "/open-data/cases.csv"))
    assert 0 < len(read(client, f"/open-data/cases.csv?unit={OTHER_WARD}")) < total
    group = read(client, "/open-data/cases.csv")[0]["group"]
    assert 0 < len(read(client, f"/open-data/cases.csv?category={group}")) <= total
    assert read(client, "/open-data/cases.csv?until=2001-01-01") == []
    assert len(read(client, "/open-data/cases.csv?since=2001-01-01")) == total


@pytest.mark.parametrize(
    "query", ["since=soon", "since=2026-02-01&until=2026-01-01", "unit=" + "x" * 99, "category=%00"]
)
def test_a_filter_that_cannot_be_read_is_refused(client: Client, city: None, query: str) -> None:
    assert client.get(f"/open-data/cases.csv?{query}").status_code == 400


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not written(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_rebuild_equals_the_live_rows(history: datetime) -> None:
    live = [{k: v for k, v in row.items() if k != "id"} for row in PublicRow.objects.order_by("ref").values()]
    rebuild("opendata")
    again = [{k: v for k, v in row.items() if k != "id"} for row in PublicRow.objects.order_by("ref").values()]
    assert again == live
    assert live


def test_the_catalogue_names_every_column_and_the_licence(client: Client, city: None) -> None:
    page = client.get("/open-data/", headers={"accept-language": "en"}).content.decode()
    names = next(csv.reader(io.StringIO(b"".join(client.get("/open-data/cases.csv")).decode())))
    assert all(f"<code>{name}</code>" in page for name in names)
    licence = catalogue().pack.city.open_data_licence
    assert licence.name
    assert f'href="{licence.address}" rel="license"' in page
    assert client.get("/open-data/cases.csv")["Link"] == f'<{licence.address}>; rel="license"'


def test_the_order_of_rows_tells_no_hour_of_an_unpublished_report(client: Client, cast: Cast) -> None:
    numbers = [open_case(report(), cast.owner).code for _ in range(8)]
    catch_up()
    by_number = [row.ref.partition(":")[2] for row in PublicRow.objects.order_by("opened_on", "ref")]
    assert by_number == sorted(numbers)
    assert len(read(client, "/open-data/cases.csv")) == 8


@pytest.mark.parametrize("door", ["cases.csv", "cases.json", "figures.csv"])
def test_work_that_is_not_open_is_not_in_the_downloads_for_anybody(
    cast: Cast, client: Client, settings: Any, door: str
) -> None:
    settings.WORK_PAGES = settings.WORK_PAGES | {"memo": "/memos/{}/"}
    for who in ("", "owner", "leader", "admin"):
        if who:
            client.force_login(cast.accounts[who])
        assert client.get(f"/open-data/{door}?kind=memo").status_code == 400, who
