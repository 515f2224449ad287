"""The shapes of what people type into the page of emergencies."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hueioc.emergencies.queries import kinds
from hueioc.emergencies.rules import LONGEST_PLACE, LONGEST_REASON
from hueioc.places.queries import area_name, local_areas
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import said


class SwitchForm(TypedForm):
    """Over to flood night or back, and why."""

    to = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], widget=forms.HiddenInput, initial="on")
    reason = forms.CharField(
        label=_("Why"),
        strip=False,
        max_length=LONGEST_REASON,
        help_text=_("Kept with your name, and read afterwards."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SayForm(TypedForm):
    """How a place stands, for everybody."""

    what = forms.ChoiceField(label=_("What"))
    area = forms.ChoiceField(label=_("Ward or commune"))
    place = forms.CharField(
        label=_("Where, in words"),
        strip=False,
        max_length=LONGEST_PLACE,
        help_text=_("Everybody reads it: a street, a bridge, a school; no names of people."),
    )
    depth_cm = forms.IntegerField(label=_("Water in centimetres"), required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "vi"
        wards = sorted((area_name(one.code, language), one.code) for one in local_areas())
        chosen: Any = self.fields
        chosen["what"].choices = [(code, said(one.names)) for code, one in kinds().items()]
        chosen["area"].choices = [(code, name) for name, code in wards]
