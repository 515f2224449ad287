"""Finds questions by words and by likeness, with and without diacritics; all staff read all of them."""

from typing import NamedTuple

from hueioc.lib.codes import clean_code
from hueioc.lib.words import keys_like, keys_with_words, likeness
from hueioc.people.rules import Actor
from hueioc.questions.models import WORDS, Question
from hueioc.questions.rules import may_see
from hueioc.workflow.queries import FoundLine, page_of, unit_label

# The index ranks them; so many of the best are compared word by word.
_MOST_COMPARED = 60
# Below this share of shared word pairs a question only happens to use the same words.
LEAST_LIKENESS = 0.25


class Found(NamedTuple):
    """A question that was found, and how much of what is typed it says (1 for a search by words)."""

    question: Question
    likeness: float


def find_questions(text: str, actor: Actor, limit: int = 40) -> list[Found]:
    """The question with this number, else those that hold every word in question or answer, as the index ranks them."""
    if may_see(actor) and (found := _with_number(text)):
        return [Found(found, 1.0)]
    keys = keys_with_words(WORDS, text, limit) if may_see(actor) else []
    rows = Question.objects.in_bulk(keys)
    return [Found(rows[key], 1.0) for key in keys if key in rows]


def _with_number(text: str) -> Question | None:
    try:
        return Question.objects.filter(code=clean_code(text)).first()
    except ValueError:
        return None


def questions_like(text: str, actor: Actor, limit: int = 5) -> list[Found]:
    """Questions that say much of what a text asks, the likest first, answered ones before others of equal likeness."""
    keys = keys_like(WORDS, text, _MOST_COMPARED) if may_see(actor) else []
    rows = Question.objects.filter(pk__in=keys).exclude(outcome="withdrawn") if keys else []
    found = [Found(row, likeness(text, f"{row.title} {row.text} {row.answer}")) for row in rows]
    near = [one for one in found if one.likeness >= LEAST_LIKENESS]
    near.sort(key=lambda one: (-one.likeness, not one.question.answer, -one.question.pk))
    return near[:limit]


def find_lines(text: str, actor: Actor, most: int) -> list[FoundLine]:
    """Questions for the search box of staff."""
    found = [one.question for one in find_questions(text, actor, limit=most)]
    return [
        FoundLine(page_of(one.ref), one.code, one.title, " · ".join((one.code, unit_label(one.asked_by))))
        for one in found
    ]
