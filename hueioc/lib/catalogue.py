"""Joins the translations each room brings and compiles them, so that rooms never edit one shared catalogue."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


class CatalogueError(Exception):
    """Two rooms translate the same text differently; the sentence names both."""


def sources(language_directory: Path) -> list[Path]:
    """The catalogues of one language: the main one first, then the rooms' parts in order of their names."""
    main = language_directory / "LC_MESSAGES" / "django.po"
    parts = sorted((language_directory / "parts").glob("*.po"))
    return [path for path in (main, *parts) if path.is_file()]


def joined(language_directory: Path) -> Catalog:
    """One catalogue of everything translated. Raises CatalogueError when two parts contradict each other."""
    whole = Catalog(locale=language_directory.name, domain="django", fuzzy=False)
    origin: dict[tuple[object, str | None], Path] = {}
    for path in sources(language_directory):
        with path.open("rb") as file:
            part = read_po(file, locale=language_directory.name)
        for message in part:
            if not message.id or message.fuzzy or not message.string or not any(message.string):
                continue
            key = (message.id, message.context)
            known = whole.get(message.id, message.context)
            if known is not None and known.string != message.string:
                raise CatalogueError(
                    f'{path.name} and {origin[key].name} translate "{message.id}" differently; make them the same.'
                )
            whole.add(message.id, message.string, context=message.context)
            origin[key] = path
    return whole


def compile_language(language_directory: Path) -> Path:
    """Write the compiled catalogue of one language where Django looks for it; returns its path."""
    target = language_directory / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    catalogue = joined(language_directory)
    unfinished = target.with_suffix(".mo.part")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(target)  # a reader sees the old catalogue or the new one, never half of one
    return target


def main(arguments: list[str]) -> int:
    """Compile every language under the locale directory given first."""
    try:
        for directory in sorted(Path(arguments[0]).iterdir()):
            if directory.is_dir() and sources(directory):
                compile_language(directory)
    except CatalogueError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
