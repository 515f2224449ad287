"""The forms of the verbs: each asks for what its command needs and for nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.directives.forms.fields import FilesField
from hueioc.directives.queries import DirectiveView
from hueioc.directives.rules.intake import LONGEST_TASK
from hueioc.lib import clock
from hueioc.people.queries import display_names, staff_of, units_valid_on
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import catalogue, outcome_label, said, unit_label

_WORDS = forms.Textarea(attrs={"rows": 4, "maxlength": 4000})
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
Choices = list[tuple[str, Any]]


class VerbForm(TypedForm):
    """Base of the forms of verbs: remembers which version of the directive was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view, self.verb = view, verb

    def choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def choose_reason(self) -> None:
        """The reasons of the verb's group."""
        found = catalogue().reasons(self.view.directive.service, self.view.needs[self.verb].reasons)
        self.choose("reason", [("", _("Choose")), *((reason.code, said(reason.names)) for reason in found)])


class NothingForm(VerbForm):
    """A verb that needs nothing but the press of its button."""


class TextForm(VerbForm):
    """A verb that needs words."""

    text = forms.CharField(label=_("Text"), widget=_WORDS, strip=False)


class CloseForm(VerbForm):
    """Accepting a closing, with a word if wanted."""

    text = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)


class ReasonForm(VerbForm):
    """A verb that needs a coded reason, and often words beside it."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        self.choose_reason()


class UnitForm(VerbForm):
    """To which unit, and what its part is."""

    unit = forms.ChoiceField(label=_("Unit"))
    task = forms.CharField(
        label=_("Its part"), required=False, max_length=LONGEST_TASK, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        taken = {one.part.unit for one in view.threads if one.part.is_live and verb == "add_support"}
        taken.add(view.directive.unit)
        units = units_valid_on(catalogue().calendar.local_day(clock.now()))
        pairs = [(one.code, one.name()) for one in units if one.code not in taken]
        self.choose("unit", [("", _("Choose")), *pairs])


class AssignForm(VerbForm):
    """To which colleague of the unit."""

    assignee = forms.ChoiceField(label=_("Colleague"), required=False)

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        unit = next((part.unit for part in view.own if part.is_live), "")
        names = display_names(staff_of(unit))
        self.choose("assignee", [("", _("Nobody in particular")), *sorted(names.items(), key=lambda pair: pair[1])])


class ProgressForm(VerbForm):
    """How far it is, in words too, with where the evidence lies."""

    percent = forms.IntegerField(
        label=_("Done, in per cent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
    )
    text = forms.CharField(label=_("What was done, what comes next"), widget=_WORDS, strip=False)
    link = forms.CharField(
        label=_("Link to evidence"),
        required=False,
        max_length=300,
        help_text=_("An address of a document or picture, or the path of a page here such as /reports/…"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    evidence = FilesField(_("Files as evidence"))

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        own = next((one for one in view.threads if one.part in view.own and one.part.is_live), None)
        self.initial.setdefault("percent", own.percent or 0 if own else 0)


class AnswerForm(VerbForm):
    """The giver's answer, to one unit."""

    unit = forms.ChoiceField(label=_("To which unit"))
    text = forms.CharField(label=_("Answer"), widget=_WORDS, strip=False)

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        self.choose("unit", [(code, unit_label(code)) for code in view.asking_units])


class ExtensionForm(VerbForm):
    """A wish for more time: why, and until when."""

    reason = forms.ChoiceField(label=_("Reason"))
    until = forms.DateField(label=_("The new day"), widget=_DAY)
    text = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        self.choose_reason()


class ExtendForm(VerbForm):
    """The new deadline of the whole."""

    until = forms.DateField(label=_("The new day"), widget=_DAY, help_text=_("Every supporting unit's part moves too."))
    text = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        if view.asked is not None:
            self.initial.setdefault("until", view.asked.until)


class ResolveForm(VerbForm):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What came of it"), widget=_WORDS, strip=False)
    evidence = FilesField(_("Files as evidence"))

    def __init__(self, view: DirectiveView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        outcomes = view.needs[verb].outcomes
        service = view.directive.service
        self.choose("outcome", [(code, outcome_label(service, code, public=False)) for code in outcomes])
        self.initial.setdefault("outcome", outcomes[0])
