"""Standard answers of units, by category and outcome, from the service's pack."""

from dataclasses import dataclass

from hueioc.workflow.queries import catalogue, said


@dataclass(frozen=True)
class StandardAnswer:
    """A text a unit can send as it is: its name on the button, its words, and the outcome it speaks of."""

    code: str
    name: str
    text: str
    outcome: str


def standard_answers(category: str) -> list[StandardAnswer]:
    """Answers that fit a category: its own first, then its group's, then those for all."""
    known = catalogue()
    group = known.category(category).parent or ""
    fitting = [
        reply
        for reply in known.service_of[category].replies
        if reply.outcome and (not reply.categories or {category, group} & set(reply.categories))
    ]
    fitting.sort(key=lambda reply: 0 if category in reply.categories else 1 if reply.categories else 2)
    return [StandardAnswer(one.code, said(one.names), said(one.text), one.outcome) for one in fitting]
