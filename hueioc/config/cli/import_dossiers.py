"""Takes over dossiers of another system from a CSV file: all of them, or none and a sentence for each wrong line."""

import argparse
import gzip
import sys
from pathlib import Path

from hueioc.config.city import load_city
from hueioc.dossiers.commands import import_dossiers
from hueioc.lib.refusals import Refusal

NAME = "import dossiers"
HELP = "take over dossiers of another system from a CSV file (also .gz)"
_MOST_SAID = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whose status codes it uses."""
    parser.add_argument("file", type=Path, help="CSV file with a head line, plain or gzip, in UTF-8")
    parser.add_argument("--system", default="", help="whose status codes these are (default: the first of the pack)")


def run(arguments: argparse.Namespace) -> int:
    """Import the file; 1 when a line is wrong, and then nothing of it was saved."""
    load_city()
    opens = gzip.open if arguments.file.suffix == ".gz" else open
    try:
        with opens(arguments.file, "rt", encoding="utf-8-sig", newline="") as text:
            many, problems = import_dossiers(text, system=arguments.system)
    except (Refusal, EOFError, UnicodeDecodeError, gzip.BadGzipFile) as fault:
        sys.stdout.write(f"{arguments.file}: {_said(fault)}\nNothing was imported.\n")
        return 1
    for line, sentence in problems[:_MOST_SAID]:
        sys.stdout.write(f"line {line}: {sentence}\n")
    if problems:
        more = len(problems) - _MOST_SAID
        rest = f"{more} more lines are wrong. " if more > 0 else ""
        sys.stdout.write(f"{rest}Nothing was imported.\n")
        return 1
    sys.stdout.write(f"{many} dossiers were taken over.\n")
    return 0


def _said(fault: Exception) -> str:
    if isinstance(fault, UnicodeDecodeError):
        return f"the file is not UTF-8 text (byte {fault.start} of a piece)."
    if isinstance(fault, EOFError):
        return "the compressed file ends too early."
    if isinstance(fault, gzip.BadGzipFile):
        return "this is not a gzip file."
    return str(fault)
