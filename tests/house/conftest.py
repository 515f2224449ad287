"""Databases of their own for tests that start processes of their own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

URL = os.environ.get("HUEIOC_DATABASE_URL", "")


@pytest.fixture
def databases() -> Iterator[list[dict[str, str]]]:
    """The setting of two fresh databases."""
    with fresh_databases() as made:
        yield made


@contextmanager
def fresh_databases() -> Iterator[list[dict[str, str]]]:
    """The setting of two fresh databases: files in the homes, or databases of the private server."""
    if not URL:
        yield [{}, {}]
        return
    names = [f"backup_{uuid.uuid4().hex[:10]}" for _ in range(2)]
    with psycopg.connect(URL, autocommit=True) as server:
        for name in names:
            server.execute(f'CREATE DATABASE "{name}"')
        yield [{"HUEIOC_DATABASE_URL": f"{URL.rpartition('/')[0]}/{name}"} for name in names]
        for name in names:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
