"""Compares our judgement of punctuality with another system's own flag, and names the reason for every difference."""

from datetime import datetime


def is_on_time(due_at: datetime | None, resolved_at: datetime | None, as_of: datetime) -> bool | None:
    """On time under the source's own target: closed by it, or still open with it ahead; None without a target."""
    if due_at is None:
        return None
    return (resolved_at or as_of) <= due_at


def why_different(
    flag: bool | None, due_at: datetime | None, resolved_at: datetime | None, as_of: datetime
) -> str | None:
    """A code for why the source's flag and our judgement differ; None when they agree.

    no_flag: the source says nothing. no_target: the source judged without a target date. open_at_export: we judge an
    open report by today, the source judged it when it was exported. flag_says_late: closed by its target, but
    the source calls it late (its flag is not recomputed when a target is moved). flag_says_on_time: closed after its
    target, but the source calls it on time.
    """
    ours = is_on_time(due_at, resolved_at, as_of)
    if ours == flag:
        return None
    if flag is None:
        return "no_flag"
    if ours is None:
        return "no_target"
    if resolved_at is None:
        return "open_at_export"
    return "flag_says_late" if ours else "flag_says_on_time"
