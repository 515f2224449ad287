"""Signing in speaks the city's first language, also where a library writes the sentences."""

import pytest
from django.utils import translation

from tests.house.allauth_texts import texts

pytestmark = pytest.mark.once
# Said with the same letters in every language.
_THE_SAME = {"Email", "E-mail", "TOTP", "PIN"}


@pytest.mark.parametrize("language", ["vi"])
def test_every_text_of_the_library_is_translated(language: str) -> None:
    found = texts()
    assert len(found) > 200, "the texts were not found"
    with translation.override(language):
        missing = sorted(text for text in found - _THE_SAME if translation.gettext(text) == text)
    assert missing == [], f"write them into hueioc/locale/{language}/parts/allauth.po"
