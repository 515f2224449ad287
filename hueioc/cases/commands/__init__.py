"""Writes of reports: one function per verb."""

from hueioc.cases.commands.acting import Act, act_together
from hueioc.cases.commands.bulk import Done, Order, give_many
from hueioc.cases.commands.citizen import close_case, object_to_result, rate_case, reopen_case, withdraw_case
from hueioc.cases.commands.clock import lapse_offer, mark_told
from hueioc.cases.commands.following import join_case, leave_case
from hueioc.cases.commands.history import PastCase, record_history
from hueioc.cases.commands.linking import link_cases, unlink_cases
from hueioc.cases.commands.opening import open_case, open_cases
from hueioc.cases.commands.photos import add_photo
from hueioc.cases.commands.publishing import publish_answer, publish_case, unpublish_case
from hueioc.cases.commands.receiving import Arrival, intake, receive_kept, receive_together
from hueioc.cases.commands.reminding import remind_unit, remind_units
from hueioc.cases.commands.routing import save_routing
from hueioc.cases.commands.spooling import Kept
from hueioc.cases.commands.steps import Undone, forget_old_steps
from hueioc.cases.commands.taking_back import OPENED, open_for_caller, undo_step
from hueioc.cases.commands.triage import Sorting, hand_over_case, refuse_case, split_case, triage_case
from hueioc.cases.commands.units import accept_case, assign_inside, finish_own_part, resolve_case, return_case
from hueioc.cases.commands.waiting import (
    answer_question,
    ask_citizen,
    extend_case,
    lapse_question,
    note_case,
    pause_case,
    resume_case,
    tell_citizen,
)
from hueioc.cases.commands.wishes import remove_filter, save_filter, set_desk

__all__ = [
    "Act",
    "Kept",
    "act_together",
    "receive_kept",
    "OPENED",
    "Arrival",
    "intake",
    "receive_together",
    "Done",
    "Order",
    "PastCase",
    "Undone",
    "Sorting",
    "accept_case",
    "add_photo",
    "answer_question",
    "ask_citizen",
    "assign_inside",
    "close_case",
    "extend_case",
    "finish_own_part",
    "hand_over_case",
    "join_case",
    "lapse_offer",
    "lapse_question",
    "leave_case",
    "link_cases",
    "mark_told",
    "note_case",
    "object_to_result",
    "open_case",
    "open_cases",
    "open_for_caller",
    "pause_case",
    "publish_answer",
    "publish_case",
    "rate_case",
    "record_history",
    "refuse_case",
    "remind_unit",
    "remind_units",
    "reopen_case",
    "resolve_case",
    "resume_case",
    "return_case",
    "save_routing",
    "split_case",
    "tell_citizen",
    "triage_case",
    "unlink_cases",
    "unpublish_case",
    "give_many",
    "remove_filter",
    "save_filter",
    "set_desk",
    "forget_old_steps",
    "undo_step",
    "withdraw_case",
]
