"""The weeks before the demo's first day, told through the same commands at their own hours: figures need a past."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from hueioc.cases.commands import close_case
from hueioc.cases.queries import Filters, cases_for, results_unopposed
from hueioc.demo.story import Story
from hueioc.lib import clock
from hueioc.lib.refusals import Refusal
from hueioc.people.rules import machine, rule
from hueioc.workflow.queries import catalogue

DAYS = 30
WAITING = 18
REPORTS_A_DAY = (7, 15)
# About a quarter of what lies with the units is answered on a working day: a median of four days.
ANSWERED_A_DAY = 0.25
_WATCHER = machine("demo", frozenset({("operator", "")}))
_CLOSER = rule("demo")
Beat = tuple[datetime, Callable[[], str]]


def tell_past(story: Story, stop: Event, days: int = DAYS) -> int:
    """Play the days before today in order, unless told to stop; returns how many commands were given."""
    zone = ZoneInfo(catalogue().pack.city.time_zone)
    today = clock.now().astimezone(zone).date()
    given = 0
    for back in range(days, 0, -1):
        for at, beat in _beats(story, today - timedelta(days=back), zone):
            if stop.is_set():
                return given
            with clock.at(at):
                given += _told(beat)
    return given


def tell_morning(story: Story) -> int:
    """What came in the last hours and nobody has sorted yet, some of it twice; returns how many reports."""
    now = clock.now()
    for number in range(WAITING):
        beat = story.again if number % 4 == 3 else story.report
        with clock.at(now - timedelta(minutes=(WAITING - number) * 17)):
            _told(beat)
    return WAITING


def _told(beat: Callable[[], str]) -> bool:
    try:
        return bool(beat())
    except Refusal:
        return False


def _beats(story: Story, day: date, zone: ZoneInfo) -> list[Beat]:
    """What happens on one day, in the order of its hours; units rest at the end of the week."""
    dice = story.dice

    def between(first: int, last: int) -> datetime:
        return datetime.combine(day, time(dice.randint(first, last), dice.randint(0, 59)), zone)

    def some(number: int, first: int, last: int, beat: Callable[[], str]) -> Iterator[Beat]:
        return ((between(first, last), beat) for _ in range(number))

    fresh = dice.randint(*REPORTS_A_DAY)
    beats = [*some(fresh, 6, 22, story.report), *some(fresh + 2, 8, 23, story.sort)]
    beats += [
        (datetime.combine(day, time(hour, minute), zone), story.hurry) for hour in range(7, 23) for minute in (5, 35)
    ]
    beats += some(2, 9, 20, story.reply)
    if day.weekday() < 5:
        lying = cases_for(_WATCHER, Filters(phases=("in_work",)), size=1).total
        answers = round(lying * ANSWERED_A_DAY)
        beats += [*some(fresh + fresh // 2, 7, 16, story.take_up), *some(answers, 8, 16, story.answer)]
        beats += [*some(answers, 9, 17, story.publish_results)]
        beats += [*some(answers // 2, 10, 22, story.say_whether_it_is_done)]
    beats.append((datetime.combine(day, time(23, 59), zone), _close_unopposed))
    return sorted(beats, key=lambda beat: beat[0])


def _close_unopposed() -> str:
    codes = results_unopposed(clock.now())
    for code in codes:
        close_case(code, _CLOSER)
    return " ".join(codes)
