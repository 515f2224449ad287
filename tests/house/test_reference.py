"""Law 12: what the code offers stands in docs/reference, word for word as the code says it."""

import importlib
from pathlib import Path

import pytest

from hueioc.config import env
from hueioc.journal.registry import event_classes
from hueioc.people.rules import ROLES
from scripts.steps.pages import all_pages, shown

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return all_pages(ROOT)


def test_the_kept_pages_are_the_ones_the_code_makes(pages: dict[str, str]) -> None:
    differing = [name for name, text in pages.items() if (REFERENCE / name).read_text(encoding="utf-8") != text]
    assert differing == [], "run scripts/docs"


def test_no_page_is_left_over(pages: dict[str, str]) -> None:
    assert sorted(path.name for path in REFERENCE.iterdir()) == sorted(pages)


def test_every_event_has_a_heading_and_a_sentence(pages: dict[str, str]) -> None:
    page = pages["events.md"]
    for kind, event in event_classes().items():
        if "tests" in event.__module__.split("."):
            continue  # events that other tests define for themselves
        assert f"## `{kind}` (version {event.version})" in page
        assert event.__doc__, f"{event.__module__}.{event.__name__} has no sentence for its reader"


def test_every_setting_is_described_by_a_sentence(pages: dict[str, str]) -> None:
    for setting in env.SETTINGS:
        assert f"| `{setting.name}` |" in pages["settings.md"]
        assert setting.meaning.endswith("."), setting.name


def test_every_role_is_among_the_permissions(pages: dict[str, str]) -> None:
    for role in ROLES:
        assert f"| `{role}` |" in pages["permissions.md"]


def test_every_environment_variable_that_the_code_reads_is_a_setting() -> None:
    declared = {setting.name for setting in env.SETTINGS}
    for path in (ROOT / "hueioc").rglob("*.py"):
        if "tests" not in path.parts:
            for word in path.read_text(encoding="utf-8").split('"'):
                if word.startswith("HUEIOC_") and word.replace("_", "").isalnum() and word.isupper():
                    assert word in declared, f"{path.relative_to(ROOT)} reads {word}, which is not in the list"


def test_a_new_kind_of_pack_field_would_be_shown_by_its_name() -> None:
    unknown = type("Oddity", (), {})
    assert shown(unknown) == "`Oddity`"


def test_links_between_the_documents_lead_somewhere() -> None:
    broken = []
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for piece in path.read_text(encoding="utf-8").split("](")[1:]:
            target = piece.split(")")[0].split("#")[0]
            if target and "://" not in target and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} → {target}")
    assert broken == []


def test_the_scripts_the_documents_name_exist() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for piece in path.read_text(encoding="utf-8").split("scripts/")[1:]:
            name = "".join(letter for letter in piece.split()[0] if letter.isalnum() or letter in "_./").rstrip(".")
            name = name.split("/")[0] if not (ROOT / "scripts" / name).exists() else name
            assert (ROOT / "scripts" / name).exists(), f"{path.name} names scripts/{name}"


def test_every_subcommand_a_document_names_exists() -> None:
    commands = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    for path in [ROOT / "README.md", ROOT / "docs" / "operate.md"]:
        for piece in path.read_text(encoding="utf-8").split("scripts/hueioc ")[1:]:
            verb = piece.split()[0].strip("`),.;")
            assert f"scripts/hueioc {verb}" in commands, f"{path.name} names scripts/hueioc {verb}"


def test_the_module_of_pages_has_no_state() -> None:
    again = importlib.import_module("scripts.steps.pages").all_pages(ROOT)
    assert again == all_pages(ROOT)
