"""Law 9: no signals, generic foreign keys, domain writes in the admin, network in a transaction, untold first uses."""

import ast
from collections.abc import Iterator

from tests.house.laws.sources import House, Source

BANNED = {
    "django.dispatch": "signals make a second, hidden way for facts to travel; follow the journal",
    "django.db.models.signals": "signals make a second, hidden way for facts to travel; follow the journal",
    "django.contrib.contenttypes.fields": "a generic foreign key has no integrity; store a reference such as case:CODE",
    "django.contrib.admin": "the admin writes rows without a command, so without a fact",
}
NETWORK = (
    "httpx",
    "requests",
    "urllib.request",
    "http.client",
    "smtplib",
    "socket",
    "django.core.mail",
    "botocore",
    "nats",
    "paho",
)
ROOMS_WITH_NETWORK = frozenset({"connectors", "notices"})


def banned_imports(house: House) -> Iterator[str]:
    """Imports that law 9 forbids, with the reason."""
    for source in house.code:
        for line, module in _imported(source):
            for banned, reason in BANNED.items():
                if module == banned or module.startswith(f"{banned}."):
                    yield source.finding(line, 9, f"`{banned}` is not used here: {reason}.")
            if source.room not in ROOMS_WITH_NETWORK and _is_network(module):
                yield source.finding(line, 9, f"`{module}` reaches the network; only connectors and notices may.")


def structures_are_read_in_turns(house: House) -> Iterator[str]:
    """First uses of a structure by two threads crash the process, so `lib/shapes.py` alone asks msgspec to read one."""
    for source in house.code:
        if source.name == "hueioc/lib/shapes.py":
            continue
        for node in source.nodes:
            if isinstance(node, ast.Call) and _reads_a_structure(node):
                yield source.finding(node.lineno, 9, "structures are read by hueioc.lib.shapes: threads share it.")


def _reads_a_structure(call: ast.Call) -> bool:
    if _root(call.func) != "msgspec":
        return False
    is_typed = len(call.args) > 1 or any(word.arg == "type" for word in call.keywords)
    return _last(call) in {"convert", "Decoder"} or (_last(call) == "decode" and is_typed)


def network_in_a_transaction(house: House) -> Iterator[str]:
    """Calls of network libraries inside `atomic`, as block or as decorator."""
    for source in house.code:
        reached = _network_names(source)
        if not reached:
            continue
        for node in source.nodes:
            for call in _calls_in_atomic(node):
                if _root(call.func) in reached:
                    yield source.finding(call.lineno, 9, "a network call inside a transaction holds its locks.")


def _imported(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _is_network(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in NETWORK)


def _network_names(source: Source) -> set[str]:
    names: set[str] = set()
    for node in source.nodes:
        if isinstance(node, ast.Import):
            names |= {(a.asname or a.name).split(".")[0] for a in node.names if _is_network(a.name)}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {a.asname or a.name for a in node.names if _is_network(f"{node.module}.{a.name}")}
    return names


def _calls_in_atomic(node: ast.AST) -> Iterator[ast.Call]:
    is_atomic = False
    if isinstance(node, ast.With | ast.AsyncWith):
        is_atomic = any(_last(item.context_expr) == "atomic" for item in node.items)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        is_atomic = any(_last(decorator) == "atomic" for decorator in node.decorator_list)
    if is_atomic:
        yield from (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def _last(node: ast.AST) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""
