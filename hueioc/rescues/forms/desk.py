"""Forms of staff: priority by hand, corrections, ends, the registers, goods."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.people.queries import units_valid_on
from hueioc.people.rules import Actor
from hueioc.rescues.forms.calling import PlightFields
from hueioc.rescues.models import Shelter, Team
from hueioc.rescues.queries import terms
from hueioc.rescues.rules.access import is_coordinator
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import said, unit_label


def units_for(actor: Actor) -> list[tuple[str, str]]:
    """Units a person may choose: their own, all for the centre."""
    from_all = is_coordinator(actor)
    codes = [one.code for one in units_valid_on(clock.today())] if from_all else sorted(actor.units)
    return [(code, unit_label(code)) for code in codes]


class LevelForm(TypedForm):
    """The priority by hand, or counted again."""

    level = forms.ChoiceField(label=_("Priority"), required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("As counted")), *((one.code, said(one.names)) for one in terms().level)]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class CorrectForm(PlightFields):
    """What the call says, as it is known now."""

    address = forms.CharField(label=_("Place"), required=False, max_length=300)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    phone = forms.CharField(label=_("One more phone"), required=False, max_length=40)
    more = forms.CharField(label=_("What was said besides"), required=False, max_length=1000)

    field_order = ("address", "people", "depth", "needs")

    def changes(self) -> dict[str, Any]:
        """Fields for the command."""
        data = self.cleaned_data
        found = {**self.plight(), "address": data["address"], "more": data["more"]}
        if data["lat"] is not None and data["lon"] is not None:
            found |= {"lat": data["lat"], "lon": data["lon"], "accuracy_m": None}
        if data["phone"].strip():
            found["phones"] = (data["phone"],)
        return found


class FinishForm(TypedForm):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)
    shelter = forms.ChoiceField(label=_("Brought to"), required=False)
    note = forms.CharField(label=_("What to know"), required=False, max_length=1000)

    def __init__(self, shelters: list[Shelter], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [
            ("safe", _("Everybody is safe")),
            ("not_found", _("Nobody was found there")),
            ("handed_on", _("Another force has it")),
        ]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        places = [(one.code, f"{one.name} ({one.left})") for one in shelters]
        self.fields["shelter"].choices = [("", _("Nowhere, or not known")), *places]  # type: ignore[attr-defined]


class ReasonForm(TypedForm):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=500)


class _Kept(TypedForm):
    """What every entry of the registers has."""

    name = forms.CharField(label=_("Name"), max_length=120)
    unit = forms.ChoiceField(label=_("Unit"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units_for(actor)  # type: ignore[attr-defined]


class _Placed(_Kept):
    """An entry with a position."""

    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    def point(self) -> Point | None:
        lat, lon = self.cleaned_data["lat"], self.cleaned_data["lon"]
        return None if lat is None or lon is None else Point(lat, lon)

    def given(self) -> dict[str, Any]:
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("lat", "lon")}
        return data | {"point": self.point()}


class TeamForm(_Placed):
    """A team."""

    crew = forms.IntegerField(label=_("Crew"), min_value=0, max_value=500)
    has_doctor = forms.BooleanField(label=_("With a doctor or nurse"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)


class VehicleForm(_Kept):
    """A boat or vehicle."""

    kind = forms.ChoiceField(label=_("Kind"))
    capacity = forms.IntegerField(label=_("Seats beside the crew"), min_value=0, max_value=500)
    team = forms.ChoiceField(label=_("Team that has it"), required=False)

    def __init__(self, actor: Actor, teams: list[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["kind"].choices = [(one.code, said(one.names)) for one in terms().craft]  # type: ignore[attr-defined]
        choices = [("", _("No team")), *((one.code, one.name) for one in teams if one.is_active)]
        self.fields["team"].choices = choices  # type: ignore[attr-defined]


class ShelterForm(_Placed):
    """A shelter or hospital."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("shelter", _("Shelter")), ("hospital", _("Hospital"))])
    places = forms.IntegerField(label=_("Places"), min_value=0, max_value=100_000)
    taken = forms.IntegerField(label=_("Taken"), min_value=0, max_value=100_000)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)


class HandoutForm(TypedForm):
    """Goods for one household."""

    name = forms.CharField(label=_("Name of the household"), max_length=120)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    card = forms.CharField(label=_("Or the number of a card"), required=False, max_length=40)
    goods = forms.ChoiceField(label=_("Goods"))
    amount = forms.IntegerField(label=_("How much"), min_value=1, max_value=1_000_000)
    unit = forms.ChoiceField(label=_("Unit"))
    reason = forms.CharField(
        label=_("Why again"), required=False, max_length=500, help_text=_("Only when it got the same before.")
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units_for(actor)  # type: ignore[attr-defined]
        self.fields["goods"].choices = [(one.code, said(one.names)) for one in terms().goods]  # type: ignore[attr-defined]
