"""Reads packs, the folders of data in which cities, services, layers, processes and rules differ, strictly."""

import csv
import hashlib
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import msgspec

from hueioc.lib.shapes import converted
from hueioc.lib.text import has_broken_characters

Text = Annotated[dict[str, str], msgspec.Meta(min_length=1)]
PackCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_.\-]{0,63}$")]
Status = Literal["confirmed", "example", "to_be_verified"]
Family = Literal["cities", "services", "layers", "processes", "rules", "returns", "stations", "exercises"]


class PackError(ValueError):
    """A pack file that cannot be used; the message is one sentence that names file and field."""


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every pack shape: an unknown field is an error, because it is most often a misspelt known one."""


class Validity(Pack, frozen=True, kw_only=True):
    """What holds only for a time and must say where it comes from; both days are included, None is open."""

    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    status: Status = "confirmed"

    def holds_on(self, day: date) -> bool:
        """True when `day` lies within the days of validity."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Brand(Pack, frozen=True, kw_only=True):
    """How the city calls its service, and the number people ring."""

    names: Text
    hotline: str = ""


class PacksOn(Pack, frozen=True, kw_only=True):
    """Folder names of the packs that are on in this city, by family."""

    services: list[PackCode] = []
    layers: list[PackCode] = []
    processes: list[PackCode] = []
    rules: list[PackCode] = []
    returns: list[PackCode] = []
    stations: list[PackCode] = []
    exercises: list[PackCode] = []


class TypingHabits(Pack, frozen=True, kw_only=True):
    """How people shorten what stands before a name, without diacritics: words to leave out, and words to write out.

    `kind_words` are what maps leave out before the name of an area, written as in the names themselves.
    """

    left_out: frozenset[str] = frozenset()
    written_out: dict[str, str] = {}
    kind_words: list[str] = []


class Licence(Pack, frozen=True, kw_only=True):
    """Under which licence the city gives its open data away: its name, and the address of its text."""

    name: str = ""
    address: str = ""


class City(Pack, frozen=True, kw_only=True):
    """`city.toml`: one city, its languages, clock, bounds (south, west, north, east in degrees), currency and packs.

    `motto` are the lines that the law wants at the head of official papers.
    """

    code: PackCode
    names: Text
    languages: list[str]
    default_language: str
    time_zone: str
    calendar: PackCode
    bounds: tuple[float, float, float, float]
    brand: Brand
    centre: PackCode
    packs: PacksOn
    typing: TypingHabits = TypingHabits()
    open_data_licence: Licence = Licence()
    currency: str = ""
    motto: list[Text] = []

    def holds(self, lat: float, lon: float) -> bool:
        """True when a point lies within the bounds."""
        south, west, north, east = self.bounds
        return south <= lat <= north and west <= lon <= east


class CityPack(NamedTuple):
    """An opened city: the root of all packs, the city's own folder, and its manifest."""

    root: Path
    folder: Path
    city: City

    def folders(self, family: Family) -> list[Path]:
        """The folders of one family that are on in this city, in the order the city names them."""
        return [self.root / family / name for name in getattr(self.city.packs, family)]


Shape = TypeVar("Shape", bound=msgspec.Struct)


def _converted(path: Path, raw: Any, shape: type[Shape], *, strict: bool, place: str = "") -> Shape:
    try:
        return converted(raw, shape, strict=strict)
    except msgspec.ValidationError as error:
        what, _, field = str(error).partition(" - at ")
        where = f" in {place}" if place else ""
        raise PackError(f"{path}: {field.strip('`') or 'the file'}{where} is wrong: {what}.") from error


def _text_of(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise PackError(f"{path}: the file cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise PackError(f"{path}: the file is not UTF-8 text (byte {error.start}).") from error
    line = next((number for number, line in enumerate(text.split("\n"), 1) if has_broken_characters(line)), 0)
    if line:
        raise PackError(f"{path}: line {line} holds a control character that no text may carry.")
    return text


def read_toml(path: Path, shape: type[Shape]) -> Shape:
    """The file as the given structure. Raises PackError naming file and field."""
    try:
        raw = tomllib.loads(_text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{path}: this is not TOML: {error}.") from error
    return _converted(path, raw, shape, strict=True)


def read_csv(path: Path, shape: type[Shape]) -> list[Shape]:
    """Rows of a comma-separated file with a head line; an empty cell means the field's default.

    Columns called `name_<language>` become one field `names`. Raises PackError.
    """
    rows = csv.DictReader(_text_of(path).splitlines(), strict=True)
    found: list[Shape] = []
    try:
        for row in rows:
            cells = _with_names({name: cell for name, cell in row.items() if cell != ""})
            found.append(_converted(path, cells, shape, strict=False, place=f"line {rows.line_num}"))
    except csv.Error as error:
        raise PackError(f"{path}: line {rows.line_num} is not a row of a CSV file: {error}.") from error
    return found


def _with_names(cells: dict[str, str]) -> dict[str, Any]:
    names = {name.removeprefix("name_"): cell for name, cell in cells.items() if str(name).startswith("name_")}
    rest = {name: cell for name, cell in cells.items() if not str(name).startswith("name_")}
    return {**rest, "names": names} if names else rest


def read_json(path: Path, shape: type[Shape]) -> Shape:
    """The JSON file (GeoJSON too) as the given structure. Raises PackError naming file and field."""
    try:
        raw = msgspec.json.decode(_text_of(path))
    except msgspec.DecodeError as error:
        raise PackError(f"{path}: this is not JSON: {error}.") from error
    return _converted(path, raw, shape, strict=True)


def open_city(folder: Path) -> CityPack:
    """The city in `<packs>/cities/<name>`; its other packs lie beside `cities`. Raises PackError."""
    return CityPack(folder.parent.parent, folder, read_toml(folder / "city.toml", City))


def read_first(folders: Iterable[Path], name: str, shape: type[Shape]) -> Shape | None:
    """The file of this name in the first of some folders that has one; None without any. Raises PackError."""
    found = next((folder / name for folder in folders if (folder / name).exists()), None)
    return read_toml(found, shape) if found else None


def discover(root: Path, family: Family) -> list[Path]:
    """Every pack folder of a family: a folder with at least one TOML file is a pack, there is no list of them."""
    home = root / family
    return sorted(path for path in home.iterdir() if any(path.glob("*.toml"))) if home.is_dir() else []


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of files, 64 hexadecimal digits: equal when nothing changed."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def say(text: dict[str, str], language: str) -> str:
    """The text in a language, else in its base language (`en` for `en-GB`), else in English, else in the first one."""
    return text.get(language) or text.get(language.split("-")[0]) or text.get("en") or next(iter(text.values()), "")
