"""The demo's questions: two wards ask, departments answer some of them, and the wards accept some of the answers."""

from datetime import timedelta
from threading import Event

from hueioc.demo.cast import members
from hueioc.lib import clock
from hueioc.lib.packs import Pack, read_toml
from hueioc.people.rules import Actor
from hueioc.questions.commands import accept_answer, answer_question, ask_question
from hueioc.questions.queries import answerer_of
from hueioc.questions.rules import NewQuestion
from hueioc.workflow.queries import catalogue

_ANSWERED_AFTER = timedelta(hours=20)
_ACCEPTED_AFTER = timedelta(hours=30)


class DemoQuestion(Pack, frozen=True, kw_only=True):
    """One invented question; without an answer it is still open."""

    field: str
    title: str
    text: str
    days_ago: int
    answer: str = ""
    legal_source: str = ""
    accepted: bool = False


class DemoQuestions(Pack, frozen=True, kw_only=True):
    """`demo-questions.toml` beside the fields of a service: the questions of the demo."""

    question: list[DemoQuestion]


def demo_questions() -> list[DemoQuestion]:
    """The questions of the first service that has some. Raises PackError."""
    paths = [folder / "demo-questions.toml" for folder in catalogue().pack.folders("services")]
    return next((read_toml(path, DemoQuestions).question for path in paths if path.exists()), [])


def tell_questions(stop: Event) -> int:
    """Ask every question at its hour, by the demo's officers of areas in turn; returns how many."""
    askers = [member for member in members() if any(role == "officer" for role, _unit in member.roles)][:2]
    now, told = clock.now(), 0
    for number, one in enumerate(demo_questions() if askers else []):
        if stop.is_set():
            break
        asker = Actor(ref="machine:demo", roles=frozenset(askers[number % len(askers)].roles))
        at = now - timedelta(days=one.days_ago)
        with clock.at(at):
            new = NewQuestion(field=one.field, title=one.title, text=one.text)
            question = ask_question(new, asker)
        if one.answer:
            unit = answerer_of(one.field, clock.day_of(at))
            answerer = Actor(ref="machine:demo", roles=frozenset({("officer", unit)}))
            with clock.at(at + _ANSWERED_AFTER):
                answer_question(question.code, answerer, text=one.answer, legal_source=one.legal_source)
        if one.accepted:
            with clock.at(at + _ACCEPTED_AFTER):
                accept_answer(question.code, asker)
        told += 1
    return told
