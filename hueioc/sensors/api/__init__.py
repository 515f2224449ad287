"""The JSON door to stations: readings in, stations and their courses out."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from hueioc.lib import clock
from hueioc.lib.origin import from_here_or_refuse
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.sensors.api.bodies import Unreadable, read_body, told
from hueioc.sensors.commands import Sending, take_readings
from hueioc.sensors.queries import SPANS, Standing, all_series, levels_now, sender_behind, series_between, stations

router = Router(tags=["stations"])


class SeriesOut(Schema):
    """One quantity of a station as it stands; thresholds are empty where none are published."""

    code: str = Field(description="Code of the series, as readings name it.")
    quantity: str
    unit: str
    value: float | None
    measured_at: datetime | None
    is_stale: bool
    is_doubtful: bool
    phrase: str = Field(description="The official words for a level; empty without published thresholds.")
    level: int = Field(description="How many of the three alarm levels are reached, 4 above the highest on record.")
    rise_per_hour: float | None = Field(description="Metres an hour over the last hour, for levels.")
    thresholds: list[float] = Field(description="Alarm levels I, II, III in metres.")


class StationOut(Schema):
    """A station with its series; `lat` and `lon` are empty where no position is published."""

    code: str
    name: str
    river: str
    area: str
    lat: float | None
    lon: float | None
    source: str
    series: list[SeriesOut]


class ValueOut(Schema):
    """One point of a course: the begin of its span with mean, lowest, highest, sum, and how many readings it is of."""

    at: datetime
    mean: float
    lowest: float
    highest: float
    total: float
    readings: int


class CourseOut(Schema):
    """The course of one series."""

    series: str
    unit: str
    values: list[ValueOut]


class RefusedOut(Schema):
    """A reading that was not kept: its place in the list, its series, and why."""

    place: int
    series: str
    error: str


class TakenOut(Schema):
    """What became of readings: how many are new, how many were known before, and which were refused."""

    new: int
    known: int
    refused: list[RefusedOut]


class ReadingIn(Schema):
    """One reading; a known one (same series and instant) changes nothing."""

    series: str
    ts: datetime = Field(description="When it was measured, with time zone.")
    value: float


def _series(one: Standing) -> dict[str, Any]:
    newest = one.newest
    return {
        "code": one.series.code,
        "quantity": one.series.quantity.code,
        "unit": one.series.quantity.unit,
        "value": newest.value if newest else None,
        "measured_at": newest.at if newest else None,
        "is_stale": one.is_stale,
        "is_doubtful": newest.is_doubtful if newest else False,
        "phrase": one.words,
        "level": one.reached,
        "rise_per_hour": round(one.rise, 3) if one.rise is not None else None,
        "thresholds": list(one.thresholds.three) if one.thresholds else [],
    }


@router.get("/stations", response=list[StationOut], operation_id="list_stations", url_name="list_stations")
def list_stations(request: HttpRequest) -> list[dict[str, Any]]:
    """Every station with the newest reading of each series."""
    standing = {one.series.code: one for one in levels_now()}
    found = []
    for series in stations().values():
        station = series[0].station
        plain = {name: getattr(station, name) for name in ("code", "name", "river", "area", "lat", "lon", "source")}
        found.append(plain | {"series": [_series(standing[one.code]) for one in series]})
    return found


@router.get("/series/{code}", response=CourseOut, operation_id="read_series", url_name="read_series")
def read_series(
    request: HttpRequest,
    code: str,
    since: datetime | None = None,
    until: datetime | None = None,
    span: int | None = None,
) -> dict[str, Any]:
    """The course of a series, of the last day unless asked otherwise; single readings (span 0) of at most 35 days.

    `span` is 0, 300, 3600 or 86400 seconds.
    """
    series = all_series().get(code)
    if series is None:
        raise NotFound(_("There is no such series. The list of series is at /api/v1/stations."))
    if any(one is not None and one.tzinfo is None for one in (since, until)):
        raise Invalid(_("Give the time with its time zone."))
    if span not in {None, 0, *SPANS}:
        raise Invalid(_("Known spans are 0 (single readings), 300, 3600 and 86400 seconds."))
    end = until or clock.now() + timedelta(seconds=1)
    start = since or end - timedelta(days=1)
    if span in {0, 300} and end - start > timedelta(days=35):
        raise Invalid(_("Ask for at most 35 days at once, or for sums of hours or days."))
    values = [value._asdict() for value in series_between(code, start, end, span=span)]
    return {"series": code, "unit": series.quantity.unit, "values": values}


@router.post(
    "/readings",
    response={200: TakenOut, 422: TakenOut},
    operation_id="send_readings",
    url_name="send_readings",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "array", "items": ReadingIn.json_schema()}}},
        }
    },
)
def send_readings(request: HttpRequest) -> HttpResponse:
    """Send up to 10,000 readings with a bearer key; each is kept or refused by itself, and repeats change nothing."""
    sender = _sender(request)
    try:
        readings, unread = read_body(request.body)
    except Unreadable as fault:
        raise Invalid(_(str(fault))) from fault
    status, content = told(take_readings([Sending(readings, sender, unread)])[0])
    return HttpResponse(content, status=status, content_type="application/json; charset=utf-8")


def _sender(request: HttpRequest) -> Actor:
    authorization = request.headers.get("Authorization", "")
    if authorization:
        found = sender_behind(authorization)
        if found is None:
            raise NotAllowed(_("This key is not known. Whoever runs the city gives keys to machines."))
        return found
    from_here_or_refuse(request.headers)
    return actor_of(request)
