"""Writes of returns: one function per verb."""

from hueioc.returns.commands.deciding import accept_return, give_back_return, settle_return, withdraw_return
from hueioc.returns.commands.filling import correct_return, give_return, save_draft
from hueioc.returns.commands.opening import open_returns
from hueioc.returns.commands.telling import remind_unit, tell_reminder

__all__ = [
    "accept_return",
    "correct_return",
    "give_back_return",
    "give_return",
    "open_returns",
    "remind_unit",
    "save_draft",
    "settle_return",
    "tell_reminder",
    "withdraw_return",
]
