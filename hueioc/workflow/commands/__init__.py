"""Writes that all work shares: a desk on which one item lies while a verb is given, and the verbs themselves."""

from hueioc.workflow.commands.clocks import count_deadline, extend, extend_to, pause, recount, resume, start_clock
from hueioc.workflow.commands.desk import Desk, Facts, clear
from hueioc.workflow.commands.handover import (
    accept_part,
    assign_part,
    finish_part,
    give_back,
    lapse_part,
    offer_part,
    owe_part,
    send_part_back,
    take_over_part,
    withdraw_parts,
)
from hueioc.workflow.commands.links import link, unlink
from hueioc.workflow.commands.undoing import State, complete, is_as_left, remember, restore
from hueioc.workflow.commands.verbs import known_reason, move, written

__all__ = [
    "Desk",
    "Facts",
    "State",
    "accept_part",
    "assign_part",
    "clear",
    "complete",
    "count_deadline",
    "extend",
    "extend_to",
    "finish_part",
    "give_back",
    "is_as_left",
    "known_reason",
    "lapse_part",
    "link",
    "move",
    "offer_part",
    "owe_part",
    "send_part_back",
    "take_over_part",
    "pause",
    "recount",
    "remember",
    "restore",
    "resume",
    "start_clock",
    "unlink",
    "withdraw_parts",
    "written",
]
