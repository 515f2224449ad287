"""The mark of the key: written once, compared ever after."""

from typing import Any

import pytest

from hueioc.upkeep.commands import ForeignKeys, mark_keys
from hueioc.upkeep.models import KeyMark


@pytest.mark.django_db
def test_a_database_knows_the_key_of_its_city(settings: Any) -> None:
    mark_keys()
    mark_keys()
    [kept] = KeyMark.objects.all()
    assert settings.VAULT_KEY not in kept.mark
    settings.VAULT_KEY = "the key of another city"
    with pytest.raises(ForeignKeys, match="HUEIOC_SHARED"):
        mark_keys()
    assert KeyMark.objects.get().mark == kept.mark
