"""One mechanism for everything that is done in a meeting: which form it needs, which command it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.meetings import commands, forms
from hueioc.meetings.queries import meeting_view
from hueioc.meetings.views.minutes import signed_paper_of
from hueioc.people.rules import Actor

Data = Mapping[str, Any]
Act = Callable[[str, Actor, Data], object]


@dataclass(frozen=True)
class Deed:
    """How an act looks on a page: the verb of the process it needs, its form, its command, what is said afterwards."""

    verb: str
    title: str | Promise
    form: type[forms.NothingForm] | Any
    act: Act
    done: str | Promise
    icon: str = "arrow-right-circle"

    @property
    def is_one_press(self) -> bool:
        return self.form is forms.NothingForm


def _plain(command: Callable[..., object], *names: str) -> Act:
    """A command whose arguments are fields of the form with the same names."""
    return lambda code, actor, data: command(code, actor, **{name: data[name] for name in names})


def _about(command: Callable[..., object], name: str, **more: Any) -> Act:
    """A command about one row, whose number came with the press."""

    def give(code: str, actor: Actor, data: Data) -> object:
        if data["id"] is None:
            raise Invalid(_("Choose one."))
        return command(code, actor, **{name: data["id"]}, **more)

    return give


def _papers(code: str, actor: Actor, data: Data) -> object:
    uploads = [commands.Upload(file.name or "", file.read()) for file in data["documents"]]
    return commands.add_papers(code, actor, uploads=uploads)


def _people(code: str, actor: Actor, data: Data) -> object:
    guests = data["guests"].splitlines()
    return commands.invite(
        code, actor, people=data["people"], units=data["units"], guests=guests, may_vote=data["may_vote"]
    )


def _sign(code: str, actor: Actor, data: Data) -> object:
    return commands.sign_minutes(code, actor, pdf=signed_paper_of(meeting_view(code, actor), actor))


def _agenda(code: str, actor: Actor, data: Data) -> object:
    return commands.set_agenda(code, actor, points=data["points"].splitlines())


def _put(code: str, actor: Actor, data: Data) -> object:
    options = data["options"].splitlines()
    return commands.put_vote(code, actor, question=data["question"], options=options, is_secret=data["is_secret"])


_NO = forms.NothingForm
DEEDS: dict[str, Deed] = {
    "people": Deed("prepare", _("Invite"), forms.PeopleForm, _people, _("On the list."), "users"),
    "agenda": Deed("prepare", _("Agenda"), forms.AgendaForm, _agenda, _("Saved."), "list-numbers"),
    "papers": Deed("prepare", _("Documents of the meeting"), forms.PapersForm, _papers, _("Added."), "paperclip"),
    "drop-paper": Deed("prepare", _("Take away"), _NO, _about(commands.drop_paper, "paper"), _("Erased."), "trash"),
    "drop-invitee": Deed(
        "prepare", _("Take off the list"), _NO, _about(commands.drop_invitee, "invitee"), _("Off the list."), "trash"
    ),
    "invite": Deed(
        "invite",
        _("Send the invitations"),
        _NO,
        _plain(commands.send_invitations),
        _("Sent. Everybody sees it."),
        "send",
    ),
    "answer": Deed(
        "answer",
        _("Answer the invitation"),
        forms.AnswerForm,
        _plain(commands.answer_invitation, "answer", "delegate", "note"),
        _("Answered."),
        "message",
    ),
    "check-in": Deed("check_in", _("I am here"), _NO, _plain(commands.check_in), _("You are here."), "check"),
    "here": Deed(
        "check_in_by_hand", _("Is here"), _NO, _about(commands.check_in_by_hand, "invitee"), _("Marked."), "check"
    ),
    "not-here": Deed(
        "check_in_by_hand",
        _("Is not here"),
        _NO,
        _about(commands.check_in_by_hand, "invitee", is_here=False),
        _("Mark taken back."),
        "x",
    ),
    "begin": Deed(
        "begin", _("Begin the meeting"), _NO, _plain(commands.begin_meeting), _("In session."), "player-play"
    ),
    "floor": Deed(
        "floor",
        _("Ask for the floor"),
        forms.FloorForm,
        _plain(commands.ask_floor, "about"),
        _("On the list."),
        "hand-stop",
    ),
    "leave-floor": Deed("floor", _("Do not speak"), _NO, _plain(commands.leave_floor), _("Off the list."), "x"),
    "call": Deed(
        "call_speaker", _("Call"), _NO, _about(commands.call_speaker, "speaker"), _("Has the floor."), "volume"
    ),
    "end-speech": Deed("call_speaker", _("Done"), _NO, _plain(commands.end_speech), _("Done."), "check"),
    "put-vote": Deed("put_vote", _("Put to the vote"), forms.VoteForm, _put, _("Ready to be opened."), "list-check"),
    "open-vote": Deed(
        "open_vote",
        _("Open the vote"),
        _NO,
        _about(commands.open_vote, "number"),
        _("The vote is open."),
        "player-play",
    ),
    "close-vote": Deed(
        "close_vote",
        _("Close and count"),
        _NO,
        _about(commands.close_vote, "number"),
        _("The vote is closed."),
        "check",
    ),
    "call-off": Deed(
        "close_vote", _("Call off"), _NO, _about(commands.call_off_vote, "number"), _("Nothing was counted."), "x"
    ),
    "conclude": Deed(
        "conclude",
        _("Write down a conclusion"),
        forms.ConcludeForm,
        _plain(commands.conclude, "text", "unit", "due_on"),
        _("Written down."),
        "clipboard-list",
    ),
    "drop-conclusion": Deed(
        "conclude", _("Strike"), _NO, _about(commands.drop_conclusion, "conclusion"), _("Struck."), "trash"
    ),
    "write": Deed(
        "write",
        _("Write the minutes"),
        forms.MinutesForm,
        _plain(commands.write_minutes, "text"),
        _("Saved."),
        "pencil",
    ),
    "resolve": Deed(
        "resolve",
        _("Hand in the minutes"),
        _NO,
        _plain(commands.hand_in_minutes),
        _("Handed in; they are checked now."),
        "send",
    ),
    "check": Deed("check", _("The minutes are right"), _NO, _plain(commands.check_minutes), _("Checked."), "eye"),
    "object": Deed(
        "object",
        _("The minutes need a change"),
        forms.TextForm,
        _plain(commands.send_minutes_back, "text"),
        _("Sent back to the secretary."),
        "arrow-back-up",
    ),
    "close": Deed(
        "close",
        _("Sign and publish"),
        _NO,
        _sign,
        _("Signed. Everybody who was invited reads them."),
        "circle-check",
    ),
    "extend": Deed(
        "extend",
        _("Another time"),
        forms.TimeForm,
        lambda code, actor, data: commands.move_meeting(
            code, actor, starts_at=data["span"][0], ends_at=data["span"][1]
        ),
        _("Moved; everybody is asked anew."),
        "calendar",
    ),
    "withdraw": Deed(
        "withdraw",
        _("Cancel the meeting"),
        forms.ReasonForm,
        _plain(commands.cancel_meeting, "reason", "note"),
        _("Cancelled."),
        "x",
    ),
}
# What stands at the top of the page in each phase, in this order, when it is possible; the first is the primary button.
USUAL = {
    "received": ("people", "papers", "agenda", "invite"),
    "assigned": ("answer", "check-in", "begin"),
    "in_work": ("check-in", "conclude", "put-vote", "write", "resolve"),
    "resolved": ("check", "close", "object"),
}
MORE = ("people", "agenda", "papers", "put-vote", "extend", "withdraw")
