"""Writes of work processes: one function per verb."""

from hueioc.processes.commands.acting import advance_process, assign_step, send_back
from hueioc.processes.commands.ending import (
    follow_unit,
    mark_process_told,
    remind_holder,
    reroute_step,
    stop_process,
    withdraw_process,
)
from hueioc.processes.commands.starting import NewInstance, start_process

__all__ = [
    "NewInstance",
    "advance_process",
    "assign_step",
    "follow_unit",
    "mark_process_told",
    "remind_holder",
    "reroute_step",
    "send_back",
    "start_process",
    "stop_process",
    "withdraw_process",
]
