"""Finds the answered report that a new one may repeat: same place, same topic, not too long ago."""

from hueioc.cases.models import Case
from hueioc.cases.queries.near import Similar, similar_cases
from hueioc.cases.rules.repeats import had_a_result
from hueioc.lib import clock
from hueioc.workflow.queries import catalogue


def earlier_answers(case: Case, limit: int = 3) -> list[Similar]:
    """Answered reports of the same group of categories near this one, the likeliest first; rules say how near and old.

    A proposal: somebody of the centre confirms it by linking the two.
    """
    if case.point is None:
        return []
    known, day = catalogue(), clock.today()
    rules = known.rules_of(case.service)
    group = known.category(case.service).parent
    topic = [code for code, one in known.categories.items() if one.parent == group] if group else [case.service]
    near = similar_cases(
        case.point,
        topic,
        case.description,
        radius_m=rules.number_on("repeat_metres", day),
        days=int(rules.number_on("repeat_days", day)),
        leave_out=case.code,
        limit=50,
    )
    answered = [one for one in near if had_a_result(one.case.phase, one.case.outcome)]
    return [one for one in answered if one.case.opened_at < case.opened_at][:limit]
