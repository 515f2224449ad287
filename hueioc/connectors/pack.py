"""Checks what packs say for connectors."""

from collections.abc import Iterator
from pathlib import Path

from hueioc.connectors.open311.definitions import read_questions
from hueioc.lib.packs import open_city
from hueioc.workflow.pack import read_service


def check(city_dir: Path) -> list[str]:
    """Problems of `open311.toml` in the services of a city, one sentence each."""
    pack = open_city(city_dir)
    return [
        f"Service {folder.name}: {problem}"
        for folder in pack.folders("services")
        for problem in _of_service(folder, pack.city.languages)
    ]


def _of_service(folder: Path, languages: list[str]) -> Iterator[str]:
    leaves = {category.code for category in read_service(folder).categories if category.parent is not None}
    seen: set[tuple[str, str]] = set()
    for question in read_questions(folder):
        for category in question.categories:
            if category not in leaves:
                yield f"the question {question.code} belongs to {category}, which is no category."
            if (category, question.code) in seen:
                yield f"the question {question.code} is asked twice in {category}."
            seen.add((category, question.code))
        texts = [question.names, *(value.names for value in question.value)]
        if any(not text.get(language) for text in texts for language in languages):
            yield f"the question {question.code} lacks a text in one of the city's languages."
        if question.datatype.endswith("valuelist") != bool(question.value):
            yield f"the question {question.code} has a list of values or is none, not both."
