"""Runs a subcommand in a process of its own: what needs much memory for a minute is gone afterwards."""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from threading import Event

from django.conf import settings

log = logging.getLogger(__name__)


def run_apart(arguments: Sequence[str], stop: Event) -> None:
    """Run `hueioc ARGUMENTS` on this installation to its end, or until told to stop; a failure is only logged."""
    command = [sys.executable, "-m", "hueioc.config.cli", *arguments]
    surroundings = os.environ | {"HUEIOC_HOME": str(settings.HOME), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while process.poll() is None:
        if stop.wait(0.5):
            process.terminate()
    if process.returncode and not stop.is_set():
        log.warning("%s failed: %s", arguments[0], (process.stderr.read() if process.stderr else "")[-500:])
