"""The pages of docs/reference as text: events, settings, permissions, packs, commands, programming interface."""

import importlib
import inspect
import re
from collections.abc import Iterator
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from django.conf import settings

from hueioc.config import cli, env
from hueioc.journal.events import Code, Event, Ref
from hueioc.journal.registry import event_classes
from hueioc.lib import packs
from hueioc.lib.packs import Pack
from hueioc.people.rules import CENTRE_ROLES, CITY_ROLES, UNIT_ROLES
from hueioc.workflow.pack import Process, read_process

MADE_BY = "<!-- Made by scripts/docs from the code; changes here are lost. -->\n\n"


def all_pages(root: Path) -> dict[str, str]:
    """File name and full text of every page."""
    pages = {
        "events.md": _events(),
        "settings.md": _settings(),
        "permissions.md": _permissions(root),
        "packs.md": _packs(),
        "commands.md": _commands(root),
        "api.md": _api(),
    }
    return {name: MADE_BY + "\n".join(lines).rstrip() + "\n" for name, lines in pages.items()}


def _events() -> Iterator[str]:
    yield "# Events\n"
    yield "Every kind of fact the journal may hold. Fields hold codes, references, numbers and dates, no text.\n"
    for kind, event in sorted(_installed_events().items()):
        base = next((b.__name__ for b in event.__mro__[1:] if b is not Event and issubclass(b, Event)), "")
        extends = f", extends `{base}`" if base else ""
        yield f"## `{kind}` (version {event.version})\n"
        yield f"`{event.__module__}.{event.__name__}`{extends}. {_first_paragraph(event)}\n"
        yield from _fields(event)


def _installed_events() -> dict[str, type[Event]]:
    """Events of the rooms, without those that tests define for themselves."""
    return {kind: event for kind, event in event_classes().items() if "tests" not in event.__module__.split(".")}


def _settings() -> Iterator[str]:
    yield "# Settings\n\nEnvironment variables of an installation; all have a default.\n"
    yield "| name | default | meaning |\n|---|---|---|"
    for setting in env.SETTINGS:
        yield f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else 'empty'} | {setting.meaning} |"


def _permissions(root: Path) -> Iterator[str]:
    yield "# Permissions\n\n## Roles of accounts\n"
    yield "| role | belongs to |\n|---|---|"
    for roles, where in ((CENTRE_ROLES, "the centre"), (UNIT_ROLES, "one unit"), (CITY_ROLES, "the city")):
        yield from (f"| `{role}` | {where} |" for role in sorted(roles))
    yield ""
    processes = [read_process(folder) for folder in packs.discover(root / "packs", "processes")]
    for process in processes:
        yield from () if process.is_flow else _process(process)
    yield "## Work processes: who takes which step\n"
    yield "Their verbs are those of the process they take their life from.\n"
    yield "| process | life | read by | steps: unit, who of it |\n|---|---|---|---|"
    yield from (_flow(process) for process in processes if process.is_flow)
    yield ""


def _flow(flow: Process) -> str:
    readers = "confidential" if flow.confidential else flow.visible
    steps = "; ".join(f"{step.code}: {step.unit}, {step.by}" for step in flow.step)
    return f"| `{flow.code}` | `{flow.life}` | {readers} | {steps} |"


def _process(process: Process) -> Iterator[str]:
    yield f"## Process `{process.code}`: who may do what\n"
    yield "| who | account role | relation to the work |\n|---|---|---|"
    yield from (
        f"| `{role.code}` | {f'`{role.holds}`' if role.holds else 'any'} | {role.relation} |" for role in process.role
    )
    yield "\n| verb | from | to | who | needs |\n|---|---|---|---|---|"
    for step in process.transition:
        cells = (step.verb, _codes(step.from_), step.to or "as before", _codes(step.roles), _codes(step.requires))
        yield f"| `{cells[0]}` | " + " | ".join(cells[1:]) + " |"
    yield ""


def _packs() -> Iterator[str]:
    yield "# Packs\n\nEvery structure a pack file may hold; an unknown field is an error.\n"
    rooms = [f"hueioc.{room}.pack" for room in settings.ROOMS]
    for name in ["hueioc.lib.packs", *rooms]:
        if find_spec(name) is None:
            continue
        for shape in _own(importlib.import_module(name), Pack):
            yield f"## `{shape.__name__}`\n"
            yield f"{_first_paragraph(shape)} (`{name}`)\n"
            yield from _fields(shape)


def _commands(root: Path) -> Iterator[str]:
    yield "# Commands\n\n## Command line\n"
    yield "| command | what it does |\n|---|---|"
    for path in sorted(Path(cli.__path__[0]).glob("[a-z]*.py")):
        module = importlib.import_module(f"{cli.__name__}.{path.stem}")
        yield f"| `scripts/hueioc {module.NAME}` | {module.HELP} |"
    yield "\n## Writes of the rooms\n\nThe only functions that change the city's rows; each records what it did.\n"
    for room in settings.ROOMS:
        name = f"hueioc.{room}.commands"
        if find_spec(name) is None:
            continue
        found = list(_public_functions(importlib.import_module(name)))
        yield f"### {room}\n"
        for function in found:
            yield f"- `{function.__name__}({_parameters(function)})`: {_first_paragraph(function)}"
        yield ""


def _api() -> Iterator[str]:
    yield "# Programming interface\n"
    name = "hueioc.config.api"
    if find_spec(name) is None:
        yield "There is none yet."
        return
    document = importlib.import_module(name).api.get_openapi_schema()
    yield f"OpenAPI {document['openapi']}; the whole document is served at `/api/v1/openapi.json`.\n"
    yield "| method | path | what it does |\n|---|---|---|"
    for path, methods in sorted(document["paths"].items()):
        for method, about in methods.items():
            yield f"| {method.upper()} | `{path}` | {about.get('summary', '')} |"


def _fields(shape: type[msgspec.Struct]) -> Iterator[str]:
    fields = msgspec.structs.fields(shape)
    if not fields:
        return
    hints = get_type_hints(shape, include_extras=True)
    yield "| field | type | default |\n|---|---|---|"
    for field in fields:
        yield f"| `{field.encode_name}` | {shown(hints[field.name])} | {_default(field)} |"
    yield ""


def _default(field: Any) -> str:
    if field.required:
        return "required"
    if field.default is msgspec.NODEFAULT:
        return "empty"
    return "empty" if field.default in ("", None, ()) else f"`{field.default}`"


def shown(hint: Any) -> str:
    """A type in words a reader of the page knows."""
    known: dict[Any, str] = {Code: "code", Ref: "reference", packs.PackCode: "code", packs.Text: "text by language"}
    plain = {str: "text", int: "whole number", float: "number", bool: "yes/no", date: "day", datetime: "moment"}
    for alias, word in known.items():
        if hint == alias:
            return word
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return shown(parts[0])
    if origin is Literal:
        return " or ".join(f"`{part}`" for part in parts)
    if origin in (list, tuple):
        return "list of " + " and ".join(dict.fromkeys(shown(part) for part in parts if part is not Ellipsis))
    if origin is dict:
        return f"table of {shown(parts[1])}"
    if origin is UnionType or len(parts) > 1:
        return " or ".join(shown(part) for part in parts if part is not type(None))
    return plain.get(hint, f"`{getattr(hint, '__name__', hint)}`")


def _own(module: ModuleType, base: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    shapes: list[type[msgspec.Struct]] = []
    for value in vars(module).values():
        # A room's pack may be a folder of files, which shows their shapes as its own.
        if (
            isinstance(value, type)
            and issubclass(value, base)
            and f"{value.__module__}.".startswith(f"{module.__name__}.")
        ):
            shapes += [] if value.__name__.startswith("_") else [value]
    return shapes


def _public_functions(module: ModuleType) -> Iterator[Any]:
    for name, value in sorted(vars(module).items()):
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__.startswith(module.__name__):
            yield value


def _parameters(function: Any) -> str:
    parameters = inspect.signature(function).parameters.values()
    before = [parameter.name for parameter in parameters if parameter.kind is not parameter.KEYWORD_ONLY]
    named = [parameter.name for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY]
    return ", ".join([*before, *(["*"] if named else []), *named])


def _first_paragraph(value: Any) -> str:
    text = inspect.getdoc(value) or ""
    return re.sub(r"\s+", " ", text.split("\n\n")[0]).strip()


def _codes(codes: Any) -> str:
    return ", ".join(f"`{code}`" for code in codes) if codes else "-"
