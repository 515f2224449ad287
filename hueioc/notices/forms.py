"""The form of a place of which somebody wants to be warned."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.places.queries import local_areas
from hueioc.ui.fields import TypedForm

WAYS = [
    ("app", _("Inside the app")),
    ("push", _("As messages on my phones")),
    ("email", _("By e-mail")),
    ("sms", _("By short message")),
    ("zalo", _("By Zalo")),
]


class PlaceForm(TypedForm):
    """A place with its name, the ward it lies in, and of what and how to be warned."""

    label = forms.CharField(
        label=_("Name of the place"), help_text=_("For example home, school, field."), max_length=60
    )
    area = forms.ChoiceField(label=_("Ward or commune"), required=False)
    hazards = forms.MultipleChoiceField(
        label=_("Of what"),
        help_text=_("Nothing ticked: of every danger."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    channels = forms.MultipleChoiceField(label=_("How"), choices=WAYS, widget=forms.CheckboxSelectMultiple)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    agrees = forms.BooleanField(
        label=_("I agree that the city keeps this place and these ways to warn me, until I remove it here."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, language = clock.today(), (get_language() or "vi")[:2]
        wards = sorted((one.name(language), one.code) for one in local_areas(day))
        self.fields["area"].choices = [("", _("Choose")), *((code, name) for name, code in wards)]  # type: ignore[attr-defined]
        found: list[tuple[str, str]] = import_string(settings.HAZARDS_DOOR)() if settings.HAZARDS_DOOR else []
        self.fields["hazards"].choices = found  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What was typed, as the command takes it."""
        data = self.cleaned_data
        names = ("label", "area", "hazards", "channels", "agrees")
        lat, lon = data["lat"], data["lon"]
        point = Point(lat, lon) if lat is not None and lon is not None else None
        return {name: data[name] for name in names} | {"point": point}
