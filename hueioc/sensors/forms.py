"""The shapes of what people type on pages of stations and alarms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.sensors.models import Alarm
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import catalogue, said

_WORDS = forms.Textarea(attrs={"rows": 3, "maxlength": 4000})


class VerbForm(TypedForm):
    """Base of the forms of verbs: remembers which version of the alarm was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, alarm: Alarm, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alarm = alarm


class NoteForm(VerbForm):
    """Taking note of an alarm."""

    text = forms.CharField(
        label=_("What was done"),
        help_text=_("For example whom you told, or why nothing is needed. Only staff read it."),
        widget=_WORDS,
        strip=False,
    )


class DismissForm(VerbForm):
    """Ending an alarm that is none."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=_WORDS, required=False, strip=False)

    def __init__(self, alarm: Alarm, *args: Any, **kwargs: Any) -> None:
        super().__init__(alarm, *args, **kwargs)
        found = catalogue().reasons(alarm.service, "withdrawal")
        field: Any = self.fields["reason"]
        field.choices = [("", _("Choose")), *((one.code, said(one.names)) for one in found)]


class UploadForm(forms.Form):
    """Readings that were written down elsewhere."""

    file = forms.FileField(
        label=_("File (.csv)"),
        help_text=_("In UTF-8 with a head line: series,ts,value. Times with time zone, at most 10,000 lines."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
