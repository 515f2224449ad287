"""Law 6: rows change only in commands (or in `follow` of a view), and every command leaves a fact."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from tests.house.laws.sources import GRAMMAR, REGISTERS, VIEWS, WORK, House, Source

ALWAYS_A_WRITE = frozenset(
    {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "aget_or_create", "asave"}
)
QUERYSET_WORDS = frozenset(
    {"objects", "filter", "exclude", "all", "select_for_update", "order_by", "_default_manager", "select_related"}
)
SAVE_WORDS = frozenset({"update_fields", "force_insert", "force_update", "using"})
SQL_WRITE = re.compile(r"\s*(insert|update|delete|truncate|replace|copy)\s", re.IGNORECASE)
RECORDING = frozenset({"record", "record_many"})


def rows_change_only_in_commands(house: House) -> Iterator[str]:
    """Finds writes through the ORM or SQL outside the files that may write."""
    views = house.rooms(VIEWS)
    for source in house.code:
        if not source.room or _may_write(source, views):
            continue
        for node in source.nodes:
            if isinstance(node, ast.Call) and _is_write(node):
                where = "follow.py" if source.room in views else "commands.py"
                yield source.finding(node.lineno, 6, f"this changes rows; only {where} of a room may.")


def _may_write(source: Source, views: set[str]) -> bool:
    writers = {"commands"} | ({"follow"} if source.room in views else set())
    if source.room == "journal":
        writers |= {"runner", "sealer"}  # the position is saved in the transaction of the follower's own rows
    return source.place in writers


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, words = call.func.attr, _chain(call.func.value)
    if name in ALWAYS_A_WRITE:
        return True
    if name in {"create", "update", "delete", "acreate", "aupdate", "adelete"} and words & QUERYSET_WORDS:
        return True
    if name == "save":
        return not call.args and {keyword.arg for keyword in call.keywords} <= SAVE_WORDS
    if name in {"execute", "executemany"} and call.args:
        return bool(SQL_WRITE.match(_literal(call.args[0])))
    return False


def _chain(node: ast.AST) -> set[str]:
    """Names on the way to the method: `A.objects.filter(x).update` gives objects, filter and A."""
    words: set[str] = set()
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            words.add(node.attr)
            node = node.value
        else:
            return words | ({node.id} if isinstance(node, ast.Name) else set())


def _literal(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        node = node.values[0] if node.values else node
    return str(node.value) if isinstance(node, ast.Constant) else ""


def every_command_records(house: House) -> Iterator[str]:
    """A command of registers and work reaches `record`, itself or through what it calls.

    Commands are the public functions of commands.py, or those that the folder `commands` exports.
    """
    rooms = house.rooms(REGISTERS, WORK)
    writers = [source for source in house.code if source.room in house.rooms(REGISTERS, GRAMMAR, WORK)]
    writers = [source for source in writers if source.place == "commands"]
    exported = {source.room: _exported(source) for source in writers if source.name.endswith("commands/__init__.py")}
    calls: dict[str, set[str]] = defaultdict(set)
    for source in writers:
        for function in _functions(source):
            calls[function.name] |= _called(function)
    recording = set(RECORDING)
    while True:
        more = {name for name, called in calls.items() if called & recording} - recording
        if not more:
            break
        recording |= more
    for source in writers:
        for function in _functions(source):
            is_command = source.room in rooms and function.name in exported.get(source.room, {function.name})
            if is_command and not function.name.startswith("_") and function.name not in recording:
                yield source.finding(function.lineno, 6, f"command `{function.name}` records no fact.")


def _functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in source.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _exported(source: Source) -> set[str]:
    return {alias.name for node in source.nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


def _called(function: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(function):
        # A function that is handed over by name (to a table of verbs, to map) counts as called.
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
    return names
