"""One folder is enough for a connector, and a manifest that is wrong is named."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import clear_url_caches, resolve

from hueioc import connectors
from hueioc.connectors import urls
from hueioc.connectors.registry import all_connectors
from hueioc.lib.packs import PackError

MANIFEST = (
    'name = "dummy"\ntitle = "Dummy"\nroles = ["receives"]\nowner = "tests"\nabout = "Says hello."\nmount = "dummy/"\n'
)
URLS = '''"""Addresses of the dummy."""
from django.http import HttpRequest, HttpResponse
from django.urls import path

def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")

urlpatterns = [path("hello", hello)]
'''


@pytest.fixture
def dummy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A connector in a folder that nobody prepared the code for."""
    folder = tmp_path / "dummy"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""A dummy."""\n')
    (folder / "manifest.toml").write_text(MANIFEST)
    (folder / "urls.py").write_text(URLS)
    monkeypatch.setattr(connectors, "__path__", [*connectors.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    yield folder
    monkeypatch.undo()
    importlib.reload(urls)
    clear_url_caches()


def test_a_folder_with_a_manifest_is_mounted(dummy: Path) -> None:
    importlib.reload(urls)
    view = resolve("/dummy/hello", urlconf=urls.__name__).func
    assert view(RequestFactory().get("/dummy/hello")).content == b"hello"


def test_the_shipped_connectors_are_whole() -> None:
    found = {connector.manifest.name: connector for connector in all_connectors()}
    assert {"open311", "import311"} <= set(found)
    for connector in found.values():
        assert (connector.folder / "README.md").is_file()
        assert list((connector.folder / "samples").iterdir())
        assert list((connector.folder / "tests").glob("test_*.py"))
        assert connector.manifest.grade


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (MANIFEST.replace('"dummy"', '"other"', 1), "calls this connector other"),
        (MANIFEST.replace('["receives"]', '["guesses"]'), "roles"),
        (MANIFEST.replace('["receives"]', "[]"), "at least one role"),
        (MANIFEST.replace("dummy/", "/../"), "mount"),
        (MANIFEST + '[[grade]]\nrule = "x"\nstate = "exempt"\n', "does not say why"),
        (MANIFEST + 'colour = "red"\n', "colour"),
    ],
)
def test_a_wrong_manifest_is_named(dummy: Path, wrong: str, words: str) -> None:
    (dummy / "manifest.toml").write_text(wrong)
    with pytest.raises(PackError, match=words):
        all_connectors()
