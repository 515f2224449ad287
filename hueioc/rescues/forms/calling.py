"""Forms with which people call for help, say that they are safe, look for relatives and declare damage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.places.queries import local_areas
from hueioc.rescues.queries import terms
from hueioc.rescues.rules.intake import KINDS, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TEXT, NewRescue
from hueioc.ui.fields import PhotosField, TypedForm
from hueioc.workflow.queries import area_label, said

_COUNT = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
_TEL = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})


class PlightFields(TypedForm):
    """How many people, how deep, what is needed; everything may be left out."""

    depth = forms.ChoiceField(label=_("How deep is the water?"), required=False, widget=forms.RadioSelect)
    people = forms.IntegerField(label=_("How many people?"), required=False, min_value=0, max_value=9999, widget=_COUNT)
    children = forms.IntegerField(label=_("Children"), required=False, min_value=0, max_value=999, widget=_COUNT)
    elderly = forms.IntegerField(label=_("Elderly people"), required=False, min_value=0, max_value=999, widget=_COUNT)
    sick = forms.IntegerField(label=_("Sick or injured"), required=False, min_value=0, max_value=999, widget=_COUNT)
    pregnant = forms.IntegerField(label=_("Pregnant women"), required=False, min_value=0, max_value=999, widget=_COUNT)
    disabled = forms.IntegerField(
        label=_("People with a disability"), required=False, min_value=0, max_value=999, widget=_COUNT
    )
    needs = forms.MultipleChoiceField(label=_("What is needed?"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = terms()
        depths = [(one.code, said(one.names)) for one in known.depth]
        self.fields["depth"].choices = [("", _("Not known")), *depths]  # type: ignore[attr-defined]
        self.fields["needs"].choices = [(one.code, said(one.names)) for one in known.need]  # type: ignore[attr-defined]

    def plight(self) -> dict[str, Any]:
        """The counts, depth and needs that were given."""
        data = self.cleaned_data
        return {
            "depth": data["depth"],
            "people": data["people"] or 0,
            **{kind: data[kind] or 0 for kind in KINDS},
            "needs": tuple(data["needs"]),
        }


class AskForm(PlightFields):
    """The public call for help: a place is enough, or a phone; two taps where the phone tells where it is."""

    phone = forms.CharField(label=_("Phone"), required=False, max_length=40, widget=_TEL)
    address = forms.CharField(
        label=_("Where are you? House, street or village"), required=False, max_length=LONGEST_ADDRESS
    )
    text = forms.CharField(
        label=_("Anything else"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        strip=False,
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    photos = PhotosField(label=_("Photo"), required=False)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    accuracy = forms.FloatField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def new_rescue(self, *, language: str, is_doubtful: bool) -> NewRescue:
        """What was typed, for the command."""
        data = self.cleaned_data
        has_place = data["lat"] is not None and data["lon"] is not None
        return NewRescue(
            **self.plight(),
            text=data["text"],
            lat=data["lat"] if has_place else None,
            lon=data["lon"] if has_place else None,
            accuracy_m=data["accuracy"],
            address=data["address"],
            name=data["name"],
            phones=tuple(filter(None, [data["phone"]])),
            channel="app",
            language=language,
            key=f"app:{data['key']}" if data["key"] else None,
            is_doubtful=is_doubtful,
        )


class ShortForm(PlightFields):
    """What a phone operator types while the caller speaks, in the order in which it is said; the keyboard is enough."""

    text = forms.CharField(
        label=_("What the caller says"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_("Written as it is said; “Read the text” fills in the rest."),
        strip=False,
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40, widget=_TEL)
    more_phones = forms.CharField(label=_("Other phones, with commas"), required=False, max_length=160)
    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    address = forms.CharField(label=_("Place"), required=False, max_length=LONGEST_ADDRESS)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A list takes one key where buttons take eight.
        choices = self.fields["depth"].choices  # type: ignore[attr-defined]
        self.fields["depth"].widget = forms.Select(choices=choices)

    field_order = ("text", "phone", "address", "people", "depth", "needs", *KINDS, "name", "more_phones")

    def new_rescue(self) -> NewRescue:
        """What was typed, for the command."""
        data = self.cleaned_data
        phones = [data["phone"], *data["more_phones"].split(",")]
        return NewRescue(
            **self.plight(),
            text=data["text"],
            address=data["address"],
            name=data["name"],
            phones=tuple(one for one in phones if one.strip()),
            channel="phone",
            key=f"desk:{data['key']}" if data["key"] else None,
        )


class PasteForm(TypedForm):
    """Texts or a table of posts, pasted as they are."""

    pasted = forms.CharField(
        label=_("Texts, one a line, or a table with a heading"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=400_000,
        strip=False,
        help_text=_("Columns are found by their heading: text, name, phone, address, people, lat, lon, link."),
    )
    channel = forms.ChoiceField(label=_("Where they come from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("social", _("Social network")), ("sms", _("SMS"))]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]


class SafeForm(TypedForm):
    """I am safe."""

    name = forms.CharField(label=_("Your name"), max_length=LONGEST_NAME)
    phone = forms.CharField(label=_("Your phone"), max_length=40, widget=_TEL)
    note = forms.CharField(
        label=_("Where you are now"),
        required=False,
        max_length=500,
        help_text=_("Only people to whom you say yes read this."),
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class SearchForm(TypedForm):
    """I am looking for somebody."""

    sought_name = forms.CharField(label=_("Whom do you look for?"), required=False, max_length=LONGEST_NAME)
    sought_phone = forms.CharField(label=_("Their phone"), max_length=40, widget=_TEL)
    name = forms.CharField(label=_("Your name"), max_length=LONGEST_NAME)
    phone = forms.CharField(label=_("Your phone"), max_length=40, widget=_TEL)
    relation = forms.CharField(
        label=_("Who you are to them"),
        max_length=120,
        help_text=_("They read this and decide whether you may know. For example: Lan, your sister in Đà Nẵng."),
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class DamageForm(TypedForm):
    """What a household lost: one number for each kind."""

    ward = forms.ChoiceField(label=_("Ward or commune"))
    address = forms.CharField(label=_("House, street or village"), required=False, max_length=LONGEST_ADDRESS)
    text = forms.CharField(
        label=_("In your own words"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40, widget=_TEL)
    photos = PhotosField(label=_("Photos"), required=False)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wards = sorted((area_label(one.code), one.code) for one in local_areas())
        choices = [("", _("Choose")), *((code, name) for name, code in wards)]
        self.fields["ward"].choices = choices  # type: ignore[attr-defined]
        for one in terms().damage:
            self.fields[f"damage_{one.code}"] = forms.IntegerField(
                label=said(one.names), required=False, min_value=0, max_value=1_000_000, widget=_COUNT
            )
        self.order_fields(["ward", "address", *(f"damage_{one.code}" for one in terms().damage)])

    def lines(self) -> dict[str, int]:
        """Amounts by kind."""
        return {one.code: self.cleaned_data.get(f"damage_{one.code}") or 0 for one in terms().damage}
