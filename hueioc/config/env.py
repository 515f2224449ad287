"""Every setting of an installation in one list, read from the environment; the reference page is made from it."""

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


class Setting(NamedTuple):
    """One environment variable: its name, its default, and a sentence for the person who runs the city."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("HUEIOC_HOME", str(Path("var")), "Directory of all data of this installation; keep it, back it up."),
    Setting(
        "HUEIOC_SHARED",
        "",
        "Directory of what all nodes of a city have in common: keys, photos, what was learned; empty: the home.",
    ),
    Setting(
        "HUEIOC_DATABASE_URL",
        "",
        "postgresql://user:password@host:port/name, also with several hosts; empty means SQLite under the home.",
    ),
    Setting("HUEIOC_CITY", "hue", "Name of the city pack under packs/cities."),
    Setting("HUEIOC_PACKS", "packs", "Directory of the packs, relative to the project or absolute."),
    Setting("HUEIOC_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the site answers to, separated by commas."),
    Setting(
        "HUEIOC_PROXIES",
        "127.0.0.1",
        "Addresses or networks of proxies that are believed about who asks, separated by commas.",
    ),
    Setting("HUEIOC_HTTPS", "no", "yes behind HTTPS: cookies are then never sent in the clear."),
    Setting("HUEIOC_DEBUG", "no", "yes shows error pages with code; never in public."),
    Setting("HUEIOC_DEMO", "no", "yes marks the installation as a demo and allows its printed one-time code."),
    Setting("HUEIOC_DEMO_PACE", "20", "Seconds between two events of the demo; 0 lets it stand still after its past."),
    Setting(
        "HUEIOC_EXERCISE",
        "",
        "Code of an exercise: a new, empty installation takes its calls and readings; no other one ever does.",
    ),
    Setting("HUEIOC_EMAIL_URL", "", "smtp://user:password@host:port?tls=yes; empty writes mail into the home."),
    Setting("HUEIOC_PUBLIC_ADDRESS", "http://localhost:8000", "Address under which people reach the site."),
    Setting("HUEIOC_EMAIL_FROM", "no-reply@localhost", "Sender of outgoing e-mail."),
    Setting("HUEIOC_ZALO_URL", "", "Where bulletins for Zalo are posted; empty: a simulator that says so."),
    Setting(
        "HUEIOC_SMS_URL",
        "",
        "https://user:password@host/path of the message gateway; empty writes messages into the home.",
    ),
    Setting("HUEIOC_S3_URL", "", "s3://key:secret@host/bucket?region=… for photos; empty keeps files under the home."),
    Setting(
        "HUEIOC_NATS_URL",
        "",
        "nats://user:password@host:4222 of a NATS server whose JetStream gets every fact; empty relays nothing.",
    ),
    Setting(
        "HUEIOC_ONESTOP_URL",
        "",
        "https://account:secret@host/path of a one-stop system with which dossiers are synchronised every minute.",
    ),
    Setting("HUEIOC_ONESTOP_SYSTEM", "", "Which status codes of the rules pack it speaks; empty: the first ones."),
    Setting("HUEIOC_OIDC", "", "JSON list of OpenID Connect providers for sign-in, as django-allauth's APPS setting."),
    Setting(
        "HUEIOC_SPOOL_MB",
        "256",
        "Megabytes of reports kept on the local disk, encrypted, while the database is away; then 503.",
    ),
    Setting(
        "HUEIOC_LOGS", "text", "json writes one object a line and one line for each request; text is for a person."
    ),
    Setting(
        "HUEIOC_METRICS_TOKEN", "", "Bearer token that opens GET /metrics for a watcher; empty: there is no such page."
    ),
    Setting(
        "HUEIOC_LONG_TRANSACTION_S",
        "60",
        "Seconds after which an open transaction that holds facts back raises an alarm (PostgreSQL).",
    ),
    Setting(
        "HUEIOC_READINGS_KEYS",
        "",
        "Machines that may send readings of stations, as name=secret, separated by commas; sent as a bearer token.",
    ),
    Setting(
        "HUEIOC_MQTT_URL",
        "",
        "mqtt://user:password@host:8883 of a broker whose topic readings/{series} is taken in; empty: none.",
    ),
    Setting("HUEIOC_OPEN311_KEYS", "", "API keys that may file reports through Open311, separated by commas."),
    Setting("HUEIOC_CAP_KEYS", "", "Keys that may send CAP messages to `/api/v1/alerts/cap`, separated by commas."),
)
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def read(name: str) -> str:
    """The value of a declared setting. Raises KeyError for one that is not in the list."""
    return os.environ.get(name, _DEFAULTS[name])


def is_on(name: str) -> bool:
    """True when a yes/no setting says yes."""
    return read(name).strip().lower() in {"1", "yes", "true", "on"}


def words(name: str) -> list[str]:
    """The parts of a comma-separated setting, without blanks."""
    return [word.strip() for word in read(name).split(",") if word.strip()]


def directory(name: str) -> Path:
    """A directory setting as a path; a relative one lies in the project."""
    return ROOT / Path(read(name)).expanduser()


def shared() -> Path:
    """Where lies what all nodes of a city have in common."""
    return directory("HUEIOC_SHARED") if read("HUEIOC_SHARED").strip() else directory("HUEIOC_HOME")


def web_address(name: str) -> str:
    """An address setting, or nothing. Raises ValueError when it would send its content in the clear."""
    address = read(name).strip()
    parts = urlsplit(address)
    is_here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if address and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_here))):
        raise ValueError(f"{name} must begin with https://")
    return address
