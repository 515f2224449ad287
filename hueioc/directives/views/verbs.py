"""One mechanism for every verb of a directive: which form it needs and which command it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.directives import commands, forms
from hueioc.people.rules import Actor

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Verb:
    """How a verb looks on a page: its form, the command behind it, and what is said afterwards."""

    form: type[forms.VerbForm]
    give: Callable[..., object]
    done: str | Promise
    icon: str = "arrow-right-circle"

    def act(self, code: str, actor: Actor, data: Data) -> object:
        """Give the command; the fields of the form are its arguments, under the same names."""
        return self.give(code, actor, **data)


def _reassign(code: str, actor: Actor, *, unit: str, task: str, version: int | None) -> object:
    return commands.reassign_directive(code, actor, lead=unit, task=task, version=version)


def _remind(code: str, actor: Actor, *, version: int | None) -> object:
    return commands.remind_units(code, actor)


VERBS: dict[str, Verb] = {
    "accept": Verb(forms.NothingForm, commands.accept_directive, _("Accepted."), "check"),
    "progress": Verb(forms.ProgressForm, commands.report_progress, _("Reported."), "progress"),
    "resolve": Verb(forms.ResolveForm, commands.propose_closing, _("Proposed; the giver decides."), "circle-check"),
    "part_done": Verb(forms.TextForm, commands.finish_part_of, _("Your part is done."), "circle-check"),
    "close": Verb(forms.CloseForm, commands.accept_closing, _("Closed."), "circle-check"),
    "object": Verb(forms.TextForm, commands.send_back, _("Sent back; the work goes on."), "arrow-back-up"),
    "answer": Verb(forms.AnswerForm, commands.answer_question, _("Answered."), "message"),
    "extend": Verb(forms.ExtendForm, commands.grant_extension, _("The new deadline holds for every unit."), "calendar"),
    "refuse_extension": Verb(forms.TextForm, commands.refuse_extension, _("The deadline stands."), "x"),
    "reassign": Verb(forms.UnitForm, _reassign, _("Given to another unit."), "route"),
    "ask_back": Verb(forms.TextForm, commands.ask_back, _("Asked."), "message-question"),
    "ask_extension": Verb(forms.ExtensionForm, commands.ask_extension, _("Asked; the giver decides."), "calendar"),
    "assign_inside": Verb(forms.AssignForm, commands.assign_directive, _("Assigned."), "user"),
    "add_support": Verb(forms.UnitForm, commands.add_support, _("The unit was asked to support."), "users"),
    "remind": Verb(forms.NothingForm, _remind, _("Reminded."), "bell"),
    "take_chair": Verb(forms.NothingForm, commands.take_chair, _("You follow it up now."), "user"),
    "return": Verb(forms.ReasonForm, commands.return_directive, _("Returned to the giver."), "arrow-back-up"),
    "withdraw": Verb(forms.ReasonForm, commands.withdraw_directive, _("Withdrawn."), "x"),
}
# Verbs that one press settles; the others have a page with a form.
ONE_PRESS = frozenset({"accept", "remind"})
# What stands first; of these the first one that is possible is the primary button.
USUAL = ("accept", "close", "answer", "progress", "resolve", "part_done", "extend", "object", "refuse_extension")
