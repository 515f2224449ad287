"""What was answered before to a question that somebody is typing: questions of all units, and pages of the handbook."""

from typing import Any

from hueioc.handbook.queries import pages_like
from hueioc.people.rules import Actor
from hueioc.questions.queries import questions_like, shown
from hueioc.workflow.queries import unit_label

_LEAST_LETTERS = 6


def answered_before(title: str, text: str, actor: Actor, *, but: str = "") -> dict[str, Any]:
    """Questions and pages like this one, for the template `similar`; `but` is a question that is not its own answer.

    The sentence says what is asked; the case is looked at only where the sentence finds nothing.
    """
    for typed in (title, text):
        words = typed.strip()[:4000]
        if len(words) < _LEAST_LETTERS:
            continue
        questions = [one for one in questions_like(words, actor, limit=6) if one.question.code != but][:5]
        pages = pages_like(words, actor, limit=3)
        if questions or pages:
            return {
                "like_questions": [shown(one.question) for one in questions],
                "like_pages": [(one, unit_label(one.page.unit)) for one in pages],
            }
    return {"like_questions": [], "like_pages": []}
