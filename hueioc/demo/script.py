"""The words of the demo, from the city's packs: `demo.toml` beside a service's categories."""

import random

from hueioc.lib.packs import Pack, read_toml
from hueioc.workflow.queries import catalogue


class Script(Pack, frozen=True, kw_only=True):
    """Invented sentences by outcome, and how often each category is met (1 unless named)."""

    answers: dict[str, list[str]] = {}
    questions: list[str] = []
    replies: list[str] = []
    objections: list[str] = []
    weights: dict[str, float] = {}

    def weight(self, category: str) -> float:
        return self.weights.get(category, 1.0)

    def answer(self, outcome: str, dice: random.Random) -> str:
        return dice.choice(self.answers[outcome])

    def question(self) -> str:
        return self.questions[0]

    def reply(self) -> str:
        return self.replies[0]

    def objection(self) -> str:
        return self.objections[0]


def script() -> Script | None:
    """The script of the first service that has one. Raises PackError."""
    for folder in catalogue().pack.folders("services"):
        path = folder / "demo.toml"
        if path.exists():
            return read_toml(path, Script)
    return None
