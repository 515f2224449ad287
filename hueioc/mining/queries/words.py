"""The words of the pages: activities of the city's own work, kinds of bottlenecks, and spans of time."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.mining.queries.analysing import mining_rules
from hueioc.mining.rules.bottlenecks import Bottleneck
from hueioc.mining.rules.kinds import Kind
from hueioc.ui.templatetags.numbers import number, percent
from hueioc.workflow.queries import catalogue, said

_WEEK, _DAY, _HOUR, _MINUTE = 604_800, 86_400, 3_600, 60
_FACTS: dict[str, str | Promise] = {
    "opened": gettext_lazy("Received"),
    "closed": gettext_lazy("Closed"),
    "handed:offered": gettext_lazy("Sent to a unit"),
    "handed:accepted": gettext_lazy("Accepted by the unit"),
    "handed:returned": gettext_lazy("Returned by the unit"),
    "handed:lapsed": gettext_lazy("Offer to the unit lapsed"),
    "handed:withdrawn": gettext_lazy("Taken back from the unit"),
    "handed:done": gettext_lazy("Part of the unit done"),
    "handed:sent_back": gettext_lazy("Sent back to an earlier step"),
}
KINDS: dict[Kind, str | Promise] = {
    Kind.TRUE_DELAY: gettext_lazy("True delay"),
    Kind.FEW_STUCK_CASES: gettext_lazy("Few stuck cases"),
    Kind.FIXED_TIMER: gettext_lazy("Fixed timer"),
    Kind.WAITING_ON_THE_CITIZEN: gettext_lazy("Waiting on the citizen"),
    Kind.OUT_OF_HOURS: gettext_lazy("Out of hours"),
    Kind.BATCHING: gettext_lazy("Done in batches"),
    Kind.CONTENTION: gettext_lazy("Too few hands for the queue"),
    Kind.HANDOVER_PING_PONG: gettext_lazy("Sent to and fro"),
    Kind.REPEATED_SUPPLEMENTS: gettext_lazy("Supplements asked for repeatedly"),
}
_BECAUSE: dict[Kind, str | Promise] = {
    Kind.TRUE_DELAY: gettext_lazy(
        "Nearly everything waits here: half longer than %(median)s, one in ten longer than %(p90)s."
    ),
    Kind.FEW_STUCK_CASES: gettext_lazy(
        "Usually this takes %(median)s. The slowest 5 in 100 hold %(slow)s of the time: look at those, not at the step."
    ),
    Kind.FIXED_TIMER: gettext_lazy(
        "Eight in ten take between %(p10)s and %(p90)s: a term is kept here, nobody is slow."
    ),
    Kind.WAITING_ON_THE_CITIZEN: gettext_lazy(
        "The citizen has the matter here, half of the times longer than %(median)s. "
        "The office can only ask more clearly or remind."
    ),
    Kind.OUT_OF_HOURS: gettext_lazy(
        "Only %(open)s of the time lies in working hours; the rest is nights, weekends and holidays."
    ),
    Kind.BATCHING: gettext_lazy(
        "It is done about once in %(every)s, %(batch)s at once; everything waits for the next such day."
    ),
    Kind.CONTENTION: gettext_lazy(
        "The more lie here, the longer each takes (rank correlation %(rank)s): work comes faster than it is done."
    ),
    Kind.HANDOVER_PING_PONG: gettext_lazy("%(bounced)s of the time is spent in hand-overs that came straight back."),
    Kind.REPEATED_SUPPLEMENTS: gettext_lazy(
        "%(repeated)s of the time is lost in work that was asked for something missing twice or more."
    ),
}


# The other reason for the name: what happens so rarely has no usual time.
_RARE = gettext_lazy("This happens only %(times)s times: single cases, each with a reason of its own.")


def because(one: Bottleneck) -> str:
    """The sentence that says why a bottleneck is called what it is, with its own numbers."""
    seen = one.seen
    is_rare = one.kind is Kind.FEW_STUCK_CASES and seen.steps < mining_rules()[0].fewest_steps
    return str(_RARE if is_rare else _BECAUSE[one.kind]) % {
        "times": number(seen.steps),
        "median": span(seen.median_s),
        "p10": span(seen.p10_s),
        "p90": span(seen.p90_s),
        "slow": percent(seen.slow_share, 0),
        "open": percent(seen.open_share, 0),
        "every": span(_WEEK / seen.run_days),
        "batch": number(seen.a_run_day),
        "rank": number(seen.queue_rank, 2),
        "bounced": percent(seen.bounced_share, 0),
        "repeated": percent(seen.repeat_share, 0),
    }


def span(seconds: float | None) -> str:
    """A span of time in the largest unit that leaves something to say; a dash for nothing."""
    if seconds is None:
        return "–"
    if seconds >= _DAY:
        days = seconds / _DAY
        return _("%(n)s days") % {"n": number(days, 1 if days < 100 else 0)}
    if seconds >= _HOUR:
        return _("%(n)s hours") % {"n": number(seconds / _HOUR, 1)}
    if seconds >= _MINUTE:
        return _("%(n)s minutes") % {"n": number(seconds / _MINUTE)}
    return _("under a minute")


def activity_words(name: str) -> str:
    """What people call an activity of the city's own work; any other name is its own word."""
    if name in _FACTS:
        return str(_FACTS[name])
    fact, _colon, rest = name.partition(":")
    code, _colon, waits = rest.partition(":")
    if fact == "step":
        return _step(code, waits)
    if fact not in {"moved", "noted"} or not rest:
        return name
    found = next(_said(code), code) if fact == "moved" else next(_verbs(code), code)
    return f"{found}: {next(_waits(waits), waits)}" if waits else found


def _step(flow: str, step: str) -> str:
    """A step of a flow, beside the name of the flow; codes for what no pack knows any more."""
    known = catalogue().processes.get(flow)
    found = [said(one.names) for one in known.step if one.code == step] if known else []
    return f"{said(known.names)}: {found[0]}" if known and found else f"{flow}: {step}"


def service_words(services: Iterable[str], kind: str) -> str:
    """What people call a kind of work: the service that its pieces belong to; its own code when no pack knows one."""
    known = catalogue().service_of
    return next((said(known[code].about.names) for code in services if code in known), kind)


def _said(phase: str) -> Iterator[str]:
    return (said(p.names) for process in catalogue().processes.values() for p in process.phase if p.code == phase)


def _waits(reason: str) -> Iterator[str]:
    return (
        said(w.names) for process in catalogue().processes.values() for w in process.wait_reason if w.code == reason
    )


def _verbs(verb: str) -> Iterator[str]:
    return (said(t.names) for process in catalogue().processes.values() for t in process.transition if t.verb == verb)
