"""Starts a subcommand: finds the files of this folder, sets the home, and hands over."""

import argparse
import importlib
import os
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

import django
from django.db import DatabaseError

from hueioc.config import cli, env
from hueioc.lib.packs import PackError


def main(arguments: list[str]) -> int:
    """Run one subcommand. 0 means done, 1 means not done or a finding, 2 means a wrong question."""
    _prepare_surroundings(arguments)
    try:
        django.setup()
        parsed = _parser(_subcommands()).parse_args(arguments)
        return int(parsed.run(parsed))
    except (PackError, ValueError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except DatabaseError as problem:
        sys.stderr.write(f"The database refused, or was never prepared (scripts/run prepares it): {problem}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _prepare_surroundings(arguments: list[str]) -> None:
    """The home and the demo must be known before the settings are read, so before the arguments are parsed."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--home", type=Path)
    early.add_argument("--empty", action="store_true")
    known, rest = early.parse_known_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
    if known.home:
        os.environ["HUEIOC_HOME"] = str(known.home.absolute())
    home, shared = env.directory("HUEIOC_HOME"), env.shared()
    is_first_start = not ((home / "hueioc.sqlite3").exists() or (shared / "installed").exists())
    # A node that is added to a city never makes a demo of it.
    if rest[:1] == ["serve"] and "--no-background" not in rest and is_first_start and not known.empty:
        os.environ.setdefault("HUEIOC_DEMO", "yes")
    if (marker := shared / "exercise.json").exists():
        # What began as an exercise stays one, however it is started.
        os.environ["HUEIOC_EXERCISE"] = marker.read_text(encoding="utf-8").strip()
    if (shared / "demo.json").exists():
        os.environ.setdefault("HUEIOC_DEMO", "yes")


def _subcommands() -> list[ModuleType]:
    names = (info.name for info in pkgutil.iter_modules(cli.__path__) if not info.name.startswith("_"))
    found = [importlib.import_module(f"{cli.__name__}.{name}") for name in sorted(names)]
    return [module for module in found if hasattr(module, "NAME")]


def _parser(subcommands: list[ModuleType]) -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="hueioc", description="The command line of a HueIOC installation.")
    verbs = whole.add_subparsers(required=True, metavar="COMMAND")
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for module in subcommands:
        first, _, second = module.NAME.partition(" ")
        place = verbs
        if second:
            if first not in groups:
                group = verbs.add_parser(first, help=f"{first}: see {first} --help")
                groups[first] = group.add_subparsers(required=True, metavar="WHAT")
            place = groups[first]
        parser = place.add_parser(second or first, help=module.HELP, description=module.HELP)
        parser.add_argument("--home", help="directory of all data of the installation (default: var)")
        module.add_arguments(parser)
        parser.set_defaults(run=module.run)
    return whole


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
