"""Each law is broken on purpose in a small clone; the finding must name the file and the line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.laws.appearance import colours_and_sides
from tests.house.laws.bans import banned_imports, network_in_a_transaction, structures_are_read_in_turns
from tests.house.laws.budgets import budgets
from tests.house.laws.cities import no_city_in_the_code
from tests.house.laws.entrances import rooms_are_entered_through_their_doors, views_know_work_only_by_its_events
from tests.house.laws.hygiene import development_has_every_pin, locks_have_hashes, no_registry_and_no_machine
from tests.house.laws.sources import House
from tests.house.laws.translations import everything_is_translated
from tests.house.laws.wording import no_sentence_is_glued, no_words_outside_the_catalogue
from tests.house.laws.writing import every_command_records, rows_change_only_in_commands

ROOT = Path(__file__).resolve().parents[2]
Law = Callable[[House], Iterator[str]]
Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of a small clone that has the same floors as the house."""
    (tmp_path / ".importlinter").write_text((ROOT / ".importlinter").read_text())

    def _write(name: str, content: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    return _write


BROKEN: list[tuple[str, Law, str, str, int, str]] = [
    (
        "models of another room",
        rooms_are_entered_through_their_doors,
        "hueioc/cases/queries.py",
        '"""Q."""\nfrom hueioc.people.models import Unit\n',
        2,
        "law 3: `models` of room people is private",
    ),
    (
        "models of another room by climbing",
        rooms_are_entered_through_their_doors,
        "hueioc/cases/commands/close.py",
        '"""C."""\nfrom ...people.models import Unit\n',
        2,
        "law 3: `models` of room people is private",
    ),
    (
        "views of another room by plain import",
        rooms_are_entered_through_their_doors,
        "hueioc/portal/pages.py",
        '"""P."""\n\nimport hueioc.cases.views\n',
        3,
        "law 3: `views` of room cases is private",
    ),
    (
        "a view that asks work",
        views_know_work_only_by_its_events,
        "hueioc/maps/follow.py",
        '"""F."""\nfrom hueioc.cases import events, queries\n',
        2,
        "law 4: a view learns about cases from its events",
    ),
    (
        "a write in a page",
        rows_change_only_in_commands,
        "hueioc/cases/views.py",
        '"""V."""\n\ndef page(case):\n    Case.objects.filter(id=1).update(phase="closed")\n',
        4,
        "law 6: this changes rows",
    ),
    (
        "a save in a rule",
        rows_change_only_in_commands,
        "hueioc/cases/rules.py",
        '"""R."""\n\ndef rule(case):\n    case.save(update_fields=["phase"])\n',
        4,
        "law 6: this changes rows",
    ),
    (
        "a write by SQL in a view's query",
        rows_change_only_in_commands,
        "hueioc/maps/queries.py",
        '"""Q."""\n\ndef pins(cursor):\n    cursor.execute("delete from pins")\n',
        4,
        "law 6: this changes rows; only follow.py",
    ),
    (
        "a command without a fact",
        every_command_records,
        "hueioc/cases/commands/close.py",
        '"""C."""\n\n\ndef close_case(case):\n    case.save()\n',
        4,
        "law 6: command `close_case` records no fact",
    ),
    (
        "a signal",
        banned_imports,
        "hueioc/cases/apps.py",
        '"""A."""\nfrom django.db.models.signals import post_save\n',
        2,
        "law 9: `django.db.models.signals` is not used here",
    ),
    (
        "a generic foreign key",
        banned_imports,
        "hueioc/cases/models.py",
        '"""M."""\nfrom django.contrib.contenttypes.fields import GenericForeignKey\n',
        2,
        "law 9: `django.contrib.contenttypes.fields`",
    ),
    (
        "the admin",
        banned_imports,
        "hueioc/cases/admin.py",
        '"""A."""\nfrom django.contrib import admin\n',
        2,
        "law 9: `django.contrib.admin`",
    ),
    (
        "a structure read past the turns",
        structures_are_read_in_turns,
        "hueioc/cases/rules.py",
        '"""R."""\nimport msgspec\n\nmsgspec.convert({}, dict)\n',
        4,
        "law 9: structures are read by hueioc.lib.shapes",
    ),
    (
        "the network in a room of work",
        banned_imports,
        "hueioc/cases/rules.py",
        '"""R."""\nimport urllib.request\n',
        2,
        "law 9: `urllib.request` reaches the network",
    ),
    (
        "the network in a transaction",
        network_in_a_transaction,
        "hueioc/notices/commands.py",
        '"""C."""\nimport httpx\n\ndef send():\n    with transaction.atomic():\n        httpx.post("x")\n',
        6,
        "law 9: a network call inside a transaction",
    ),
    (
        "a long file",
        budgets,
        "hueioc/cases/rules.py",
        '"""R."""\n' + "x = 1\n" * 500,
        501,
        "law 11: 501 lines",
    ),
    (
        "a long function",
        budgets,
        "hueioc/cases/rules.py",
        '"""R."""\n\ndef rule():\n' + "    x = 1\n" * 50,
        3,
        "law 11: `rule` has 51 lines",
    ),
    (
        "a drawer",
        budgets,
        "hueioc/cases/utils.py",
        '"""U."""\n',
        1,
        "law 11: `utils.py` says nothing",
    ),
    (
        "a module without a reason",
        budgets,
        "hueioc/cases/rules.py",
        "x = 1\n",
        1,
        "law 11: a module starts with one sentence",
    ),
    (
        "an import inside a function",
        budgets,
        "hueioc/cases/rules.py",
        '"""R."""\n\ndef rule():\n    import math\n',
        4,
        "law 11: imports stand at the top",
    ),
    (
        "a registry in a lock",
        locks_have_hashes,
        "requirements/base.lock",
        "django==5.2 \\\n    --hash=sha256:00\n# https://example.org\n",
        3,
        "clean: a lock holds no address",
    ),
    (
        "a pin without hash",
        locks_have_hashes,
        "requirements/base.lock",
        "django==5.2 \\\n    --hash=sha256:00\nmsgspec==0.19\n",
        3,
        "clean: `msgspec==0.19` has no hash",
    ),
    (
        "two locks that disagree",
        development_has_every_pin,
        "requirements/base.lock",
        "django==5.2 \\\n    --hash=sha256:00\n",
        1,
        "clean: django 5.2 is not the one of dev.lock",
    ),
    (
        "a path of one machine",
        no_registry_and_no_machine,
        "docs/operate.md",
        "# Operate\n\nOpen /ro" + "ot/city first.\n",
        3,
        "is a path of one machine",
    ),
    (
        "a package registry",
        no_registry_and_no_machine,
        "docs/operate.md",
        "# Operate\n\nUse https://py" + "pi.org.\n",
        3,
        "names a package registry",
    ),
    (
        "a colour outside the tokens",
        colours_and_sides,
        "hueioc/ui/static/ui/page.css",
        "a {\n  color: #0a7;\n}\n",
        2,
        "look: colour `#0a7`",
    ),
    (
        "a physical side",
        colours_and_sides,
        "hueioc/ui/templates/ui/page.html",
        '<p>\n<b style="margin-left: 1em">x</b>\n',
        2,
        "look: `margin-left:` is physical",
    ),
    (
        "a text nobody translated",
        everything_is_translated,
        "hueioc/cases/rules.py",
        '"""R."""\n\nTEXT = _("Choose a photo.")\n',
        3,
        'language: "Choose a photo." has no translation',
    ),
    (
        "words outside the catalogue",
        no_words_outside_the_catalogue,
        "hueioc/cases/templates/cases/a.html",
        '{% load i18n %}\n<p>{% translate "Send" %}</p>\n<p class="hint">Hello there</p>\n',
        3,
        'language: "Hello" stands outside the catalogue',
    ),
    (
        "a sentence glued from a piece and a value",
        no_sentence_is_glued,
        "hueioc/cases/templates/cases/a.html",
        '{% load i18n %}\n<p>{% translate "due" %} {{ day }}</p>\n',
        2,
        "language: glued",
    ),
    (
        "a sentence added up in code",
        no_sentence_is_glued,
        "hueioc/cases/queries.py",
        'from django.utils.translation import gettext as _\n\nWORDS = _("due ") + "today"\n',
        3,
        "language: glued",
    ),
    (
        "a text of a template nobody translated",
        everything_is_translated,
        "hueioc/cases/templates/cases/page.html",
        '{% load i18n %}\n\n<p>{% translate "Send" %}</p>\n',
        3,
        'language: "Send" has no translation',
    ),
]


@pytest.mark.parametrize(
    ("law", "name", "content", "line", "sentence"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_law_is_found_with_file_and_line(
    law: Law, name: str, content: str, line: int, sentence: str, write: Write, tmp_path: Path
) -> None:
    write(name, content)
    findings = list(law(House(tmp_path)))
    assert any(finding.startswith(f"{name}:{line}: ") and sentence in finding for finding in findings), findings


def test_a_name_of_a_pack_in_the_code_is_found(write: Write, tmp_path: Path) -> None:
    write(
        "packs/cities/mira/units/units.toml",
        '[[unit]]\ncode = "north-works"\nkind = "works"\nnames = { en = "Northern Works Company" }\n',
    )
    write("packs/cities/mira/places.csv", "name,lat,lon\nĐường Mây,1,2\n")
    write("hueioc/cases/rules.py", '"""R."""\n\nA = "Northern Works Company"\nB = "north-works"\nC = "Đường Mây"\n')
    findings = list(no_city_in_the_code(House(tmp_path)))
    assert [finding.split(": ")[0] for finding in findings] == [
        "hueioc/cases/rules.py:3",
        "hueioc/cases/rules.py:5",
        "hueioc/cases/rules.py:4",
    ]


def test_of_a_folder_of_commands_only_what_it_exports_must_record(write: Write, tmp_path: Path) -> None:
    write("hueioc/cases/commands/__init__.py", '"""C."""\nfrom hueioc.cases.commands.close import close_case\n')
    write("hueioc/cases/commands/close.py", '"""C."""\n\ndef close_case(x):\n    step(x)\n\n\ndef step(x):\n    pass\n')
    findings = list(every_command_records(House(tmp_path)))
    assert findings == ["hueioc/cases/commands/close.py:3: law 6: command `close_case` records no fact."]


def test_a_command_may_record_through_another_one(write: Write, tmp_path: Path) -> None:
    write("hueioc/people/commands.py", '"""C."""\n\ndef keep(x):\n    return keep_many([x])\n\n')
    write(
        "hueioc/cases/commands.py",
        '"""C."""\n\ndef open_case(x):\n    _do(x)\n\n\n'
        "def _do(x):\n    keep_many([x])\n\n\ndef keep_many(x):\n    record_many(x)\n",
    )
    assert list(every_command_records(House(tmp_path))) == []


def test_words_that_only_look_like_writes_are_left_alone(write: Write, tmp_path: Path) -> None:
    write(
        "hueioc/cases/views.py",
        '"""V."""\n\ndef page(image, seen, digest):\n    image.save(out, "JPEG")\n'
        "    seen.update(a=1)\n    digest.update(b'')\n",
    )
    assert list(rows_change_only_in_commands(House(tmp_path))) == []


def test_a_translation_with_another_placeholder_is_found(write: Write, tmp_path: Path) -> None:
    write(
        "hueioc/locale/vi/parts/cases.po",
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "At most %(n)s"\nmsgstr "Tối đa %(m)s"\n',
    )
    write("hueioc/cases/rules.py", '"""R."""\n\nTEXT = _("At most %(n)s")\n')
    findings = list(everything_is_translated(House(tmp_path)))
    assert findings == [
        'hueioc/cases/rules.py:3: language: the vi translation of "At most %(n)s" has other placeholders.'
    ]


def test_the_lock_of_spark_may_not_disagree_with_the_base(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    for name, version in (("base", "5.2"), ("dev", "5.2"), ("spark", "5.1")):
        (tmp_path / "requirements" / f"{name}.lock").write_text(f"django=={version} \\\n    --hash=sha256:00\n")
    found = list(development_has_every_pin(House(tmp_path)))
    assert found == ["requirements/base.lock:1: clean: django 5.2 is not the one of spark.lock; lock all."]
