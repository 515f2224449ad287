"""Runs every law over this clone and prints the findings; the exit code is honest."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import django

from tests.house.laws.appearance import colours_and_sides
from tests.house.laws.bans import banned_imports, network_in_a_transaction, structures_are_read_in_turns
from tests.house.laws.budgets import budgets
from tests.house.laws.cities import no_city_in_the_code
from tests.house.laws.entrances import rooms_are_entered_through_their_doors, views_know_work_only_by_its_events
from tests.house.laws.hygiene import development_has_every_pin, locks_have_hashes, no_registry_and_no_machine
from tests.house.laws.relations import relations_point_down
from tests.house.laws.sources import House
from tests.house.laws.translations import everything_is_translated
from tests.house.laws.wording import no_sentence_is_glued, no_words_outside_the_catalogue
from tests.house.laws.writing import every_command_records, rows_change_only_in_commands

LAWS: tuple[Callable[[House], Iterator[str]], ...] = (
    rooms_are_entered_through_their_doors,
    views_know_work_only_by_its_events,
    relations_point_down,
    rows_change_only_in_commands,
    every_command_records,
    banned_imports,
    structures_are_read_in_turns,
    network_in_a_transaction,
    no_city_in_the_code,
    budgets,
    no_registry_and_no_machine,
    locks_have_hashes,
    development_has_every_pin,
    colours_and_sides,
    everything_is_translated,
    no_words_outside_the_catalogue,
    no_sentence_is_glued,
)


def main() -> int:
    """Check the clone this file lies in."""
    house = House(Path(__file__).resolve().parents[3])
    with tempfile.TemporaryDirectory(prefix="hueioc-laws-") as home:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hueioc.config.settings", "HUEIOC_HOME": home}
        django.setup()
        findings = sorted({finding for law in LAWS for finding in law(house)})
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
