"""The arithmetic of the public figures: what one life counts for, and every ratio with its two numbers.

A count says of which day it is: received, owed, answered, reopened and returned count on the day of receipt,
`fell_late` on the day of the deadline, all others on the day of the last answer. What is open or overdue has no day;
it is counted as it stands now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.workflow.rules.life import ENDED, LEFT_OUT, OPEN, PROMISED, Life, World

OF_RECEIPT = ("received", "owed", "answered", "reopened", "returned")
OF_ANSWER = (
    *("ended", "dated", "on_time", "on_time_first", "fixed", "refused", "left_out"),
    *("rateable", "rated", "satisfied", "acceptable", "score_sum"),
)
# No figures of their own: what left the overdue on a day, and what of it had joined them on a day, so that the
# overdue of an earlier evening follow from those of now.
OF_BALANCE = ("ended_late", "fell_late")
MEASURES = (*OF_RECEIPT, *OF_ANSWER, *OF_BALANCE)
# What stands, by the day that matters for it: of receipt, of the answer, of the deadlines, and the day promised.
OF_STANDING = ("open", "promised", "due", "due_urgent", "due_first", "planned")
STANDING = ("open", "overdue", "overdue_first", "promised", "promised_overdue")
# Scale of ratings: 1 very dissatisfied to 5 very satisfied. The middle is not satisfied.
ACCEPTABLE, SATISFIED = 3, 4
SECONDS_A_DAY = 86_400
URGENT = "urgent"


def marks(life: Life) -> Iterator[tuple[date, str, int]]:
    """(day, measure, number) for everything this life counts for; zeroes are left out."""
    received = {
        "received": 1,
        "owed": int(life.state != LEFT_OUT),
        "answered": int(life.answered_on is not None and life.state != LEFT_OUT),
        "reopened": int(life.reopened > 0 and life.answered_on is not None and life.state != LEFT_OUT),
        "returned": int(life.returns > 0),
    }
    yield from ((life.opened_on, measure, number) for measure, number in received.items() if number)
    if life.ended_on is not None:
        day = life.ended_on
        yield from ((day, measure, number) for measure, number in _of_answer(life).items() if number)
        if life.is_ended_late and life.due_on is not None:
            yield from ((day, "ended_late", 1), (life.due_on, "fell_late", 1))


def _of_answer(life: Life) -> dict[str, int]:
    if life.state != ENDED:
        return {"left_out": int(life.state == LEFT_OUT)}
    score = life.score if life.is_rateable else 0
    return {
        "ended": 1,
        "dated": int(life.is_on_time is not None),
        "on_time": int(life.is_on_time is True),
        "on_time_first": int(life.is_on_time_first is True),
        "fixed": int(life.is_fixed),
        "refused": int(life.outcome == "refused"),
        "rateable": int(life.is_rateable),
        "rated": int(score > 0),
        "satisfied": int(score >= SATISFIED),
        "acceptable": int(score == ACCEPTABLE),
        "score_sum": score,
    }


def stands(life: Life, as_of: datetime, today: date) -> Iterator[str]:
    """What this life counts for at an instant: names of STANDING."""
    if life.state == OPEN:
        yield "open"
    if life.state == PROMISED:
        yield "promised"
        if life.planned_until is not None and life.planned_until < today:
            yield "promised_overdue"
    if life.state in {OPEN, PROMISED}:
        if life.due_at is not None and life.due_at < as_of:
            yield "overdue"
        if life.first_promise is not None and life.first_promise < as_of:
            yield "overdue_first"


def standing_marks(life: Life, world: World) -> Iterator[tuple[date, str]]:
    """(day, name of OF_STANDING) for everything this life counts for while it stands.

    With these summed by day, what stands late at an instant follows without a look at each piece: all of earlier days,
    and of the day itself what its deadline passed.
    """
    if life.state == OPEN:
        yield life.opened_on, "open"
    if life.state == PROMISED and life.ended_on is not None:
        yield life.ended_on, "promised"
        if life.planned_until is not None:
            yield life.planned_until, "planned"
    if life.state in {OPEN, PROMISED}:
        if life.due_on is not None:
            yield life.due_on, "due"
            if life.urgency == URGENT:
                yield life.due_on, "due_urgent"
        if life.first_promise is not None:
            yield world.day(life.first_promise), "due_first"


@dataclass(frozen=True)
class Figure:
    """One published number with all that is needed to check it. `value` is None when nothing can be said."""

    code: str
    measure: str  # count, share or days
    title: str | Promise
    definition: str | Promise
    numerator: int | None
    denominator: int | None
    value: float | None


_TEXTS: dict[str, tuple[str, str | Promise, str | Promise]] = {
    "received": ("count", _("Received"), _("Reports received in the period, from every channel.")),
    "open": ("count", _("Open"), _("Received in any period and without an answer now.")),
    "open_overdue": (
        "count",
        _("Open and overdue"),
        _("Without a final answer now although the deadline, with extensions, has passed. An open promise counts."),
    ),
    "ended": (
        "count",
        _("Answered for good"),
        _("Answered in the period, closed or not yet closed; without promises, duplicates and withdrawn reports."),
    ),
    "fixed": ("share", _("Fixed"), _("Answers that say it is fixed ÷ all answers of the period.")),
    "refused": ("share", _("Not accepted"), _("Answers that refuse the report, with a reason ÷ all answers.")),
    "promised": (
        "count",
        _("Promises open"),
        _("Answered with a date on which it will be fixed. A promise is not an end; it is counted apart."),
    ),
    "promised_overdue": ("count", _("Promises broken"), _("Open promises whose day has passed.")),
    "left_out": (
        "count",
        _("Duplicates and withdrawn"),
        _("Ended in the period without an answer being owed. They improve no ratio."),
    ),
    "on_time": (
        "share",
        _("On time"),
        _("Answered by the deadline, with extensions ÷ (answered with a deadline + open and overdue)."),
    ),
    "on_time_first": (
        "share",
        _("On time under the first promise"),
        _("Answered by the first deadline told ÷ (answered with a deadline + open past the first deadline)."),
    ),
    "response_rate": (
        "share",
        _("Response rate"),
        _("Of the reports received in the period: those answered at least once ÷ all but duplicates and withdrawn."),
    ),
    "median_days": (
        "days",
        _("Median days to the answer"),
        _("Half of the answers of the period took at most this many calendar days from receipt."),
    ),
    "satisfied": ("share", _("Satisfied"), _("Ratings 4 and 5 ÷ all ratings, on the scale from 1 to 5.")),
    "acceptable": (
        "share",
        _("Acceptable"),
        _("Ratings 3 ÷ all ratings. They are shown apart and not counted as satisfied."),
    ),
    "rating_response": ("share", _("Who rated"), _("Answers that were rated ÷ answers that could be rated.")),
    "reopened": (
        "share",
        _("Taken up again"),
        _("Of the reports received in the period: those taken up again after an answer ÷ those answered."),
    ),
    "returned": (
        "share",
        _("Returned by a unit"),
        _("Of the reports received in the period: those that a unit gave back at least once ÷ all."),
    ),
}
CODES = tuple(_TEXTS)


def figures(counts: Mapping[str, int], now: Mapping[str, int], median_seconds: float | None) -> list[Figure]:
    """Every figure from the sums of MEASURES, the counts of STANDING and the median of `seconds`.

    A share with nothing below the line has no value, never 100 %.
    """
    of, at = counts.get, now.get
    pairs: dict[str, tuple[int, int | None]] = {
        "received": (of("received", 0), None),
        "open": (at("open", 0), None),
        "open_overdue": (at("overdue", 0), None),
        "ended": (of("ended", 0), None),
        "fixed": (of("fixed", 0), of("ended", 0)),
        "refused": (of("refused", 0), of("ended", 0)),
        "promised": (at("promised", 0), None),
        "promised_overdue": (at("promised_overdue", 0), None),
        "left_out": (of("left_out", 0), None),
        "on_time": (of("on_time", 0), of("dated", 0) + at("overdue", 0)),
        "on_time_first": (of("on_time_first", 0), of("dated", 0) + at("overdue_first", 0)),
        "response_rate": (of("answered", 0), of("owed", 0)),
        "satisfied": (of("satisfied", 0), of("rated", 0)),
        "acceptable": (of("acceptable", 0), of("rated", 0)),
        "rating_response": (of("rated", 0), of("rateable", 0)),
        "reopened": (of("reopened", 0), of("answered", 0)),
        "returned": (of("returned", 0), of("received", 0)),
    }
    days = None if median_seconds is None else round(median_seconds / SECONDS_A_DAY, 2)
    return [_figure(code, pairs.get(code), days) for code in CODES]


def _figure(code: str, pair: tuple[int, int | None] | None, days: float | None) -> Figure:
    measure, title, definition = _TEXTS[code]
    if pair is None:
        return Figure(code, measure, title, definition, None, None, days)
    numerator, denominator = pair
    if denominator is None:
        return Figure(code, measure, title, definition, numerator, None, float(numerator))
    value = round(numerator / denominator, 4) if denominator else None
    return Figure(code, measure, title, definition, numerator, denominator, value)
