"""Writes that all work shares: a desk on which one item lies while a verb is given, and the verbs themselves."""

from hueioc.workflow.commands.clocks import count_deadline, extend, pause, recount, resume, start_clock
from hueioc.workflow.commands.desk import Desk, Facts, clear
from hueioc.workflow.commands.handover import (
    accept_part,
    assign_part,
    finish_part,
    give_back,
    lapse_part,
    offer_part,
    take_over_part,
    withdraw_parts,
)
from hueioc.workflow.commands.links import link, unlink

__all__ = [
    "Desk",
    "Facts",
    "accept_part",
    "assign_part",
    "clear",
    "count_deadline",
    "extend",
    "finish_part",
    "give_back",
    "lapse_part",
    "link",
    "offer_part",
    "take_over_part",
    "pause",
    "recount",
    "resume",
    "start_clock",
    "unlink",
    "withdraw_parts",
]
