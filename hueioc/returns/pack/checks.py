"""Reads the returns of a city from their packs and finds what does not fit together, their examples included."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from hueioc.lib.packs import CityPack, PackError, open_city, read_toml
from hueioc.people.pack import read_units
from hueioc.returns.pack.checking import checked
from hueioc.returns.pack.formulas import FormulaError, read_formula
from hueioc.returns.pack.shapes import Check, Form, FormField
from hueioc.workflow.pack import read_process, read_service

KIND = "return"
# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset({"open", "fill", "resolve", "object", "agree", "correct", "remind", "withdraw", "close"})


def read_forms(pack: CityPack) -> list[Form]:
    """The returns that are on in a city, in its order. Raises PackError."""
    forms = [read_toml(folder / "return.toml", Form) for folder in pack.folders("returns")]
    twice = [code for code, times in Counter(form.code for form in forms).items() if times > 1]
    if twice:
        raise PackError(f"{pack.root / 'returns'}: the return {twice[0]} is defined twice.")
    return forms


def check(city_dir: Path) -> list[str]:
    """Problems of the returns that are on in a city, one sentence each, their examples included."""
    pack = open_city(city_dir)
    forms = list(zip(pack.folders("returns"), read_forms(pack), strict=True))
    if not forms:
        return []
    services = [one for one in map(read_service, pack.folders("services")) if one.about.kind == KIND]
    processes = {one.code: one for one in map(read_process, pack.folders("processes"))}
    problems = [] if services else ["Returns need a service of the kind return."]
    for service in services:
        process = processes.get(service.about.process)
        missing = VERBS - {step.verb for step in process.transition} if process else set()
        problems += [f"Process {service.about.process}: returns need the verb {verb}." for verb in sorted(missing)]
    leaves = {one.code for service in services for one in service.categories if one.parent}
    roles = {role for unit in read_units(pack).unit for role in unit.agency_roles}
    for folder, form in forms:
        problems += [f"Return {folder.name}: {what}" for what in faults_of(form, folder.name, pack, leaves, roles)]
    return problems


def faults_of(form: Form, folder: str, pack: CityPack, leaves: set[str], roles: set[str]) -> list[str]:
    """What is wrong with one return, given the categories of services of returns and the roles units play."""
    return [*_of_form(form, pack, folder), *_of_doors(form, leaves, roles), *_of_examples(form)]


def _of_doors(form: Form, leaves: set[str], roles: set[str]) -> Iterator[str]:
    if form.service not in leaves:
        yield f"its service {form.service} is no category of a service of returns."
    for role in (form.answered_by, form.collected_by):
        if role not in roles:
            yield f"no unit plays the role {role}."


def _of_form(form: Form, pack: CityPack, folder: str) -> Iterator[str]:
    if form.code != folder:
        yield f"its code {form.code} differs from its folder."
    if not form.source.strip():
        yield "it names no source."
    if not (0 <= form.closes_day <= 31 and 0 <= form.due.day <= 31 and 0 <= form.due.months_after <= 12):
        yield "its days lie outside the month."
    if form.opens_days < 0 or sorted(set(form.remind_days), reverse=True) != form.remind_days:
        yield "its reminders must go from early to late, and it must open before it is due."
    codes = [one.code for one in form.field] + [one.code for one in form.check]
    yield from (f"{code} is defined twice." for code, times in Counter(codes).items() if times > 1)
    for what, texts in (
        ("it", form.names),
        ("its legal basis", form.legal_basis),
        *((f"field {one.code}", one.names) for one in form.field),
        *((f"the unit of field {one.code}", one.unit) for one in form.field if one.unit),
        *((f"check {one.code}", one.names) for one in form.check),
        *((f"group {one.code}", one.names) for one in form.group),
    ):
        yield from (
            f"{what} lacks its text in {lang}." for lang in pack.city.languages if not texts.get(lang, "").strip()
        )
    for one in form.field:
        yield from (f"field {one.code} {what}" for what in _of_field(one, form))
    for rule in form.check:
        yield from (f"check {rule.code} {what}" for what in _of_check(rule, form))


def _of_field(one: FormField, form: Form) -> Iterator[str]:
    numbers = {other.code for other in form.field if other.is_number}
    if one.group and one.group not in {group.code for group in form.group}:
        yield f"stands under {one.group}, which is no group."
    if not 0 <= one.decimals <= 6:
        yield "has more than six decimals."
    if one.up == "weighted" and one.weight not in numbers:
        yield f"is weighted by {one.weight or 'nothing'}, which is no number."
    if one.from_last and one.from_last not in form.by_code:
        yield f"is proposed from {one.from_last}, which is no field."
    if one.type == "text" and (one.figure or one.open or one.formula):
        yield "is a text, which is never computed, no indicator and never published."
    if one.open and not one.figure:
        yield "is published and therefore must be an indicator."
    if one.formula:
        yield from _of_formula(one.formula, numbers, is_comparison=False)
        if _is_circular(one.code, form):
            yield "is computed from itself."


def _of_check(rule: Check, form: Form) -> Iterator[str]:
    numbers = {one.code for one in form.field if one.is_number}
    yield from _of_formula(rule.rule, numbers | {f"previous.{code}" for code in numbers}, is_comparison=True)


def _of_formula(text: str, known: set[str], *, is_comparison: bool) -> Iterator[str]:
    try:
        formula = read_formula(text)
    except FormulaError as error:
        yield f"cannot be read: {error}."
        return
    if formula.is_comparison != is_comparison:
        yield "must compare two sides." if is_comparison else "must be a number and no comparison."
    yield from (f"speaks of {name}, which is no number." for name in sorted(formula.names - known))


def _is_circular(code: str, form: Form) -> bool:
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        one = form.by_code.get(waiting.pop())
        if one is None or not one.formula:
            continue
        try:
            names = read_formula(one.formula).names
        except FormulaError:
            continue
        if code in names:
            return True
        waiting += names - seen
        seen |= names
    return False


def _of_examples(form: Form) -> Iterator[str]:
    if not form.example:
        yield "it has no example."
    for number, example in enumerate(form.example, 1):
        strange = sorted({*example.values, *example.previous, *example.gives} - set(form.by_code))
        if strange:
            yield f"example {number} speaks of {strange[0]}, which is no field."
            continue
        texts = {code: value if isinstance(value, str) else str(value) for code, value in example.values.items()}
        try:
            found = checked(form, texts, {code: Decimal(str(value)) for code, value in example.previous.items()})
        except (FormulaError, ValueError) as error:
            yield f"example {number} cannot be computed: {error}."
            continue
        for level, wanted in (("error", example.faults), ("warning", example.warnings)):
            got = sorted({one.about for one in found.faults if one.level == level})
            if got != sorted(wanted):
                told, hoped = ", ".join(got) or "none", ", ".join(wanted) or "none"
                yield f"example {number} has the {level}s {told} instead of {hoped}."
        for code, value in example.gives.items():
            if found.numbers.get(code) != Decimal(str(value)):
                yield f"example {number} gives {found.numbers.get(code)} for {code} instead of {value}."
