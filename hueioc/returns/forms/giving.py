"""What is asked when a return is given: a remark for what looks unlikely, and for a correction why it is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.returns.forms import choose_reason
from hueioc.returns.queries import ReturnView
from hueioc.ui.fields import TypedForm


class GiveForm(TypedForm):
    """Asked below the lines."""

    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        strip=False,
        help_text=_("Explain here what looks unlikely; the collector reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 4000}),
    )


class CorrectForm(GiveForm):
    """A correction also says why."""

    reason = forms.ChoiceField(label=_("Why it is corrected"))
    note = forms.CharField(
        label=_("In words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 4000}),
    )

    def __init__(self, view: ReturnView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_reason(self, view, view.needs["correct"].reasons)
