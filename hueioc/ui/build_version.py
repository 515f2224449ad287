"""One short name for the built files of this installation: it changes when any of them does."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

_STATIC = Path(__file__).parent / "static"
_IMPORTS = re.compile(r"""["']\./(chunks/[\w.-]+\.js)["']""")
_APP = ("app", "report", "rescue", "push")


@lru_cache(maxsize=1)
def build_version() -> str:
    """Hash over all built files and the small scripts beside them."""
    digest = hashlib.sha256()
    files = [*(_STATIC / "ui" / "built").rglob("*"), *(_STATIC / "ui").glob("*.*")]
    for path in sorted(path for path in files if path.is_file()):
        digest.update(path.relative_to(_STATIC).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def built(name: str) -> str:
    """Address of a file under `ui/` that changes with its content, so that it may be kept for ever."""
    return f"{static(f'ui/{name}')}?v={build_version()}"


@lru_cache(maxsize=1)
def app_shell() -> list[str]:
    """Addresses of everything the citizen app needs to open without a network."""
    islands = _STATIC / "ui" / "built" / "islands"
    scripts = [f"built/islands/{name}.js" for name in _APP]
    texts = [(islands / f"{name}.js").read_text(encoding="utf-8") for name in _APP if (islands / f"{name}.js").exists()]
    chunks = sorted({chunk for text in texts for chunk in _IMPORTS.findall(text)})
    fonts = [f"built/fonts/be-vietnam-pro-{kind}-400-normal.woff2" for kind in ("latin", "vietnamese")]
    files = ["built/citizen.css", "rescues.css", "built/icons.svg", "theme.js", *scripts]
    return [*(built(name) for name in files), *(static(f"ui/built/islands/{c}") for c in chunks), *map(_plain, fonts)]


def _plain(name: str) -> str:
    return str(static(f"ui/{name}"))
