"""Writes of rescue: one function per verb."""

from hueioc.rescues.commands.aftermath import declare_damage, hand_out
from hueioc.rescues.commands.assigning import (
    assign_rescues,
    finish_rescue,
    reach_rescue,
    report_position,
    set_team_state,
    start_rescue,
    unassign_rescue,
)
from hueioc.rescues.commands.erasing import erase_expired
from hueioc.rescues.commands.family import (
    answer_search,
    close_search,
    hear_safe,
    look_for,
    say_safe,
    say_safe_of_call,
    withdraw_rescue,
)
from hueioc.rescues.commands.merging import keep_apart, merge_rescues, unmerge_rescue
from hueioc.rescues.commands.opening import open_rescue, open_rescues
from hueioc.rescues.commands.papers import add_photos, reveal_for_paper, reveal_people
from hueioc.rescues.commands.receiving import Arrival, Kept, receive_kept_rescues, receive_together, rescue_intake
from hueioc.rescues.commands.registers import draw_team_key, keep_shelter, keep_team, keep_vehicle
from hueioc.rescues.commands.sorting import rescore_rescues, sort_new_rescues, sort_rescue
from hueioc.rescues.commands.triage import correct_rescue, override_priority, reopen_rescue

__all__ = [
    "Arrival",
    "Kept",
    "add_photos",
    "answer_search",
    "assign_rescues",
    "close_search",
    "correct_rescue",
    "declare_damage",
    "draw_team_key",
    "erase_expired",
    "finish_rescue",
    "hand_out",
    "hear_safe",
    "keep_apart",
    "keep_shelter",
    "keep_team",
    "keep_vehicle",
    "look_for",
    "merge_rescues",
    "open_rescue",
    "open_rescues",
    "override_priority",
    "reach_rescue",
    "receive_kept_rescues",
    "receive_together",
    "reopen_rescue",
    "report_position",
    "rescore_rescues",
    "rescue_intake",
    "reveal_for_paper",
    "reveal_people",
    "say_safe",
    "say_safe_of_call",
    "set_team_state",
    "sort_new_rescues",
    "sort_rescue",
    "start_rescue",
    "unassign_rescue",
    "unmerge_rescue",
    "withdraw_rescue",
]
