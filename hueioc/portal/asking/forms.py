"""The shapes of what people type into the pages of questions; every choice comes from the packs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.people.queries import unit, units_valid_on
from hueioc.people.rules import Actor
from hueioc.questions.queries import QuestionView, fields_on
from hueioc.questions.rules import NewQuestion
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import catalogue, said

_WORDS = forms.Textarea(attrs={"rows": 5, "maxlength": 4000})


class AskForm(TypedForm):
    """A new question."""

    asked_by = forms.ChoiceField(label=_("Asked for"))
    title = forms.CharField(label=_("The question in one sentence"), max_length=200)
    text = forms.CharField(
        label=_("The case"),
        help_text=_("All staff read it: describe the case without names and numbers of citizens."),
        widget=_WORDS,
        strip=False,
    )
    field = forms.ChoiceField(label=_("Field"))
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(code, known.name()) for code in sorted(actor.units) if (known := unit(code))]
        self.fields["asked_by"].choices = mine  # type: ignore[attr-defined]
        if len(mine) == 1:
            del self.fields["asked_by"]
        fields = [(one.code, f"{one.name} ({one.unit})") for one in fields_on(clock.today())]
        self.fields["field"].choices = [("", _("Choose")), *fields]  # type: ignore[attr-defined]

    def new_question(self) -> NewQuestion:
        """What was typed."""
        data = self.cleaned_data
        return NewQuestion(
            field=data["field"],
            title=data["title"],
            text=data["text"],
            asked_by=data.get("asked_by", ""),
            key=data["key"] or None,
        )


class VerbForm(TypedForm):
    """Base of the forms of verbs: remembers which version of the question was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, view: QuestionView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class AnswerForm(VerbForm):
    """The answer with what it rests on."""

    text = forms.CharField(label=_("Answer"), widget=_WORDS, strip=False)
    legal_source = forms.CharField(label=_("Legal source"), required=False, max_length=500)


class AgainForm(VerbForm):
    """What the answer leaves open."""

    text = forms.CharField(label=_("What is still open"), widget=_WORDS, strip=False)


class ReturnForm(VerbForm):
    """Why a unit gives a question back."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, view: QuestionView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        reasons = catalogue().reasons(view.question.service, "return")
        self.choose("reason", [("", _("Choose")), *((one.code, said(one.names)) for one in reasons)])


class UnitForm(VerbForm):
    """Which unit answers instead."""

    unit = forms.ChoiceField(label=_("Who answers"))

    def __init__(self, view: QuestionView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        taken = {view.question.asked_by, view.question.unit}
        units = [(one.code, one.name()) for one in units_valid_on(clock.today()) if one.code not in taken]
        self.choose("unit", [("", _("Choose")), *units])
