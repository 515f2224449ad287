"""The form with which a meeting is called, and the fields of its time."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.meetings.queries import colleagues, kinds_of_meetings
from hueioc.meetings.rules.intake import LONGEST_ABOUT, LONGEST_TITLE, NewMeeting
from hueioc.people.rules import Actor
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import catalogue, said, unit_label

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TimeFields(TypedForm):
    """The day and hours of a meeting, in the city's time."""

    day = forms.DateField(label=_("Day"), widget=_DAY)
    begins = forms.TimeField(label=_("Begins"), widget=_TIME)
    ends = forms.TimeField(label=_("Ends"), widget=_TIME)

    def span(self) -> tuple[datetime, datetime]:
        """Begin and end as aware instants."""
        day = self.cleaned_data["day"]
        begin, end = (
            timezone.make_aware(datetime.combine(day, self.cleaned_data[name])) for name in ("begins", "ends")
        )
        return begin, end


class CallForm(TimeFields):
    """A new meeting; who is invited and the documents come on its own page, before the invitations go out."""

    title = forms.CharField(label=_("What the meeting is about, in one line"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("Kind of meeting"))
    place = forms.CharField(
        label=_("Place"), required=False, max_length=LONGEST_TITLE, help_text=_("A room, or the address of a call.")
    )
    chair = forms.ChoiceField(label=_("Chair"))
    checker = forms.ChoiceField(
        label=_("Who checks the minutes"), required=False, help_text=_("Without a name the chair does.")
    )
    unit = forms.ChoiceField(label=_("Unit that holds it"), required=False)
    points = forms.CharField(
        label=_("Agenda, one point a line"), required=False, widget=forms.Textarea(attrs={"rows": 5}), strip=False
    )
    about = forms.CharField(
        label=_("What to prepare"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_ABOUT}),
        strip=False,
    )
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Only who is invited learns that it exists; it is counted nowhere."),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    field_order = ("title", "kind", "day", "begins", "ends", "place", "chair", "checker", "unit", "points", "about")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        today = catalogue().calendar.local_day(clock.now())
        people = colleagues(actor)
        self.choose("kind", [(one.code, said(one.names)) for one in kinds_of_meetings(today)])
        self.choose("chair", people)
        self.choose("checker", [("", _("The chair")), *people])
        units = [(code, unit_label(code)) for code in sorted(actor.units)]
        self.choose("unit", units or [("", _("Leaders of the city"))])

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def new_meeting(self) -> NewMeeting:
        """What was typed, for the command."""
        data, (begin, end) = self.cleaned_data, self.span()
        return NewMeeting(
            title=data["title"],
            kind=data["kind"],
            starts_at=begin,
            ends_at=end,
            chair=data["chair"],
            checker=data["checker"],
            unit=data["unit"],
            place=data["place"],
            about=data["about"],
            points=data["points"].splitlines(),
            is_confidential=data["is_confidential"],
            key=data["key"] or None,
        )
