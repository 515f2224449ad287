"""One mechanism for every verb of a question: which form it needs and which command it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.people.rules import Actor
from hueioc.portal.asking.forms import AgainForm, AnswerForm, ReturnForm, UnitForm, VerbForm
from hueioc.questions import commands

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Verb:
    """How a verb looks on a page: its form, the command behind it, and what is said afterwards."""

    form: type[VerbForm]
    give: Callable[[str, Actor, Data], object]
    done: str | Promise
    icon: str
    is_main: bool = False


def _hand_over(code: str, actor: Actor, data: Data) -> object:
    return commands.hand_over_question(code, actor, unit=data["unit"], version=data["version"])


# In the order in which they stand on the page.
VERBS: dict[str, Verb] = {
    "agree": Verb(
        VerbForm,
        lambda code, actor, d: commands.accept_answer(code, actor, version=d["version"]),
        _("Accepted. The unit that answered can take it into the handbook."),
        "circle-check",
        is_main=True,
    ),
    "object": Verb(
        AgainForm,
        lambda code, actor, d: commands.ask_again(code, actor, text=d["text"], version=d["version"]),
        _("Asked again."),
        "refresh",
    ),
    "resolve": Verb(
        AnswerForm,
        lambda code, actor, d: commands.answer_question(
            code, actor, text=d["text"], legal_source=d["legal_source"], version=d["version"]
        ),
        _("Answered; the asker was told."),
        "send",
        is_main=True,
    ),
    "accept": Verb(
        VerbForm,
        lambda code, actor, d: commands.accept_question(code, actor, version=d["version"]),
        _("Taken."),
        "check",
    ),
    "return": Verb(
        ReturnForm,
        lambda code, actor, d: commands.return_question(
            code, actor, reason=d["reason"], note=d["note"], version=d["version"]
        ),
        _("Returned."),
        "arrow-back-up",
    ),
    "hand_over": Verb(UnitForm, _hand_over, _("Sent."), "route"),
    "hand_over_again": Verb(UnitForm, _hand_over, _("Sent."), "route", is_main=True),
    "remind": Verb(VerbForm, lambda code, actor, d: commands.remind_answerer(code, actor), _("Reminded."), "bell"),
    "withdraw": Verb(
        VerbForm,
        lambda code, actor, d: commands.withdraw_question(code, actor, version=d["version"]),
        _("Withdrawn."),
        "x",
    ),
    "close": Verb(VerbForm, lambda code, actor, d: commands.close_question(code, actor), _("Closed."), "archive"),
}
# Verbs that one press settles; the others have a form that opens.
ONE_PRESS = frozenset({"agree", "accept", "remind", "withdraw", "close"})
