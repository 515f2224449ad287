"""Finds playbooks: every module of this folder with a `PLAYBOOKS` list takes part, there is no other list."""

import importlib
import pkgutil

import hueioc.playbooks
from hueioc.playbooks.clock import Playbook


def playbooks() -> list[Playbook]:
    """All playbooks of the installation, by module name."""
    found: list[Playbook] = []
    for info in pkgutil.iter_modules(hueioc.playbooks.__path__):
        if not info.ispkg:
            module = importlib.import_module(f"hueioc.playbooks.{info.name}")
            found += getattr(module, "PLAYBOOKS", [])
    return found
