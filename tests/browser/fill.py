"""Fills a home with the demo's people and past; run as a process of its own, because it needs settings of its own."""

import os
import sys
from threading import Event

import django
from django.core.management import call_command
from django.utils.module_loading import import_string

MORNING_STEPS = 40


def main(days: int) -> None:
    """Make tables, packs and accounts of the demo, play `days` days and one morning, let the views catch up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    # By name: these modules hold tables, so they can be imported only after the settings are read.
    import_string("hueioc.config.city.load_city")()
    import_string("hueioc.demo.demo.prepare")()
    story = import_string("hueioc.demo.story.Story")(import_string("hueioc.demo.script.script")())
    import_string("hueioc.demo.history.tell_past")(story, Event(), days)
    for _ in range(MORNING_STEPS):
        story.step()
    import_string("hueioc.demo.history.tell_morning")(story)
    _offer_to_officers()
    import_string("hueioc.demo.pages.tell_pages")(Event())
    import_string("hueioc.demo.asking.tell_questions")(Event())
    import_string("hueioc.journal.runner.catch_up")()


def _offer_to_officers() -> None:
    """Two fresh offers for every unit that has a demo officer, so that each inbox has something to accept."""
    commands, people = import_string("hueioc.cases.commands"), import_string("hueioc.people.rules")
    report = import_string("hueioc.cases.rules.intake.NewReport")
    operator = people.Actor(ref="machine:demo", roles=frozenset({("operator", "")}))
    for member in import_string("hueioc.demo.cast.members")():
        for unit in {unit for role, unit in member.roles if role == "officer"}:
            for words in ("Cống nghẹt trước cổng trường", "Nắp cống bể một góc"):
                case = commands.open_case(
                    report(category="drainage", description=words, lat=16.4778, lon=107.6080), people.ANYONE
                )
                commands.triage_case(case.code, operator, commands.Sorting(category="drainage", lead=unit))


if __name__ == "__main__":
    main(int(sys.argv[1]))
