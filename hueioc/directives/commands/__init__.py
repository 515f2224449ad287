"""Writes of directives: one function per verb."""

from hueioc.directives.commands.answering import accept_directive, assign_directive, finish_part_of, return_directive
from hueioc.directives.commands.deciding import (
    accept_closing,
    grant_extension,
    propose_closing,
    refuse_extension,
    send_back,
    withdraw_directive,
)
from hueioc.directives.commands.files import Files
from hueioc.directives.commands.giving import add_support, give_directive, hand_down, reassign_directive, take_chair
from hueioc.directives.commands.reminding import remind_units, tell_reminder, tell_silence
from hueioc.directives.commands.reporting import answer_question, ask_back, ask_extension, report_progress

__all__ = [
    "Files",
    "accept_closing",
    "accept_directive",
    "add_support",
    "answer_question",
    "ask_back",
    "ask_extension",
    "assign_directive",
    "finish_part_of",
    "give_directive",
    "grant_extension",
    "hand_down",
    "propose_closing",
    "reassign_directive",
    "refuse_extension",
    "remind_units",
    "report_progress",
    "return_directive",
    "send_back",
    "take_chair",
    "tell_reminder",
    "tell_silence",
    "withdraw_directive",
]
