"""The shapes of what people type into the pages of returns beside the lines of the form itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.returns.queries import ReturnView
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import catalogue, said

_WORDS = forms.Textarea(attrs={"rows": 3, "maxlength": 4000})


class VerbForm(TypedForm):
    """Base of the forms of verbs: remembers which version of the return was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, view: ReturnView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view, self.verb = view, verb


class ReasonForm(VerbForm):
    """A verb that needs a coded reason, and often words beside it."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, view: ReturnView, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, verb, *args, **kwargs)
        choose_reason(self, view, view.needs[verb].reasons)


class ImportForm(forms.Form):
    """A workbook that was filled in elsewhere."""

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        help_text=_("The form as it was exported here, filled in with Excel or LibreOffice."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


def choose_reason(form: forms.Form, view: ReturnView, group: str) -> None:
    """Offer the reasons of a group."""
    found = catalogue().reasons(view.item.service, group)
    field: Any = form.fields["reason"]
    field.choices = [("", _("Choose")), *((one.code, said(one.names)) for one in found)]
