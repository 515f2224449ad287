"""Questions of a category for clients of the standard, from `open311.toml` in the pack of the service."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from hueioc.lib.packs import Pack, PackCode, Text, read_toml
from hueioc.workflow.queries import catalogue

Datatype = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]


class Choice(Pack, frozen=True, kw_only=True):
    """One value of a list, with its key on the wire."""

    key: PackCode
    names: Text


class Question(Pack, frozen=True, kw_only=True):
    """Something a client asks for besides the description; the answer becomes a line of the report."""

    code: PackCode
    categories: list[PackCode]
    names: Text
    hint: dict[str, str] = {}
    datatype: Datatype = "string"
    required: bool = False
    value: list[Choice] = []


class QuestionsFile(Pack, frozen=True, kw_only=True):
    """`open311.toml`: questions in the order in which they are asked."""

    question: list[Question] = []


def read_questions(service_folder: Path) -> list[Question]:
    """The questions of one service; none without the file. Raises PackError."""
    path = service_folder / "open311.toml"
    return read_toml(path, QuestionsFile).question if path.exists() else []


@lru_cache(maxsize=4)
def _of_city(folders: tuple[Path, ...]) -> tuple[Question, ...]:
    return tuple(question for folder in folders for question in read_questions(folder))


def questions_of(category: str) -> list[Question]:
    """What is asked about a category; an empty list means that it has no definition."""
    folders = tuple(catalogue().pack.folders("services"))
    return [question for question in _of_city(folders) if category in question.categories]
