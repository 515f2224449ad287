"""A real Mosquitto for tests, in a temporary place on this machine only."""

import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from paho.mqtt import publish

# Debian keeps it where only the superuser looks.
PROGRAM = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
PATIENCE_S = 20


class Broker:
    """One broker on one port; `stop` and `start` keep its port and its sessions."""

    def __init__(self, place: Path) -> None:
        self.place = place
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        lines = [f"listener {self.port} 127.0.0.1", "allow_anonymous true", "persistence true", "user root"]
        lines += [f"persistence_location {place}/", "max_inflight_messages 1000", "max_queued_messages 0"]
        (place / "mosquitto.conf").write_text("\n".join(lines) + "\n")

    @property
    def where(self) -> dict[str, Any]:
        """The connector's settings for this broker."""
        return {
            **{"host": "127.0.0.1", "port": self.port, "user": "", "password": "", "client": "hueioc"},
            **{"topic": "readings", "tls": False},
        }

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        command = [str(PROGRAM), "-c", str(self.place / "mosquitto.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < until, "the broker did not start"
                time.sleep(0.01)

    def stop(self) -> None:
        """End it as an operator would; its sessions lie on the disk."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            self._process = None

    def send(self, *messages: tuple[str, bytes]) -> None:
        """Publish as stations do, and wait until the broker has it."""
        publish.multiple(
            [{"topic": f"readings/{name}", "payload": body, "qos": 1} for name, body in messages],
            hostname="127.0.0.1",
            port=self.port,
        )
