"""The rooms' translations become one catalogue, and contradictions between rooms are found."""

import gettext
from pathlib import Path

import pytest

from hueioc.lib.catalogue import CatalogueError, compile_language, joined

pytestmark = pytest.mark.once
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def _part(directory: Path, name: str, *pairs: tuple[str, str]) -> None:
    (directory / "parts").mkdir(parents=True, exist_ok=True)
    entries = "\n".join(f'msgid "{text}"\nmsgstr "{translation}"\n' for text, translation in pairs)
    (directory / "parts" / f"{name}.po").write_text(HEAD + entries, encoding="utf-8")


def test_two_rooms_together_translate_what_each_brings(tmp_path: Path) -> None:
    language = tmp_path / "vi"
    _part(language, "cases", ("Send", "Gửi"), ("Unit", "Đơn vị"))
    _part(language, "people", ("Name", "Họ tên"), ("Unit", "Đơn vị"))
    with compile_language(language).open("rb") as file:
        translated = gettext.GNUTranslations(file)
    assert [translated.gettext(text) for text in ("Send", "Name", "Unit")] == ["Gửi", "Họ tên", "Đơn vị"]


def test_two_rooms_that_disagree_are_both_named(tmp_path: Path) -> None:
    language = tmp_path / "vi"
    _part(language, "cases", ("Send", "Gửi"))
    _part(language, "people", ("Send", "Gởi"))
    with pytest.raises(CatalogueError, match=r'people.po and cases.po translate "Send" differently'):
        joined(language)


def test_an_empty_translation_counts_as_none(tmp_path: Path) -> None:
    language = tmp_path / "vi"
    _part(language, "cases", ("Send", ""))
    assert joined(language).get("Send") is None
