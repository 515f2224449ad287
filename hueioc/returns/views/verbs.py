"""One mechanism for every verb of a collector: which form it needs and which command it gives."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.people.rules import Actor
from hueioc.returns import commands
from hueioc.returns.forms import ReasonForm, VerbForm


@dataclass(frozen=True)
class Verb:
    """How a verb looks on a page: its form, the command behind it, and what is said afterwards."""

    form: type[VerbForm]
    give: Callable[..., object]
    done: str | Promise
    icon: str


def _remind(code: str, actor: Actor, *, version: int | None) -> object:
    return commands.remind_unit(code, actor)


VERBS: dict[str, Verb] = {
    "agree": Verb(VerbForm, commands.accept_return, _("The return is accepted."), "circle-check"),
    "object": Verb(ReasonForm, commands.give_back_return, _("Given back; the unit was told."), "arrow-back-up"),
    "remind": Verb(VerbForm, _remind, _("Reminded."), "bell"),
    "withdraw": Verb(ReasonForm, commands.withdraw_return, _("Nobody waits for it any more."), "x"),
}
# Verbs that one press settles; the others have a page with a form.
ONE_PRESS = frozenset({"agree", "remind"})
