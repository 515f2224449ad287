"""The demo's dossiers: invented people file real procedures at two wards and one department, over the last weeks."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from hueioc.demo.cast import members
from hueioc.dossiers import commands as give
from hueioc.dossiers.queries import competent_unit, desks, procedures
from hueioc.dossiers.rules.intake import NewDossier
from hueioc.lib import clock
from hueioc.lib.packs import Pack, read_toml
from hueioc.lib.refusals import Refusal
from hueioc.people.queries import unit
from hueioc.people.rules import Actor, ContactData
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import catalogue

DAYS = 24
A_DAY = 4


class People(Pack, frozen=True, kw_only=True):
    """`demo-people.toml` beside the procedures: parts of invented names, and invented sentences."""

    families: list[str]
    middles: list[str]
    given: list[str]
    companies: list[str]
    supplements: list[str]
    brought: list[str]
    answers: list[str]
    declined: list[str]


def people() -> People | None:
    """The people of the first service that has some. Raises PackError."""
    paths = [folder / "demo-people.toml" for folder in catalogue().pack.folders("services")]
    return next((read_toml(path, People) for path in paths if path.exists()), None)


def tell_dossiers(stop: Event, days: int = DAYS) -> int:
    """Tell the weeks before now, each dossier at its own hours; returns how many. Nothing without people or desks."""
    cast = people()
    named = {one.code for one in desks()}
    units = [u for member in members() for role, u in member.roles if role == "officer" and u in named]
    if cast is None or not units:
        return 0
    filing, told = Filing(cast, units), 0
    today = clock.now().astimezone(filing.zone).date()
    for back in range(days, -1, -1):
        day = today - timedelta(days=back)
        for _ in range(A_DAY if catalogue().calendar.is_working_day(day) else 0):
            if stop.is_set():
                return told
            told += filing.one(day)
    return told


@dataclass
class Filing:
    """Tells one dossier from its registration as far as it came by now; the same seed tells the same ones."""

    cast: People
    units: list[str]
    dice: random.Random = field(default_factory=lambda: random.Random(20261127))
    zone: ZoneInfo = field(default_factory=lambda: catalogue().calendar.time_zone)

    def one(self, day: date) -> bool:
        """One dossier of a day; False when its hour has not come yet."""
        at = datetime.combine(day, time(self.dice.randint(8, 16), self.dice.randint(0, 59)), self.zone)
        if at > clock.now():
            return False
        desk, procedure = self.dice.choice(self.units), self.dice.choice(procedures())
        try:
            self._tell(at, desk, procedure)
        except Refusal:
            return False
        return True

    def _tell(self, at: datetime, desk: str, procedure: Procedure) -> None:
        officer, here = _officer(desk), unit(desk)
        handler = competent_unit(procedure, here.area if here else "", desk)
        is_late = self.dice.random() < 0.2
        with clock.at(at):
            made = give.register_dossier(
                self._new(desk, procedure), officer, is_accepted=self.dice.random() < 0.9, handler=handler
            )
        if made.accepted_at is None:
            return
        code, length = made.code, (made.first_due_at or at) - at
        holder = _officer(made.unit)
        if made.unit != desk:
            self._at(at + timedelta(hours=4), lambda: give.take_over_dossier(code, holder))
        if self.dice.random() < 0.15:
            asked, back = at + length * 0.2, at + length * 0.2 + timedelta(days=self.dice.randint(1, 5))
            self._at(asked, lambda: give.request_supplement(code, holder, text=self._say(self.cast.supplements)))
            self._at(back, lambda: give.receive_supplement(code, officer, text=self._say(self.cast.brought)))
        end = at + length * (self.dice.uniform(1.1, 1.7) if is_late else self.dice.uniform(0.4, 0.95))
        outcome = "declined" if self.dice.random() < 0.08 else "granted"
        words = self.cast.declined if outcome == "declined" else self.cast.answers
        is_done = self._at(
            end,
            lambda: give.finish_dossier(
                code,
                holder,
                outcome=outcome,
                text=self._say(words),
                has_electronic_result=procedure.service_level == "full",
            ),
        )
        if is_done:
            self._at(end + timedelta(hours=self.dice.randint(2, 40)), lambda: give.return_result(code, officer))

    def _new(self, desk: str, procedure: Procedure) -> NewDossier:
        kind = self.dice.choice(procedure.applicants)
        name = " ".join(self._say(words) for words in (self.cast.families, self.cast.middles, self.cast.given))
        origins = {
            part.code: self.dice.choice(["paper", "population"])
            if part.reusable
            else self.dice.choice(["paper", "file"])
            for part in procedure.parts
        }
        return NewDossier(
            procedure=procedure.code,
            received_by=desk,
            contact=ContactData(name=self._say(self.cast.companies) if kind == "company" else name),
            applicant_kind=kind,
            channel=self.dice.choice(["in_person", "in_person", "in_person", "post"]),
            papers=origins,
            is_vneid=self.dice.random() < 0.6,
        )

    def _say(self, words: list[str]) -> str:
        return self.dice.choice(words)

    def _at(self, at: datetime, act: Callable[[], object]) -> bool:
        """Give the command at its hour when that has come; False when it has not."""
        if at >= clock.now():
            return False
        with clock.at(at):
            act()
        return True


def _officer(code: str) -> Actor:
    return Actor(ref="machine:demo", roles=frozenset({("officer", code), ("unit_head", code)}))
