"""Spreads released messages over the people they concern, in batches, and sends them: lanes, pace, retries, proof.

No recipient has a transaction of their own: a page of places is one, a batch of letters is two (claimed, settled).
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from hueioc.journal.commands.rows import insert_rows, new_row
from hueioc.lib import clock
from hueioc.lib.codes import random_code
from hueioc.lib.geo import Point
from hueioc.lib.together import leave_room
from hueioc.notices.carriers import carrier_of
from hueioc.notices.models import Delivery, Dispatch, Subscription, WarnedPlace
from hueioc.notices.rules.lanes import WAYS, Letter, Outcome, Pace, is_wanted, next_try
from hueioc.people.queries import addresses_of
from hueioc.places.queries import holds
from hueioc.places.rules import Sketch
from hueioc.workflow.queries import catalogue

PAGE = 500
BATCH = 200
LEASE = timedelta(minutes=5)
_LONGEST_BREATH_S = 0.25
_USUAL_PACE = {"app": 60_000.0, "push": 6_000.0, "email": 1_200.0, "sms": 1_800.0, "zalo": 1_800.0}
_pace: list[Pace] = []


def spread_bulletins(most_pages: int = 20) -> int:
    """Write the rows of those concerned, some pages of places at a time; returns how many rows were written."""
    rows, due = 0, Dispatch.objects.filter(spread_at=None).order_by("lane", "id")
    for _page in range(most_pages):
        dispatch = due.first()
        if dispatch is None:
            break
        began = time.monotonic()
        rows += _spread_page(dispatch)
        _breathe(time.monotonic() - began)
    return rows


def _spread_page(dispatch: Dispatch) -> int:
    """One page of places, its rows and how far it came, in one transaction; a crash repeats the page and tells once."""
    found = WarnedPlace.objects.filter(pk__gt=dispatch.spread_upto, area__in=dispatch.units).order_by("pk")
    places = list(found[:PAGE])
    now = clock.now()
    with transaction.atomic():
        wanted = [one for one in places if _concerns(dispatch, one)]
        known = set(
            Delivery.objects.filter(dispatch=dispatch, recipient__in={one.recipient for one in wanted}).values_list(
                "recipient", "channel"
            )
        )
        fresh: dict[tuple[str, str], Delivery] = {}
        for place in wanted:
            for way in place.channels:
                if (place.recipient, way) not in known:
                    fresh.setdefault((place.recipient, way), _row(dispatch, place, way, now))
        insert_rows(list(fresh.values()))
        ended = {"spread_at": now} if len(places) < PAGE else {}
        upto = places[-1].pk if places else dispatch.spread_upto
        Dispatch.objects.filter(pk=dispatch.pk).update(spread_upto=upto, **ended)
    return len(fresh)


def _concerns(dispatch: Dispatch, place: WarnedPlace) -> bool:
    if not is_wanted(dispatch.hazard, place.hazards):
        return False
    kept: dict[str, Any] | None = dispatch.sketch
    if not kept or place.lat is None or place.lon is None:
        return True
    points = tuple((float(lat), float(lon)) for lat, lon in kept["points"])
    return holds(Sketch(kept["kind"], points, float(kept["metres"])), Point(place.lat, place.lon))


def _row(dispatch: Dispatch, place: WarnedPlace, way: str, now: datetime) -> Delivery:
    return new_row(
        Delivery,
        dispatch_id=dispatch.pk,
        place_id=place.pk,
        recipient=place.recipient,
        channel=way,
        unit=place.area,
        lane=dispatch.lane,
        token=random_code(14),
        next_try_at=now,
    )


def pace() -> Pace:
    """The pace of this process, by the numbers of the rules pack `delivery`; one process sends."""
    if not _pace:
        rules, today = catalogue().rule_sets.get("delivery"), catalogue().calendar.local_day(clock.now())
        rates = dict(_USUAL_PACE)
        for way in WAYS if rules else ():
            rates[way] = rules.number_on(f"{way}_per_minute", today) if rules else rates[way]
        _pace.append(Pace(rates))
    return _pace[0]


def send_bulletins(most: int = 2_000) -> int:
    """Send what is due, the first lane first, no faster than each way may; returns how many letters were handed on."""
    handed, measure = 0, pace()
    for way in WAYS:
        while handed < most:
            room = min(BATCH, most - handed, measure.may(way, clock.now()))
            rows = _claim(way, room) if room > 0 else []
            if not rows:
                break
            measure.took(way, len(rows))
            began = time.monotonic()
            _settle(rows, _carry(way, rows))
            handed += len(rows)
            _breathe(time.monotonic() - began)
    return handed


def _breathe(spent_s: float) -> None:
    """Rest as long as was worked: half of the processor and of SQLite's one writer belongs to those who report."""
    time.sleep(min(spent_s, _LONGEST_BREATH_S))
    leave_room(spent_s)


def _claim(way: str, most: int) -> list[Delivery]:
    """Take the next rows of a way for this sender; of several senders one has each."""
    now = clock.now()
    due = Delivery.objects.filter(channel=way, state__in=("waiting", "sending"), next_try_at__lte=now)
    keys = list(due.order_by("lane", "next_try_at", "id").values_list("pk", flat=True)[:most])
    if not keys:
        return []
    until = now + LEASE
    with transaction.atomic():
        seen = list(
            Delivery.objects.select_for_update().filter(pk__in=keys, next_try_at__lte=now).order_by("lane", "id")
        )
        Delivery.objects.filter(pk__in=[one.pk for one in seen]).update(
            state="sending", next_try_at=until, tries=F("tries") + 1
        )
    for one in seen:
        one.tries += 1
    return seen


def _carry(way: str, rows: Sequence[Delivery]) -> dict[int, Outcome]:
    """What became of each row; who has no address any more, and what came too late, is not handed to a carrier."""
    found: dict[int, Outcome] = {}
    letters: list[tuple[int, Letter]] = []
    for row, letter in _letters(way, rows):
        if isinstance(letter, Letter):
            letters.append((row.pk, letter))
        else:
            found[row.pk] = letter
    told = carrier_of(way)([letter for _key, letter in letters]) if letters else []
    for (key, _letter), outcome in zip(letters, told, strict=True):
        # Somebody with several phones is reached when one of them is.
        if key not in found or found[key].state not in {"sent", "delivered"}:
            found[key] = outcome
    return found


def _letters(way: str, rows: Sequence[Delivery]) -> Iterator[tuple[Delivery, Letter | Outcome]]:
    now = clock.now()
    dispatches = {one.pk: one for one in Dispatch.objects.filter(pk__in={row.dispatch_id for row in rows})}
    people = addresses_of({row.recipient for row in rows})
    browsers: dict[str, list[Subscription]] = defaultdict(list)
    if way == "push":
        for one in Subscription.objects.filter(account__in={row.recipient for row in rows}):
            browsers[one.account].append(one)
    home = settings.PUBLIC_ADDRESS.rstrip("/")
    for row in rows:
        dispatch, person = dispatches[row.dispatch_id], people.get(row.recipient)
        if dispatch.expires_at <= now:
            yield row, Outcome("void", "too_late")
            continue
        if person is None:
            yield row, Outcome("void", "nobody")
            continue
        to = {"app": ["app"], "email": [person.email], "sms": [person.phone], "zalo": [person.phone]}.get(way, [])
        if way == "push":
            to = [f"{one.endpoint}\n{one.key}\n{one.secret}" for one in browsers[row.recipient]]
        shown = dispatch.texts.get("vi" if person.language == "vi" else "en") or {}
        link = f"/n/{row.token}/" if way == "push" else f"{home}/n/{row.token}/"
        words = f"{shown.get('description', '')}\n{shown.get('instruction', '')}"
        for address in filter(None, to):
            yield row, Letter(f"bulletin-{row.pk}", address, str(shown.get("headline", "")), words, link)
        if not any(to):
            yield row, Outcome("failed", "no_address")


def _settle(rows: Sequence[Delivery], told: dict[int, Outcome]) -> None:
    """Write what became of a batch: one statement for each kind of outcome."""
    now = clock.now()
    groups: dict[tuple[str, str, str, datetime | None], list[int]] = defaultdict(list)
    for row in rows:
        outcome = told[row.pk]
        later = next_try(now, row.tries) if outcome.state == "again" else None
        state = outcome.state if outcome.state != "again" else "waiting" if later else "failed"
        groups[state, outcome.reason, outcome.via, later].append(row.pk)
    with transaction.atomic():
        for (state, reason, via, later), keys in groups.items():
            change: dict[str, Any] = {"state": state, "reason": reason, "via": via}
            change |= {"next_try_at": later} if later else {}
            change |= {"sent_at": now} if state in {"sent", "delivered"} else {}
            change |= {"delivered_at": now} if state == "delivered" else {}
            Delivery.objects.filter(pk__in=keys).update(**change)


def confirm_read(token: str) -> str:
    """The person behind a message says that they have read it; returns where it is told in full, empty for none."""
    row = Delivery.objects.filter(token=token.replace("\x00", "")[:16]).select_related("dispatch").first()
    if row is None:
        return ""
    now = clock.now()
    Delivery.objects.filter(pk=row.pk, read_at=None).update(state="read", read_at=now)
    Delivery.objects.filter(pk=row.pk, delivered_at=None).update(delivered_at=now)
    return row.dispatch.path
