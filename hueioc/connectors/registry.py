"""Finds connectors: a folder with a manifest is one, and no list of them exists."""

import importlib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Annotated, Literal, NamedTuple

import msgspec

from hueioc import connectors
from hueioc.lib.packs import PackError, read_toml

Role = Literal["receives", "listens", "fetches", "sends"]
Mount = Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9][a-z0-9_\-]*/)*$")]


class Grade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of good connectors: kept, or not meant for this one, and then why."""

    rule: str
    state: Literal["done", "open", "exempt"]
    because: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`manifest.toml`: what a connector speaks, who keeps it, and where its addresses are mounted (from the root)."""

    name: str
    title: str
    roles: list[Role]
    owner: str
    about: str
    mount: Mount = ""
    formats: list[str] = []
    grade: list[Grade] = []


class Connector(NamedTuple):
    """A found connector: its folder and its manifest."""

    folder: Path
    manifest: Manifest

    def module(self, name: str) -> ModuleType | None:
        """One of its modules, or None when it has no such file."""
        path = f"{connectors.__name__}.{self.folder.name}.{name}"
        return importlib.import_module(path) if find_spec(path) is not None else None


def all_connectors() -> list[Connector]:
    """Every folder with a manifest, by name. Raises PackError for a manifest that is wrong."""
    files = sorted(file for place in connectors.__path__ for file in Path(place).glob("*/manifest.toml"))
    found = [Connector(file.parent, read_toml(file, Manifest)) for file in files]
    for connector in found:
        _check(connector)
    return found


def _check(connector: Connector) -> None:
    manifest = connector.manifest
    if manifest.name != connector.folder.name:
        raise PackError(f"{connector.folder}: the manifest calls this connector {manifest.name}.")
    if not manifest.roles:
        raise PackError(f"{connector.folder}: a connector plays at least one role.")
    unexplained = [grade.rule for grade in manifest.grade if grade.state == "exempt" and not grade.because]
    if unexplained:
        raise PackError(f"{connector.folder}: it does not say why it is exempt from: {', '.join(unexplained)}.")
