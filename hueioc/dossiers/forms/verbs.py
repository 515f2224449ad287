"""The forms of the verbs: each asks for what its command needs and for nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands import Upload
from hueioc.dossiers.queries import DossierView, desks
from hueioc.lib import clock
from hueioc.people.queries import display_names, staff_of, units_valid_on
from hueioc.ui.fields import DocumentsField, TypedForm
from hueioc.workflow.queries import catalogue, outcome_label, said

_WORDS = forms.Textarea(attrs={"rows": 4, "maxlength": 4000})
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_FILES = _("PDF or pictures of at most 20 MB each. Only the desk and the agency that decides can open them.")
Choices = list[tuple[str, Any]]


class VerbForm(TypedForm):
    """Base of the forms of verbs: remembers which version of the dossier was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view, self.verb = view, verb
        self.service = view.dossier.service

    def choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class NothingForm(VerbForm):
    """A verb that needs nothing but the press of its button."""


class TextForm(VerbForm):
    """A verb that needs words."""

    text = forms.CharField(label=_("Text"), widget=_WORDS, strip=False)


class SupplementForm(TextForm):
    """What was missing: words, and the papers as files."""

    documents = DocumentsField(label=_("Files"), required=False, help_text=_FILES)


class AttachForm(VerbForm):
    """Files for one part of the dossier, or for none in particular."""

    part = forms.ChoiceField(label=_("Which part is it?"), required=False)
    documents = DocumentsField(label=_("Files"), help_text=_FILES)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        parts = view.procedure.parts if view.procedure else ()
        self.choose("part", [("", _("None in particular")), *((part.code, said(part.names)) for part in parts)])


def uploads_in(data: Mapping[str, Any]) -> list[Upload]:
    """The files of a form that was found valid."""
    return [Upload(data.get("part", ""), file.name or "", file.read()) for file in data["documents"]]


class ReasonForm(VerbForm):
    """A verb that needs a coded reason, and often words beside it."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        self.choose("reason", reason_choices(view, verb))


def reason_choices(view: DossierView, verb: str) -> Choices:
    """The reasons of the verb's group under this procedure."""
    found = catalogue().reasons(view.dossier.service, view.needs[verb].reasons)
    return [("", _("Choose")), *((reason.code, said(reason.names)) for reason in found)]


class ApologyForm(VerbForm):
    """A late dossier's new day, its reason, and words of the agency's own."""

    reason = forms.ChoiceField(label=_("Reason"))
    new_day = forms.DateField(label=_("The new day"), widget=_DAY)
    text = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        self.choose("reason", reason_choices(view, verb))


class HandOverForm(VerbForm):
    """To which agency, and what it is asked to do."""

    unit = forms.ChoiceField(label=_("Agency"))
    task = forms.CharField(label=_("What it is asked to do"), required=False, max_length=500)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        named = {one.code for one in desks()}
        units = units_valid_on(catalogue().calendar.local_day(clock.now()))
        pairs = [(one.code, one.name()) for one in units if one.code != view.dossier.unit]
        first = [pair for pair in pairs if pair[0] in named]
        self.choose("unit", [("", _("Choose")), *first, *(pair for pair in pairs if pair[0] not in named)])


class AssignForm(VerbForm):
    """To which colleague of the agency."""

    assignee = forms.ChoiceField(label=_("Colleague"), required=False)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        names = display_names(staff_of(view.dossier.unit))
        self.choose("assignee", [("", _("Nobody in particular")), *sorted(names.items(), key=lambda pair: pair[1])])


class PaymentForm(VerbForm):
    """How much is owed, in whole units of the currency."""

    amount = forms.IntegerField(label=_("Amount"), min_value=1, max_value=2_000_000_000)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        self.initial.setdefault("amount", view.dossier.fee or None)


class PaidForm(VerbForm):
    """How it was paid."""

    via = forms.ChoiceField(
        label=_("How it was paid"),
        widget=forms.RadioSelect,
        choices=[("desk", _("At the desk")), ("portal", _("On the national portal")), ("gateway", _("Online, city"))],
        initial="desk",
    )


class FinishForm(VerbForm):
    """What came out, and the number of the paper that says so."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What the applicant reads"), widget=_WORDS, strip=False)
    result_code = forms.CharField(label=_("Number of the result"), required=False, max_length=80)
    has_electronic_result = forms.BooleanField(label=_("There is an electronic result"), required=False)

    def __init__(self, view: DossierView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        outcomes: Sequence[str] = view.needs[verb].outcomes
        self.choose("outcome", [(code, outcome_label(self.service, code, public=False)) for code in outcomes])
        self.initial.setdefault("outcome", outcomes[0])


class ResultForm(VerbForm):
    """Giving the result."""

    is_in_vault = forms.BooleanField(label=_("It also lies among the applicant's own digital papers"), required=False)
