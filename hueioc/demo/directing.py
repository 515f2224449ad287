"""The demo's directives: a leader asks, wards and agencies answer, over the last weeks; the words are a pack's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from threading import Event
from typing import Protocol

from hueioc.demo.cast import Member, members
from hueioc.directives import commands as give
from hueioc.directives.rules.intake import NewDirective
from hueioc.lib import clock
from hueioc.lib.packs import Pack, read_toml
from hueioc.lib.refusals import Refusal
from hueioc.people.queries import account_by_email
from hueioc.people.rules import Actor
from hueioc.workflow.queries import catalogue


class Deed(Pack, frozen=True, kw_only=True):
    """What somebody does `after` hours: number 0 is the leader, the others are officers. `unit` names one too."""

    after: int
    do: str
    by: int
    text: str = ""
    percent: int = 0
    unit: int = 0
    reason: str = ""
    days: int = 0
    outcome: str = ""


class Told(Pack, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One invented directive with its course."""

    title: str
    text: str
    field: str
    priority: str
    days_ago: int
    due_in: int
    lead: int
    supports: list[int] = []
    task: str = ""
    confidential: bool = False
    about: str = ""
    from_: str = ""
    steps: list[Deed] = []


class Directives(Pack, frozen=True, kw_only=True):
    """`demo-directives.toml` beside a service: the directives of the demo."""

    directive: list[Told]


def directives() -> list[Told]:
    """The directives of every service that has some. Raises PackError."""
    paths = [folder / "demo-directives.toml" for folder in catalogue().pack.folders("services")]
    return [one for path in paths if path.exists() for one in read_toml(path, Directives).directive]


def tell_directives(stop: Event) -> int:
    """Tell every directive at its own hours as far as it came by now; returns how many. Nothing without the cast."""
    cast = members()
    leader = next((one for one in cast if ("leader", "") in one.roles), None)
    officers = [one for one in cast if any(role == "officer" for role, _unit in one.roles)]
    told = 0
    for one in directives() if leader else ():
        if stop.is_set() or max(one.lead, *one.supports, 0) > len(officers):
            break
        told += Course([_actor(leader), *map(_actor, officers)], one).tell() if leader else 0
    return told


def _actor(member: Member) -> Actor:
    """Who the account was in the told weeks, when its roles were not given yet."""
    account = account_by_email(member.email)
    return Actor(ref=account.ref if account else "machine:demo", roles=frozenset(member.roles))


class Made(Protocol):
    """What this file reads of a directive that was given."""

    code: str
    due_at: datetime | None


@dataclass
class Course:
    """Tells one directive: number 0 of the people is the leader."""

    people: list[Actor]
    told: Told

    def tell(self) -> bool:
        """Give it and let everybody act; False when something was refused on the way."""
        calendar, one = catalogue().calendar, self.told
        day = calendar.local_day(clock.now() - timedelta(days=one.days_ago))
        at = next(calendar.spans_from(datetime.combine(day, datetime.min.time(), calendar.time_zone)))[0]
        at = min(at, clock.now() - timedelta(hours=1))
        due_on = next(islice(calendar.working_days_from(day), one.due_in, None))
        new = NewDirective(
            title=one.title,
            text=one.text,
            lead=self._unit(one.lead),
            due_on=due_on,
            field=one.field,
            priority=one.priority,
            supports={self._unit(number): one.task for number in one.supports},
            is_confidential=one.confidential,
            origin_ref=one.about,
            origin_path=one.from_,
        )
        try:
            with clock.at(at):
                made = give.give_directive(new, self.people[0])
            for deed in one.steps:
                if at + timedelta(hours=deed.after) < clock.now():
                    with clock.at(at + timedelta(hours=deed.after)):
                        self._act(made, deed)
        except Refusal:
            return False
        return True

    def _unit(self, number: int) -> str:
        return next(iter(self.people[number].units))

    def _act(self, made: Made, deed: Deed) -> None:
        code, actor, text = made.code, self.people[deed.by], deed.text
        acts: dict[str, Callable[[], object]] = {
            "accept": lambda: give.accept_directive(code, actor),
            "return": lambda: give.return_directive(code, actor, reason=deed.reason, note=text),
            "progress": lambda: give.report_progress(code, actor, percent=deed.percent, text=text),
            "part_done": lambda: give.finish_part_of(code, actor, text=text),
            "ask_back": lambda: give.ask_back(code, actor, text=text),
            "answer": lambda: give.answer_question(code, actor, text=text, unit=self._unit(deed.unit)),
            "ask_extension": lambda: self._ask(made, deed),
            "resolve": lambda: give.propose_closing(code, actor, outcome=deed.outcome, text=text),
            "close": lambda: give.accept_closing(code, actor, text=text),
        }
        acts[deed.do]()

    def _ask(self, made: Made, deed: Deed) -> object:
        calendar = catalogue().calendar
        due_on = calendar.local_day(made.due_at or clock.now())
        until = next(islice(calendar.working_days_from(due_on), deed.days, None))
        return give.ask_extension(made.code, self.people[deed.by], reason=deed.reason, until=until, text=deed.text)
