"""Compares our judgement of punctuality with another system's own flag, and names the reason for every difference."""

from datetime import datetime


def is_on_time(due_at: datetime | None, resolved_at: datetime | None, as_of: datetime) -> bool | None:
    """True when closed by the source's own target, False when closed after it or open beyond it.

    None without a target, and while it is open with the target ahead: such work is in neither the numerator nor the
    denominator of the on-time share, which is closed on time by (closed + open overdue).
    """
    if due_at is None or (resolved_at is None and as_of <= due_at):
        return None
    return resolved_at is not None and resolved_at <= due_at


def why_different(
    flag: bool | None, due_at: datetime | None, resolved_at: datetime | None, as_of: datetime
) -> str | None:
    """A code for why the source's flag and our judgement differ; None when they agree.

    no_flag: the source says nothing. no_target: the source judged without a target date. not_due_yet: the source judged
    an open report whose target is ahead. open_at_export: we judge an open report as of an instant, the source judged
    it when it was exported. flag_says_late: closed by its target, but the source calls it late. flag_says_on_time:
    closed after its target, but the source calls it on time.
    """
    ours = is_on_time(due_at, resolved_at, as_of)
    if ours == flag:
        return None
    if flag is None:
        return "no_flag"
    if due_at is None:
        return "no_target"
    if ours is None:
        return "not_due_yet"
    if resolved_at is None:
        return "open_at_export"
    return "flag_says_late" if ours else "flag_says_on_time"
