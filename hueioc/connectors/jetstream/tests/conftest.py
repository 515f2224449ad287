"""The server that every test of the relay talks to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hueioc.connectors.jetstream.tests.server import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path)
    one.start()
    yield one
    one.stop()
