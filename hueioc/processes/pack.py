"""What work processes need from packs: flows that fit together, examples that go as they say, the head of papers."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from hueioc.lib.packs import CityPack, Text, Validity, open_city, read_toml
from hueioc.lib.refusals import Invalid
from hueioc.people.pack import UnitsFile, read_units
from hueioc.processes.rules.examples import EXAMPLE_DAY, played
from hueioc.processes.rules.filling import Around
from hueioc.processes.rules.routing import FlowBroken, onward, walk
from hueioc.workflow.pack import (
    END,
    KNOWN_FIELDS,
    Condition,
    FlowStep,
    FormField,
    Process,
    Service,
    read_calendar,
    read_coming,
    read_process,
    read_service,
    with_lives,
)
from hueioc.workflow.rules.timetable import working_calendar

KIND = "process"
# Every verb that commands of this room give; the life of flows may allow more and may not lack one.
VERBS = frozenset({"start", "advance", "return", "assign_inside", "withdraw", "stop", "reroute", "remind", "finish"})
# What the pages of papers and numbers know beside the fields of the form.
PLACEHOLDERS = frozenset({"number", "day", "unit", "starter", "started_unit", "process"})
_BRACED = re.compile(r"\{([^{}]*)\}")


class PaperHead(Validity, frozen=True, kw_only=True):
    """`paper.toml` beside the service of flows: what every paper says at its head besides the city's motto."""

    number: Text
    place_and_day: Text
    not_confirmed: Text


def read_paper_head(pack: CityPack) -> PaperHead | None:
    """The head of papers of the first service that has one. Raises PackError."""
    paths = [folder / "paper.toml" for folder in pack.folders("services")]
    return next((read_toml(path, PaperHead) for path in paths if path.exists()), None)


def check(city_dir: Path) -> list[str]:
    """Problems of the flows of a city, one sentence each; a city without a service of flows has none."""
    pack = open_city(city_dir)
    services = {service.about.process: service for service in map(read_service, pack.folders("services"))}
    folders = pack.folders("processes")
    raw = {folder.name: read_process(folder) for folder in folders}
    processes = with_lives(raw)
    later = {folder.name: one for folder in folders if (one := read_coming(folder))}
    problems = [
        f"Process {name}: its code differs from its folder." for name, one in processes.items() if one.code != name
    ]
    problems += list(_of_lives(processes, services))
    around = _around(pack)
    units = read_units(pack)
    taken = {category.code for service in services.values() for category in service.categories}
    for name, flow in processes.items():
        if flow.is_flow:
            what = [*_of_flow(flow, services.get(flow.life or ""), pack, units), *_idle(flow, raw[name].field)]
            # What does not fit together cannot be played.
            what += [] if what else _of_examples(flow, around)
            what += ["its code is a category of a service already."] if name in taken else []
            problems += [f"Process {name}: {one}" for one in what]
    for name, flow in with_lives(later, processes).items():
        what = list(_of_coming(flow, processes[name]))
        what += _of_flow(flow, services.get(flow.life or ""), pack, units)
        what += [] if what else [*_idle(flow, later[name].field), *_of_examples(flow, around)]
        problems += [f"Process {name}, coming.toml: {one}" for one in what]
    if any(service.about.kind == KIND for service in services.values()) and read_paper_head(pack) is None:
        problems.append("Work processes need the head of their papers (`paper.toml` beside their service).")
    return problems


def _around(pack: CityPack) -> Around:
    """What examples are checked against: a fixed day, so that they hold on every day."""
    calendar = working_calendar(read_calendar(pack), pack.city.time_zone)
    today = {one.code for one in read_units(pack).unit if one.valid_to is None}
    return Around(EXAMPLE_DAY, calendar, today)


def _of_lives(processes: Mapping[str, Process], services: Mapping[str, Service]) -> Iterator[str]:
    lives = {service.about.process for service in services.values() if service.about.kind == KIND}
    for code in sorted(lives & processes.keys()):
        missing = VERBS - {step.verb for step in processes[code].transition}
        yield from (f"Process {code}: flows need the verb {verb}." for verb in sorted(missing))


def _of_coming(flow: Process, now: Process) -> Iterator[str]:
    if flow.code != now.code or flow.life != now.life:
        yield "its code and its life must be those of the process it follows."
    if flow.valid_from is None or flow.valid_from <= (now.valid_from or date.min):
        yield "it must say from which day it holds, later than the process it follows."


def _silent(text: Mapping[str, str], pack: CityPack, what: str) -> Iterator[str]:
    yield from (f"{what} lacks its text in {lang}." for lang in pack.city.languages if not text.get(lang, "").strip())


def _twice(codes: Sequence[str], what: str) -> Iterator[str]:
    yield from (f"the {what} {code} is defined {n} times." for code, n in Counter(codes).items() if n > 1)


def _of_flow(flow: Process, service: Service | None, pack: CityPack, units: UnitsFile) -> Iterator[str]:
    if service is None:
        yield f"its life {flow.life} is no process of a service of this city."
        return
    if flow.group not in {one.code for one in service.categories if one.parent is None}:
        yield f"its group {flow.group} is no group of the service {service.about.code}."
    if flow.allowance is None or not flow.source.strip() or not flow.step:
        yield "it needs an allowance, a source and steps."
        return
    for text, what in ((flow.names, "it"), (flow.hint, "its hint")):
        yield from _silent(text, pack, what)
    if flow.step[0].by != "starter" or flow.step[0].unit != "own":
        yield f"its first step {flow.step[0].code} must be taken by whoever starts it."
    yield from _twice([one.code for one in flow.step], "step")
    yield from _twice([one.code for one in flow.field], "field")
    yield from _of_fields(flow, pack)
    yield from _of_steps(flow, pack, units)
    yield from _of_papers(flow, pack)
    kinds = {kind.code for kind in units.kind}
    yield from (
        f"units of the kind {kind} may start it, but there is no such kind."
        for kind in flow.starts.kinds
        if kind not in kinds
    )


def _of_fields(flow: Process, pack: CityPack) -> Iterator[str]:
    known = {one.code: one for one in flow.field}
    reserved = {*KNOWN_FIELDS, *PLACEHOLDERS}
    own = [one for one in flow.field if one.code not in reserved]
    taken = [one.code for one in flow.field if one.code in reserved]
    yield from (f"the field {code} has the name of a value that is always there." for code in taken)
    for field in own:
        yield from _silent(field.names, pack, f"field {field.code}")
        for choice in field.choices:
            yield from _silent(choice.names, pack, f"the answer {choice.code} of field {field.code}")
        if (field.type == "choice") != bool(field.choices):
            yield f"the field {field.code} must have answers to choose from exactly when it is a choice."
        yield from _of_computed(field, known)
        if field.not_before not in ("", "today") and known.get(field.not_before, field).type != "day":
            yield f"the field {field.code} follows {field.not_before}, which is no day."
    if flow.subject and (flow.subject not in known or known[flow.subject].type not in {"text", "choice", "unit"}):
        yield f"its subject {flow.subject} is no field of text."


def _idle(flow: Process, own: Sequence[FormField]) -> Iterator[str]:
    """Fields of its own that nothing uses; what comes from its life need not be used."""
    used = {code for step in flow.step for code in step.fields} | {code for one in flow.field for code in one.of}
    idle = [one.code for one in own if not one.is_computed and one.code not in used]
    yield from (f"the field {code} is asked for in no step." for code in idle)


def _of_computed(field: FormField, known: Mapping[str, FormField]) -> Iterator[str]:
    if field.is_computed != bool(field.of):
        yield f"the field {field.code} must say what it is computed from exactly when it is computed."
    types = {"working_days": {"day"}, "sum": {"whole", "money", "product"}, "product": {"whole", "money"}}
    for code in field.of:
        if code not in known or known[code].type not in types.get(field.type, set()):
            yield f"the field {field.code} cannot be computed from {code}."
    if field.type == "working_days" and len(field.of) != 2:
        yield f"the field {field.code} needs a first and a last day."


def _of_steps(flow: Process, pack: CityPack, units: UnitsFile) -> Iterator[str]:
    codes = [step.code for step in flow.step]
    held = {role for unit in units.unit if unit.valid_to is None for role in unit.agency_roles}
    fields = {one.code: one for one in flow.field}
    outcomes = {one.code for one in flow.outcome}
    filled_in: set[str] = set(KNOWN_FIELDS)
    for number, step in enumerate(flow.step):
        name = f"step {step.code}"
        yield from _silent(step.names, pack, name)
        yield from (f"{name} asks for {code}, which is no field." for code in step.fields if code not in fields)
        filled_in |= set(step.fields)
        filled_in |= {one.code for one in flow.field if one.is_computed and set(one.of) <= filled_in}
        yield from _of_unit(step, held, fields, filled_in)
        yield from (
            f"{name} goes back to {code}, which is no step before it."
            for code in step.back
            if code not in codes[:number]
        )
        if not step.next or step.next[-1].when:
            yield f"the last way out of {name} must hold always."
        for way in step.next:
            if way.to != END and way.to not in codes[number + 1 :]:
                yield f"{name} leads to {way.to}, which is no step after it."
            if (way.to == END) != bool(way.outcome) or (way.outcome and way.outcome not in outcomes):
                yield f"{name} must name a known outcome exactly where it ends."
            for one in way.when:
                yield from _of_condition(one, name, fields, filled_in)
    reached = {codes[0], *(way.to for step in flow.step for way in step.next)} if codes else set()
    yield from (f"no step leads to {code}." for code in codes if code not in reached)


def _of_unit(step: FlowStep, held: set[str], fields: Mapping[str, FormField], filled_in: set[str]) -> Iterator[str]:
    kind, _colon, code = step.unit.partition(":")
    if kind == "role" and code not in held:
        yield f"step {step.code} is taken by the role {code}, which no unit has today."
    if kind == "field" and (code not in fields or fields[code].type != "unit" or code not in filled_in):
        yield f"step {step.code} is taken by the unit in {code}, which is no field of a unit filled in before."
    if step.by == "starter" and step.unit != "own":
        yield f"step {step.code} is taken by whoever started it, and so by their own unit."


def _of_condition(one: Condition, name: str, fields: Mapping[str, FormField], filled_in: set[str]) -> Iterator[str]:
    if one.field not in filled_in:
        yield f"{name} asks about {one.field}, which nobody has filled in before."
        return
    field = fields.get(one.field)
    if field is None:
        return
    values = [*([one.is_] if one.is_ is not None else []), *one.one_of]
    answers = {choice.code for choice in field.choices}
    if field.type == "choice" and not set(values) <= answers:
        yield f"{name} asks for an answer of {one.field} that is not to choose from."
    if field.type == "yes_no" and any(not isinstance(value, bool) for value in values):
        yield f"{name} must ask for true or false in {one.field}."
    has_bounds = one.at_least is not None or one.less_than is not None
    if has_bounds and field.type not in {"whole", "money", "working_days", "sum", "product"}:
        yield f"{name} compares {one.field}, which is no number."


def _of_papers(flow: Process, pack: CityPack) -> Iterator[str]:
    codes, fields = {step.code for step in flow.step}, {one.code for one in flow.field}
    if flow.numbering and flow.numbering.at not in codes:
        yield f"it is numbered at the step {flow.numbering.at}, which does not exist."
    if flow.numbering and "{number}" not in flow.numbering.pattern:
        yield "its numbers must hold {number}."
    yield from _twice([one.code for one in flow.document], "paper")
    for paper in flow.document:
        name = f"paper {paper.code}"
        if paper.after not in codes or not set(paper.signed) <= codes or not set(paper.rows) <= fields:
            yield f"{name} names a step or a field that does not exist."
        for text in (paper.names, paper.title, *paper.text):
            yield from _silent(text, pack, name)
        used = {code for text in (paper.title, *paper.text) for one in text.values() for code in _BRACED.findall(one)}
        strange = used - fields - PLACEHOLDERS
        yield from (f"{name} speaks of {{{code}}}, which is no field." for code in sorted(strange))


def _of_examples(flow: Process, around: Around) -> Iterator[str]:
    if not flow.example:
        yield "it needs an example."
    ways: set[tuple[str, str, str]] = set()
    for number, example in enumerate(flow.example, 1):
        try:
            values = played(flow, example.values, around)
            walked = walk(flow, values)
        except (FlowBroken, Invalid) as error:
            fields = ", ".join(getattr(error, "fields", {}))
            yield f"example {number} cannot be played: {error} {fields}".strip()
            continue
        if (walked.path, walked.outcome) != (example.path, example.outcome):
            yield f"example {number} goes {' → '.join(walked.path)} to {walked.outcome}, not as it says."
        steps = {step.code: step for step in flow.step}
        ways |= {(code, way.to, way.outcome) for code in walked.path for way in [onward(steps[code], values)]}
    every = {(step.code, way.to, way.outcome) for step in flow.step for way in step.next}
    missing = sorted(f"{start} → {outcome or to}" for start, to, outcome in every - ways)
    if flow.example and missing:
        yield f"no example takes the way {', '.join(missing)}."
