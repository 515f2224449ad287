"""What changes from one edition of a process to the next, in sentences for whoever decides whether it goes live."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hueioc.processes.queries.looks import condition_words, outcome_words, step_name, time_words, who_words
from hueioc.workflow.pack import END, FlowStep, Process
from hueioc.workflow.queries import said


def differences(old: Process, new: Process) -> list[str]:
    """One sentence a change: steps, who takes them, their times and ways, and fields of the form."""
    return [*_of_steps(old, new), *_of_fields(old, new)]


def _of_steps(old: Process, new: Process) -> Iterator[str]:
    before, after = ({step.code: step for step in flow.step} for flow in (old, new))
    yield from (
        _("New step: %(name)s.") % {"name": said(one.names)} for code, one in after.items() if code not in before
    )
    yield from (
        _("No more step: %(name)s.") % {"name": said(one.names)} for code, one in before.items() if code not in after
    )
    for code in (code for code in after if code in before):
        yield from _of_step(before[code], after[code], old, new)


def _of_step(was: FlowStep, now: FlowStep, old: Process, new: Process) -> Iterator[str]:
    pairs = (
        (said(was.names), said(now.names)),
        (who_words(was, old), who_words(now, new)),
        (time_words(was.allowance), time_words(now.allowance)),
        (_ways(was, old), _ways(now, new)),
        (_fields(was, old), _fields(now, new)),
    )
    for first, second in pairs:
        if first != second:
            yield _("%(name)s: %(old)s → %(new)s") % {"name": said(now.names), "old": first, "new": second}


def _ways(step: FlowStep, flow: Process) -> str:
    found = []
    for way in step.next:
        to = outcome_words(flow, way.outcome) if way.to == END else step_name(flow, way.to)
        asked = ", ".join(condition_words(flow, one) for one in way.when)
        found.append(f"{to} ({asked})" if asked else to)
    return "; ".join(found)


def _fields(step: FlowStep, flow: Process) -> str:
    names = {one.code: said(one.names) for one in flow.field}
    return ", ".join(names.get(code, code) for code in step.fields) or _("nothing to fill in")


def _of_fields(old: Process, new: Process) -> Iterator[str]:
    before = {one.code: one for one in old.field}
    for field in new.field:
        was = before.get(field.code)
        if was is not None and (was.type, was.required, was.least, was.most) != (
            *(field.type, field.required, field.least, field.most),
        ):
            yield _("The field %(name)s is checked differently.") % {"name": said(field.names)}
