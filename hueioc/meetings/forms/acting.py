"""The forms of what is done in a meeting: each asks for what its command needs and for nothing else."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.meetings.forms.calling import TimeFields
from hueioc.meetings.queries import MeetingView, colleagues, staff_by_email
from hueioc.people.queries import display_names, staff_of, units_valid_on
from hueioc.people.rules import Actor
from hueioc.ui.fields import DocumentsField, TypedForm
from hueioc.workflow.queries import catalogue, said

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
Choices = list[tuple[str, Any]]


def _units() -> Choices:
    today = catalogue().calendar.local_day(clock.now())
    return [(one.code, one.name()) for one in units_valid_on(today)]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ActForm(TypedForm):
    """Base: knows the meeting as the actor sees it."""

    def __init__(self, view: MeetingView, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view, self.actor = view, actor
        self.start()

    def start(self) -> None:
        """Fill choices and what stands there already."""

    def choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class NothingForm(ActForm):
    """One press; `id` names the row it is about."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class TextForm(ActForm):
    """Words."""

    text = forms.CharField(label=_("Text"), widget=_lines(4), max_length=4000, strip=False)


class AgendaForm(ActForm):
    """The agenda, one point a line."""

    points = forms.CharField(label=_("Agenda, one point a line"), required=False, widget=_lines(10), strip=False)

    def start(self) -> None:
        self.initial.setdefault("points", "\n".join(point.title for point in self.view.points))


class PapersForm(ActForm):
    """Documents to add."""

    documents = DocumentsField(
        label=_("Documents of the meeting"),
        help_text=_("PDFs or pictures, each of at most 20 MB. They are kept encrypted."),
    )


class PeopleForm(ActForm):
    """Who is invited: from the list, by address, whole units, guests."""

    people = forms.MultipleChoiceField(
        label=_("Leaders and colleagues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    addresses = forms.CharField(
        label=_("Other staff, by their e-mail address, one a line"), required=False, widget=_lines(3)
    )
    units = forms.MultipleChoiceField(
        label=_("Units that decide who comes"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    guests = forms.CharField(
        label=_("Guests without an account, one name a line"),
        required=False,
        widget=_lines(3),
        help_text=_("Each gets a link of their own, which you send to them."),
    )
    may_vote = forms.BooleanField(label=_("These people and units have a vote"), required=False)

    def start(self) -> None:
        had = {one.account for one in self.view.invitees} | {one.unit for one in self.view.invitees}
        self.choose("people", [pair for pair in colleagues(self.actor) if pair[0] not in had])
        self.choose("units", [pair for pair in _units() if pair[0] not in had])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        found = []
        for line in cleaned.get("addresses", "").splitlines():
            if not line.strip():
                continue
            ref = staff_by_email(line)
            if not ref:
                self.add_error("addresses", _("No account of staff has the address %(it)s.") % {"it": line.strip()})
            found.append(ref)
        cleaned["people"] = [*cleaned.get("people", []), *found]
        return cleaned


class TimeForm(ActForm, TimeFields):
    """Another time."""

    def start(self) -> None:
        meeting = self.view.meeting
        begin, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        self.initial.update({"day": begin.date(), "begins": begin.time(), "ends": end.time()})


class AnswerForm(ActForm):
    """Whether somebody comes, who comes instead, or why nobody does."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[("comes", _("I come")), ("substitute", _("Somebody comes for me")), ("declines", _("Nobody comes"))],
    )
    delegate = forms.ChoiceField(label=_("Who comes instead"), required=False)
    note = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=300,
        widget=_lines(2),
        help_text=_("Needed when nobody comes."),
    )

    def start(self) -> None:
        one = self.view.invitation
        people = colleagues(self.actor)
        if one is not None and one.unit and not one.account:
            people = sorted(display_names(staff_of(one.unit)).items(), key=lambda pair: pair[1])
        self.choose(
            "delegate", [("", _("Nobody")), *(pair for pair in people if one is None or pair[0] != one.account)]
        )
        self.initial.setdefault("answer", (one.answer if one else "") or "comes")
        self.initial.setdefault("delegate", one.delegate if one else "")


class FloorForm(ActForm):
    """A wish to speak."""

    about = forms.CharField(label=_("About what"), required=False, max_length=120)


class VoteForm(ActForm):
    """A question put to the vote."""

    question = forms.CharField(label=_("Question"), max_length=300, widget=_lines(2))
    options = forms.CharField(label=_("Answers, one a line"), widget=_lines(4))
    is_secret = forms.BooleanField(
        label=_("Secret"),
        required=False,
        help_text=_("Nobody learns how anybody voted: not the chair, not from the records, not afterwards."),
    )

    def start(self) -> None:
        self.initial.setdefault("options", "\n".join(map(str, (_("In favour"), _("Against"), _("Abstention")))))


class ConcludeForm(ActForm):
    """A conclusion, with who is to do it until when."""

    text = forms.CharField(label=_("Conclusion"), widget=_lines(3), max_length=4000, strip=False)
    unit = forms.ChoiceField(label=_("Unit that is to do it"), required=False)
    due_on = forms.DateField(label=_("To be done by"), required=False, widget=_DAY)

    def start(self) -> None:
        self.choose("unit", [("", _("Nobody in particular")), *_units()])


class MinutesForm(ActForm):
    """The words of the minutes."""

    text = forms.CharField(
        label=_("What was said"),
        widget=_lines(16),
        max_length=30_000,
        strip=False,
        help_text=_("Who was there, votes and conclusions stand in the minutes by themselves."),
    )

    def start(self) -> None:
        drafted = "\n\n".join(f"{number}. {point.title}" for number, point in enumerate(self.view.points, 1))
        self.initial.setdefault("text", self.view.meeting.minutes or drafted)


class ReasonForm(ActForm):
    """Why the meeting does not take place."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("In words"), widget=_lines(3), required=False, max_length=4000, strip=False)

    def start(self) -> None:
        found = catalogue().reasons(self.view.meeting.service, "withdrawal")
        self.choose("reason", [("", _("Choose")), *((reason.code, said(reason.names)) for reason in found)])
