"""The story of the demo: invented reports arrive, are sorted, handed over, answered, rated, each by its own command."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from hueioc.cases.commands import (
    Sorting,
    accept_case,
    add_photo,
    answer_question,
    ask_citizen,
    hand_over_case,
    object_to_result,
    open_case,
    publish_answer,
    publish_case,
    rate_case,
    refuse_case,
    resolve_case,
    return_case,
    triage_case,
)
from hueioc.cases.queries import Filters, case_view, cases_for, personal_data_in, propose_route
from hueioc.cases.rules.intake import NewReport
from hueioc.cases.rules.redaction import redacted
from hueioc.demo.drawing import street
from hueioc.demo.script import Script
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.refusals import Refusal
from hueioc.people.rules import Actor
from hueioc.places.queries import is_inside_city, local_areas
from hueioc.workflow.queries import catalogue

_OPERATOR = Actor(ref="machine:demo", roles=frozenset({("operator", ""), ("coordinator", "")}))
_SPREAD_DEG = 0.012
_NEAR_DEG = 0.0003
_WITH_PICTURE = 0.5


def _officer(unit: str) -> Actor:
    return Actor(ref="machine:demo", roles=frozenset({("officer", unit), ("unit_head", unit)}))


def _reporter(code: str) -> Actor:
    return Actor(ref="machine:demo-citizen", holds=frozenset({f"case:{code}"}))


@dataclass
class Story:
    """Tells one step at a time; the same seed tells the same story."""

    script: Script
    dice: random.Random = field(default_factory=lambda: random.Random(20261123))

    def step(self) -> str:
        """Give one command that fits what is there now; returns what it was, empty when nothing fitted."""
        beats: Sequence[tuple[Callable[[], str], int]] = [
            (self.report, 5),
            (self.hurry, 3),
            (self.reply, 1),
            (self.sort, 5),
            (self.take_up, 5),
            (self.answer, 4),
            (self.publish_results, 3),
            (self.say_whether_it_is_done, 2),
        ]
        order = self.dice.sample([beat for beat, weight in beats for _ in range(weight)], k=12)
        for beat in order:
            try:
                told = beat()
            except Refusal:
                continue
            if told:
                return told
        return ""

    def report(self) -> str:
        """Somebody reports something somewhere; sometimes it is a repeat of what was just reported."""
        leaves = [leaf for leaf in catalogue().leaves(clock.today()) if leaf.examples]
        weights = [self.script.weight(leaf.code) for leaf in leaves]
        leaf = self.dice.choices(leaves, weights=weights)[0]
        point = self._somewhere()
        case = open_case(
            NewReport(
                category=leaf.code,
                description=self.dice.choice(leaf.examples),
                lat=point.lat,
                lon=point.lon,
                channel=self.dice.choice(["app", "app", "web", "hotline", "chat"]),
            ),
            Actor(ref="machine:demo-citizen"),
        )
        if self.dice.random() < _WITH_PICTURE:
            add_photo(case.code, _reporter(case.code), street(case.code, is_mended=False))
        return f"open {case.code}"

    def again(self) -> str:
        """Somebody else reports what was reported a moment ago, a few steps away and in other words."""
        found = cases_for(_OPERATOR, Filters(phases=("received",), order="-opened_at"), size=12).cases
        first = next((case for case in found if case.point), None)
        if first is None or first.point is None:
            return ""
        point = Point(first.point.lat + self.dice.uniform(-1, 1) * _NEAR_DEG, first.point.lon)
        words = self.dice.choice(catalogue().category(first.service).examples or [first.description])
        report = NewReport(category=first.service, description=words, lat=point.lat, lon=point.lon, channel="app")
        return f"open {open_case(report, Actor(ref='machine:demo-citizen')).code}"

    def _somewhere(self) -> Point:
        wards = [area.centre for area in local_areas() if area.centre]
        while True:
            middle = self.dice.choice(wards)
            point = Point(
                middle.lat + self.dice.gauss(0, _SPREAD_DEG / 2), middle.lon + self.dice.gauss(0, _SPREAD_DEG / 2)
            )
            if is_inside_city(point):
                return point

    def _one(self, **narrow: object) -> str:
        """The number of one report of this kind, one of those with the nearest deadline whose clock runs."""
        found = cases_for(_OPERATOR, Filters(order="due_at", **narrow), size=60).cases  # type: ignore[arg-type]
        running = [case for case in found if case.due_at][:8]
        return self.dice.choice(running).code if running else ""

    def hurry(self) -> str:
        """Whoever has the urgent report with the nearest deadline does the next step at once."""
        steps = {"received": self._sort, "assigned": self._take_up, "in_work": self._answer}
        found = cases_for(_OPERATOR, Filters(order="due_at", phases=tuple(steps)), size=50).cases
        urgent = next((case for case in found if case.urgency == "urgent" and not case.wait_reason), None)
        return steps[urgent.phase](urgent.code) if urgent else ""

    def sort(self) -> str:
        """The centre sorts the oldest reports, publishes most of them, and refuses a few."""
        code = self._one(phases=("received",))
        return self._sort(code) if code else ""

    def _sort(self, code: str) -> str:
        view = case_view(code, _OPERATOR)
        case = view.case
        if case.needs_coordinator or case.returns:
            proposal = propose_route(case.service, case.point, case.area)
            hand_over_case(code, _OPERATOR, proposal.lead or catalogue().pack.city.centre)
            return f"hand_over {code}"
        if self.dice.random() < 0.06:
            refuse_case(code, _OPERATOR, reason="unclear")
            return f"refuse {code}"
        proposal = propose_route(case.service, case.point, case.area)
        sorting = Sorting(
            category=case.service,
            urgency=case.urgency,
            lead=proposal.lead or catalogue().pack.city.centre,
            supports=proposal.supports,
            why=[proposal.why],
        )
        triage_case(code, _OPERATOR, sorting)
        if not case.is_sensitive and self.dice.random() < 0.9:
            text = redacted(case.description, personal_data_in(case.description))
            publish_case(code, _OPERATOR, public_text=text, checked=True)
        return f"triage {code}"

    def take_up(self) -> str:
        """A unit accepts what it was offered, sometimes returns it, sometimes asks."""
        code = self._one(phases=("assigned",))
        return self._take_up(code) if code else ""

    def _take_up(self, code: str) -> str:
        lead = case_view(code, _OPERATOR).case.unit
        chance = self.dice.random()
        if chance < 0.08:
            return_case(code, _officer(lead), reason="not_our_asset", unit=lead)
            return f"return {code}"
        accept_case(code, _officer(lead), unit=lead)
        if chance > 0.94:
            ask_citizen(code, _officer(lead), text=self.script.question())
        return f"accept {code}"

    def reply(self) -> str:
        """A reporter answers what they were asked."""
        found = cases_for(_OPERATOR, Filters(phases=("in_work",), order="updated_at"), size=60).cases
        asked = next((case for case in found if case.wait_reason == "citizen"), None)
        if asked is None:
            return ""
        answer_question(asked.code, _reporter(asked.code), text=self.script.reply())
        return f"answer_question {asked.code}"

    def answer(self) -> str:
        """The lead unit answers: mostly done or explained, sometimes a promise with a date."""
        code = self._one(phases=("in_work",))
        return self._answer(code) if code else ""

    def _answer(self, code: str) -> str:
        case = case_view(code, _OPERATOR).case
        outcomes = ["fixed", "answered", "planned", "nothing_found", "not_possible"]
        outcome = self.dice.choices(outcomes, weights=[6, 4, 1, 1, 1])[0]
        if outcome == "fixed":
            add_photo(code, _officer(case.unit), street(code, is_mended=True), kind="evidence")
        until = clock.today() + timedelta(days=self.dice.randint(5, 60)) if outcome == "planned" else None
        resolve_case(
            code, _officer(case.unit), outcome=outcome, text=self.script.answer(outcome, self.dice), planned_until=until
        )
        return f"resolve {code}"

    def publish_results(self) -> str:
        """The centre publishes an answer that is not public yet."""
        for case in cases_for(_OPERATOR, Filters(phases=("resolved",)), size=20).cases:
            view = case_view(case.code, _OPERATOR)
            waiting = [m for m in view.messages if m.kind == "answer" and not m.published_at]
            if case.is_public and waiting:
                photos = frozenset(photo.code for photo in view.photos)
                publish_case(case.code, _OPERATOR, public_text=case.public_text, photos=photos, checked=True)
                publish_answer(case.code, _OPERATOR, waiting[-1].pk, public_text=waiting[-1].text, checked=True)
                return f"publish_answer {case.code}"
        return ""

    def say_whether_it_is_done(self) -> str:
        """The reporter rates the answer, or objects."""
        answered = cases_for(_OPERATOR, Filters(phases=("resolved",), order="-updated_at"), size=40).cases
        unrated = [case.code for case in answered if case.score is None]
        if not unrated:
            return ""
        code = self.dice.choice(unrated)
        if self.dice.random() < 0.15:
            object_to_result(code, _reporter(code), text=self.script.objection())
            return f"object {code}"
        rate_case(code, _reporter(code), score=self.dice.choices([5, 4, 3, 2, 1], weights=[4, 5, 3, 1, 1])[0])
        return f"rate {code}"
