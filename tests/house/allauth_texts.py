"""What django-allauth says to people here: the texts of the pages, mails, forms and messages this house installs."""

import io
from collections.abc import Iterator
from pathlib import Path

import allauth
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

PLACE = Path(allauth.__file__).parent
# Names of columns and of pages of the admin, which nobody meets here; tests of the library.
_NEVER_SHOWN = {"admin.py", "models.py", "apps.py", "checks.py", "conftest.py"}
_KEYWORDS = {"gettext": None, "gettext_lazy": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def texts() -> set[str]:
    """Every text, plural ones by their singular."""
    found: set[str] = set()
    for path in _files():
        source = path.read_text(encoding="utf-8")
        python = _as_python(source) if path.suffix in {".html", ".txt"} else source
        for _line, message, _comments, _context in extract("python", io.BytesIO(python.encode()), keywords=_KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    return {text for text in found if text.strip()}


def _as_python(template: str) -> str:
    """What Django makes of a template for xgettext; the indentation of the page means nothing."""
    return "\n".join(line.lstrip() for line in templatize(template).split("\n"))


def _files() -> Iterator[Path]:
    apps = [name.partition(".")[2].replace(".", "/") for name in settings.INSTALLED_APPS if name.startswith("allauth.")]
    apps.append("core")
    for app in apps:
        for path in sorted((PLACE / app).rglob("*.py")):
            is_other = app == "socialaccount" and "providers" in path.relative_to(PLACE / app).parts
            if path.name not in _NEVER_SHOWN and "tests" not in path.parts and not is_other:
                yield path
    for folder in ("account", "mfa", "socialaccount", "allauth"):
        yield from sorted(p for p in (PLACE / "templates" / folder).rglob("*") if p.suffix in {".html", ".txt"})
