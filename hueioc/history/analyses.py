"""What a city asks of its whole history, each question once, as an expression that any engine of Ibis can answer."""

from collections.abc import Callable
from datetime import date, timedelta

import ibis
from ibis.expr.types import Table, Value

US_PER_HOUR = 3_600_000_000
# As in the views: an answer counts as an end, and what is a duplicate or withdrawn is owed none.
DONE = ("resolved", "closed")
NOT_OWED = ("duplicate", "withdrawn")
DAYS_OF_MEAN = 7
Analysis = Callable[[Table], Table]


def cube(facts: Table) -> Table:
    """Facts by month, area and kind."""
    month = facts.happened_on.truncate("M").name("month")
    return facts.group_by(month, "area", "kind").agg(facts=facts.count()).order_by("month", "area", "kind")


def resolution_times(facts: Table) -> Table:
    """Hours from receipt to the last answer by unit and service: how many, quartiles, median and nine in ten."""
    opened = facts.filter(facts.fact == "opened").group_by("subject").agg(opened_us=lambda t: t.happened_us.min())
    ended = _ended(facts)
    lives = ended.join(opened, "subject").mutate(
        hours=lambda t: (ibis.coalesce(t.resolved_us, t.happened_us) - t.opened_us) / US_PER_HOUR
    )
    return (
        lives.group_by("unit", "service")
        .agg(
            ended=lives.count(),
            quarter_hours=lives.hours.quantile(0.25),
            median_hours=lives.hours.median(),
            three_quarters_hours=lives.hours.quantile(0.75),
            nine_in_ten_hours=lives.hours.quantile(0.9),
        )
        .order_by("unit", "service")
    )


def directly_follows(facts: Table) -> Table:
    """Which step directly follows which on the same work: how often, and the median hours between."""
    steps = _steps(facts)
    pairs = steps.filter(steps.next_step.notnull())
    return (
        pairs.group_by("step_name", "next_step")
        .agg(times=pairs.count(), median_hours=_hours_to_next(pairs).median())
        .order_by(ibis.desc("times"), "step_name", "next_step")
    )


def hand_overs(facts: Table) -> Table:
    """By unit: work offered, accepted, returned and lapsed, and the share of the offers it gave back."""
    handed = facts.filter(facts.fact == "handed")
    counted = handed.group_by("unit").agg(
        offered=_sum(handed.step == "offered"),
        accepted=_sum(handed.step == "accepted"),
        returned=_sum(handed.step == "returned"),
        lapsed=_sum(handed.step == "lapsed"),
    )
    share = (counted.offered > 0).ifelse(counted.returned / counted.offered, ibis.null("float64"))
    return counted.mutate(share_returned=share).order_by("unit")


def ping_pong(facts: Table) -> Table:
    """Where returned work goes next: from the unit that gave it back to the one it is then offered to."""
    handed = facts.filter((facts.fact == "handed") & facts.step.isin(["offered", "returned"]))
    along = ibis.window(group_by="subject", order_by="seq")
    moves = handed.mutate(
        to_unit=handed.unit.lead().over(along),
        next_step=handed.step.lead().over(along),
        next_us=handed.happened_us.lead().over(along),
    )
    bounced = moves.filter((moves.step == "returned") & (moves.next_step == "offered"))
    return (
        bounced.group_by(from_unit="unit", to_unit="to_unit")
        .agg(times=bounced.count(), median_hours=_hours_to_next(bounced).median())
        .order_by(ibis.desc("times"), "from_unit", "to_unit")
    )


def backlog(facts: Table) -> Table:
    """For each day of the city: received, answered, taken up again, and what is open at its end."""
    is_done, was_done = facts.phase.isin(DONE) | (facts.fact == "closed"), facts.from_phase.isin(DONE)
    changes = facts.group_by(day="happened_on").agg(
        received=_sum(facts.fact == "opened"),
        answered=_sum(facts.fact.isin(["moved", "closed"]) & is_done & ~was_done),
        taken_up_again=_sum((facts.fact == "moved") & was_done & ~is_done),
    )
    daily = _with_every_day(changes, facts, ["received", "answered", "taken_up_again"])
    balance = daily.received - daily.answered + daily.taken_up_again
    return daily.mutate(open=balance.sum().over(ibis.cumulative_window(order_by="day"))).order_by("day")


def on_time(facts: Table) -> Table:
    """By unit: closed work that had a deadline, how much of it was answered in time, and the share."""
    ended = _ended(facts)
    judged = ended.filter(ended.due_at.notnull() & ~ended.outcome.isin(NOT_OWED))
    counted = judged.group_by("unit").agg(judged=judged.count(), on_time=_sum(judged.is_on_time))
    return counted.mutate(share=counted.on_time / counted.judged).order_by("unit")


def received_mean(facts: Table) -> Table:
    """For each day of the city: received, and the mean of the seven days up to it (fewer at the beginning)."""
    opened = facts.filter(facts.fact == "opened")
    daily = _with_every_day(opened.group_by(day="happened_on").agg(received=opened.count()), facts, ["received"])
    week = ibis.window(order_by="day", preceding=DAYS_OF_MEAN - 1, following=0)
    return daily.mutate(mean_of_seven_days=daily.received.mean().over(week)).order_by("day")


def waiting(facts: Table) -> Table:
    """Where work waits: by step and service, how often something came next and how many hours later."""
    steps = _steps(facts)
    waits = steps.filter(steps.next_step.notnull() & (steps.opened_service != ""))
    return (
        waits.group_by("step_name", service="opened_service")
        .agg(
            times=waits.count(),
            median_hours=_hours_to_next(waits).median(),
            # Whole microseconds are summed: a sum of fractions depends on the order, and so would the order of rows.
            all_hours=(waits.next_us - waits.happened_us).sum() / US_PER_HOUR,
        )
        .order_by(ibis.desc("all_hours"), "step_name", "service")
    )


ANALYSES: dict[str, Analysis] = {
    build.__name__.replace("_", "-"): build
    for build in (
        *(cube, resolution_times, directly_follows, hand_overs, ping_pong),
        *(backlog, on_time, received_mean, waiting),
    )
}


def _ended(facts: Table) -> Table:
    """The last end of each work that was not taken up again after it."""
    is_end = facts.fact == "closed"
    is_again = (facts.fact == "moved") & facts.from_phase.isin(DONE) & ~facts.phase.isin(DONE)
    newest_first = ibis.window(group_by="subject", order_by=ibis.desc("seq"))
    turns = facts.filter(is_end | is_again).mutate(age=ibis.row_number().over(newest_first))
    return turns.filter((turns.age == 0) & (turns.fact == "closed"))


def _steps(facts: Table) -> Table:
    """The five base facts with a name for each step, and what came next on the same work."""
    work = facts.filter(facts.fact != "")
    name = ibis.cases(
        (work.fact == "handed", work.fact + ":" + work.step),
        (work.fact == "moved", work.fact + ":" + work.phase),
        (work.fact == "noted", work.fact + ":" + work.verb),
        else_=work.fact,
    )
    named = work.mutate(step_name=name)
    along = ibis.window(group_by="subject", order_by="seq")
    return named.mutate(
        next_step=named.step_name.lead().over(along),
        next_us=named.happened_us.lead().over(along),
        opened_service=named.service.first().over(along),
    )


def _hours_to_next(steps: Table) -> Value:
    return (steps.next_us - steps.happened_us) / US_PER_HOUR


def _sum(condition: Value) -> Value:
    """How often a condition holds; 0 and not nothing when it never does."""
    return condition.ifelse(1, 0).sum()


def _with_every_day(changes: Table, facts: Table, columns: list[str]) -> Table:
    """The counts of each day with a row for every day from the first to the last fact, zero where nothing happened."""
    [bounds] = facts.aggregate(first=facts.happened_on.min(), last=facts.happened_on.max()).to_pyarrow().to_pylist()
    first: date = bounds["first"]
    many = (bounds["last"] - first).days + 1
    days = ibis.memtable({"day": [first + timedelta(days=number) for number in range(many)]}, schema={"day": "date"})
    joined = days.left_join(changes, "day")
    return joined.select("day", **{name: ibis.coalesce(changes[name], 0) for name in columns})
