"""Draws a work process of the packs as SVG, as its pack has it now, readable in light and dark."""

import argparse
import sys
from pathlib import Path

from django.utils import translation

from hueioc.lib.refusals import Refusal
from hueioc.processes.queries import coming_flow, drawing_of, flow_named
from hueioc.workflow.queries import catalogue

NAME = "processes draw"
HELP = "draw a work process as SVG"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The process, the file to write, and the language of its words."""
    parser.add_argument("name", help="the process, as its folder in packs/processes is called")
    parser.add_argument("--svg", metavar="OUT", help="the file to write (default: standard output)")
    parser.add_argument("--coming", action="store_true", help="draw what coming.toml prepares for a later day")
    parser.add_argument("--language", default="", help="language of the words (default: the city's)")


def run(arguments: argparse.Namespace) -> int:
    """Write the drawing; 2 for a process that is not on in the city."""
    language = arguments.language or catalogue().pack.city.default_language
    with translation.override(language):
        try:
            flow = flow_named(arguments.name)
            drawing = drawing_of((coming_flow(flow.code) if arguments.coming else None) or flow, is_file=True)
        except Refusal:
            sys.stderr.write(f"There is no work process named {arguments.name} in this city.\n")
            return 2
    if arguments.svg:
        Path(arguments.svg).write_text(drawing, encoding="utf-8")
    else:
        sys.stdout.write(f"{drawing}\n")
    return 0
