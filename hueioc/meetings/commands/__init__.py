"""Writes of meetings: one function per verb."""

from hueioc.meetings.commands.coming import answer_invitation, check_in, check_in_by_hand, check_in_guest
from hueioc.meetings.commands.holding import (
    ask_floor,
    ask_floor_as_guest,
    begin_meeting,
    call_speaker,
    conclude,
    drop_conclusion,
    end_speech,
    leave_floor,
    note_directive,
)
from hueioc.meetings.commands.minutes import (
    check_minutes,
    hand_in_minutes,
    send_minutes_back,
    sign_minutes,
    write_minutes,
)
from hueioc.meetings.commands.preparing import (
    Upload,
    add_papers,
    call_meeting,
    cancel_meeting,
    drop_invitee,
    drop_paper,
    invite,
    move_meeting,
    send_invitations,
    set_agenda,
)
from hueioc.meetings.commands.reminding import remind_of_meeting
from hueioc.meetings.commands.voting import call_off_vote, cast_ballot, close_vote, open_vote, put_vote

__all__ = [
    "Upload",
    "add_papers",
    "answer_invitation",
    "ask_floor",
    "ask_floor_as_guest",
    "begin_meeting",
    "call_meeting",
    "call_off_vote",
    "call_speaker",
    "cancel_meeting",
    "cast_ballot",
    "check_in",
    "check_in_by_hand",
    "check_in_guest",
    "check_minutes",
    "close_vote",
    "conclude",
    "drop_conclusion",
    "drop_invitee",
    "drop_paper",
    "end_speech",
    "hand_in_minutes",
    "invite",
    "leave_floor",
    "move_meeting",
    "note_directive",
    "open_vote",
    "put_vote",
    "remind_of_meeting",
    "send_invitations",
    "send_minutes_back",
    "set_agenda",
    "sign_minutes",
    "write_minutes",
]
