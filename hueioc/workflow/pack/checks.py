"""Finds what does not fit together in services, processes, calendars and rule sets, one sentence each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from hueioc.lib.packs import CityPack, open_city
from hueioc.workflow.pack.processes import Outcome, PhaseText, Process, Transition, WaitReason, read_process
from hueioc.workflow.pack.rulesets import Calendar, RuleSet, read_calendar, read_rules
from hueioc.workflow.pack.services import Category, Procedure, Reason, Reasons, Service, read_service


def check(city_dir: Path) -> list[str]:
    """Problems of the services, processes, calendar and rule sets that are on in a city."""
    pack = open_city(city_dir)
    # Flows are checked whole by the room that runs them; what they take over is checked where it stands.
    every = {folder.name: read_process(folder) for folder in pack.folders("processes")}
    processes = {name: found for name, found in every.items() if not found.is_flow}
    problems = [f"Process {name}: {what}" for name, found in processes.items() for what in _of_process(found, pack)]
    rules = [folder.name for folder in pack.folders("rules") if (folder / "rules.toml").exists()]
    for name in rules:
        problems += [f"Rules {name}: {what}" for what in _of_rules(read_rules(pack.root / "rules" / name))]
    for folder in pack.folders("services"):
        service = read_service(folder)
        problems += [f"Service {folder.name}: {what}" for what in _of_service(service, folder, processes, rules, pack)]
    problems += [f"Calendar {pack.city.calendar}: {what}" for what in _of_calendar(read_calendar(pack))]
    if pack.city.calendar not in pack.city.packs.rules:
        problems.append(f"The calendar {pack.city.calendar} is not among the rules that are on.")
    return problems


def _twice(codes: Iterable[str], what: str) -> Iterator[str]:
    yield from (f"the {what} {code} is defined {times} times." for code, times in Counter(codes).items() if times > 1)


def _silent(text: dict[str, str], pack: CityPack, what: str) -> Iterator[str]:
    yield from (f"{what} lacks its text in {lang}." for lang in pack.city.languages if not text.get(lang, "").strip())


def _of_service(
    service: Service, folder: Path, processes: dict[str, Process], rules: list[str], pack: CityPack
) -> Iterator[str]:
    about = service.about
    if about.code != folder.name:
        yield f"its code {about.code} differs from its folder."
    if about.process not in processes:
        yield f"its process {about.process} is not on in this city."
    if about.rules not in rules:
        yield f"its rules {about.rules} are not on in this city."
    yield from _silent(about.names, pack, "it")
    yield from _silent(about.legal_basis, pack, "its legal basis")
    yield from _versions(service.categories)
    groups = {category.code for category in service.categories if category.parent is None}
    for category in service.categories:
        yield from _of_category(category, groups, pack)
    known = {category.code for category in service.categories}
    yield from _twice((reply.code for reply in service.replies), "reply")
    for reply in service.replies:
        yield from _silent(reply.names, pack, f"reply {reply.code}")
        yield from _silent(reply.text, pack, f"the text of reply {reply.code}")
        strange = set(reply.categories) - known
        yield from (f"reply {reply.code} names the category {code}, which does not exist." for code in sorted(strange))
    waits = {wait.code for process in processes.values() for wait in process.wait_reason}
    yield from _of_reasons(service.reasons, waits, pack)


def _of_category(category: Category, groups: set[str], pack: CityPack) -> Iterator[str]:
    name = f"category {category.code}"
    yield from _silent(category.names, pack, name)
    if category.parent is None:
        return
    if category.parent not in groups:
        yield f"{name} stands under {category.parent}, which is no group."
    if category.role is None:
        yield f"{name} names no role."
    if isinstance(category, Procedure):
        yield from (f"{name} {what}" for what in _of_procedure(category, pack))
        return
    if not category.keywords:
        yield f"{name} has no keywords."
    if category.urgency == "urgent" and category.allowance is None:
        yield f"{name} is urgent but has no allowance of its own."
    yield from _silent(category.hint, pack, f"the hint of {name}")


def _versions(categories: list[Category]) -> Iterator[str]:
    """A code stands twice only when it is a procedure whose versions hold one after the other."""
    yield from _twice((c.code for c in categories if not isinstance(c, Procedure)), "category")
    fixed = {c.code for c in categories if not isinstance(c, Procedure)}
    spans = sorted(
        (c.code, c.valid_from or date.min, c.valid_to or date.max) for c in categories if isinstance(c, Procedure)
    )
    yield from (f"the category {code} is a procedure too." for code, *_days in spans if code in fixed)
    for (code, _begin, end), (other, begin, _end) in zip(spans, spans[1:], strict=False):
        if code == other and begin <= end:
            yield f"the procedure {code} holds twice on {begin}."


def _of_procedure(procedure: Procedure, pack: CityPack) -> Iterator[str]:
    yield from _silent(procedure.legal_basis, pack, "(its legal basis)")
    if procedure.allowance is None:
        yield "names no legal time."
    if not procedure.steps:
        yield "has no steps."
    if not procedure.source.strip():
        yield "names no source."
    if procedure.valid_from and procedure.valid_to and procedure.valid_from > procedure.valid_to:
        yield "ends before it begins."
    for what, entries in (("step", procedure.steps), ("part", procedure.parts), ("fee", procedure.fees)):
        yield from _twice((entry.code for entry in entries), what)
        for entry in entries:
            yield from _silent(entry.names, pack, f"{what} {entry.code}")
    yield from _of_times(procedure)
    for fee in procedure.fees:
        if fee.amount < 0 or not fee.source.strip():
            yield f"fee {fee.code} is negative or names no source."


def _of_times(procedure: Procedure) -> Iterator[str]:
    """The steps together may take no longer than the law allows; what is told in hours lies within a day."""
    days = sum(step.allowance.working_days or 0 for step in procedure.steps)
    whole = procedure.allowance.working_days if procedure.allowance else None
    if whole is not None and days > whole:
        yield f"allows {days} working days for its steps, more than its {whole}."


def _of_reasons(reasons: Reasons, waits: set[str], pack: CityPack) -> Iterator[str]:
    kinds: dict[str, list[Reason]] = {
        "pause": reasons.pause,
        "return": reasons.return_,
        "refusal": reasons.refusal,
        "extension": reasons.extension,
        "withdrawal": reasons.withdrawal,
        "reopening": reasons.reopening,
        "stopping": reasons.stopping,
    }
    for kind, entries in kinds.items():
        yield from _twice((entry.code for entry in entries), f"{kind} reason")
        for entry in entries:
            name = f"{kind} reason {entry.code}"
            yield from _silent(entry.names, pack, name)
            yield from _silent(entry.public, pack, f"the public text of {name}")
            if entry.wait_reason and entry.wait_reason not in waits:
                yield f"{name} waits for {entry.wait_reason}, which no process knows."
    for entry in reasons.pause:
        if not entry.wait_reason:
            yield f"pause reason {entry.code} does not say what it waits for."


def _of_process(process: Process, pack: CityPack) -> Iterator[str]:
    yield from _twice((step.verb for step in process.transition), "verb")
    yield from _silent(process.names, pack, "it")
    labels: list[PhaseText | Outcome | WaitReason] = [*process.phase, *process.outcome, *process.wait_reason]
    for label in labels:
        yield from _silent(label.names, pack, label.code)
        yield from _silent(label.public, pack, f"the public text of {label.code}")
    for step in process.transition:
        yield from (f"verb {step.verb} {what}" for what in _of_transition(step, process, pack))
    reached = {"received"} | {step.to for step in process.transition if step.to}
    yield from (f"no verb leads to the phase {phase.code}." for phase in process.phase if phase.code not in reached)


def _of_transition(step: Transition, process: Process, pack: CityPack) -> Iterator[str]:
    known: dict[str, tuple[set[str], list[str]]] = {
        "role": ({role.code for role in process.role}, step.roles),
        "outcome": ({outcome.code for outcome in process.outcome}, step.outcomes),
        "phase": ({phase.code for phase in process.phase}, [*step.from_, *filter(None, [step.to])]),
        "wait reason": (
            {wait.code for wait in process.wait_reason},
            [*step.only_waiting, *filter(None, [step.wait_reason])],
        ),
    }
    for what, (codes, used) in known.items():
        yield from (f"names the {what} {code}, which is not defined." for code in used if code not in codes)
    if not step.roles:
        yield "is allowed to nobody."
    if ("reason" in step.requires) != bool(step.reasons):
        yield "must name the list its reason comes from, and only if it needs a reason."
    yield from _silent(step.names, pack, "(its label)")


def _of_rules(rules: RuleSet) -> Iterator[str]:
    for kind, entries in (("limit", rules.limit), ("number", rules.number)):
        for entry in entries:
            if not entry.source.strip():
                yield f"{kind} {entry.code} names no source."
            if entry.valid_from and entry.valid_to and entry.valid_from > entry.valid_to:
                yield f"{kind} {entry.code} ends before it begins."
        spans = sorted((e.code, e.valid_from or date.min, e.valid_to or date.max) for e in entries)
        for (code, _, end), (other, begin, _) in zip(spans, spans[1:], strict=False):
            if code == other and begin <= end:
                yield f"{kind} {code} holds twice on {begin}."


def _of_calendar(calendar: Calendar) -> Iterator[str]:
    yield from _twice((str(year.year) for year in calendar.year), "year")
    holidays = {holiday.code for holiday in calendar.holiday}
    if not calendar.session:
        yield "it has no office hours."
    for session in calendar.session:
        if session.begins >= session.ends or not set(session.weekdays) <= set(range(1, 8)):
            yield f"the office hours from {session.begins} to {session.ends} cannot be."
    for year in calendar.year:
        off = [day for days in year.off.values() for day in days]
        yield from (f"the holiday {code} is not defined." for code in year.off if code not in holidays)
        yield from _twice((day.isoformat() for day in off), "day off")
        yield from (f"{day} stands under {year.year}." for day in [*off, *year.worked] if day.year != year.year)
        yield from (f"{day} is both off and worked." for day in year.worked if day in off)
        yield from (f"{day} is worked instead, but it is no weekend." for day in year.worked if day.weekday() < 5)
        if not year.source.strip():
            yield f"the year {year.year} names no source."
