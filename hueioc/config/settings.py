"""Django's settings, computed from the environment list in `env`."""

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from hueioc.config import env
from hueioc.config.allauth_settings import *  # noqa: F403  django-allauth reads these names from the settings
from hueioc.config.databases import cache_settings, database_settings
from hueioc.config.logs import logging_settings
from hueioc.config.relays import keys_by_name, mqtt_settings, onestop_settings, relay_settings
from hueioc.config.stores import storage_settings
from hueioc.lib.notes import keep_once
from hueioc.lib.packs import open_city

HOME: Path = env.directory("HUEIOC_HOME")
SHARED: Path = env.shared()
for _place in (HOME, SHARED):
    _place.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A secret made once per installation and kept readable by its owner only."""
    keep_once(SHARED / name, secrets.token_urlsafe(48))
    return (SHARED / name).read_text().strip()


SECRET_KEY = _kept_secret("secret.key")
VAULT_KEY = _kept_secret("vault.key")
VAPID_SECRET = _kept_secret("vapid.key")
DEBUG = env.is_on("HUEIOC_DEBUG")
# An installation for an exercise is a demo without a told past. The word alone never makes one of a home that holds
# something, nor of a database elsewhere: `serve` refuses there, and any other start goes on as the city it is.
_may_be_exercise = (SHARED / "exercise.json").exists() or not (SHARED / "installed").exists()
_may_be_exercise &= not env.read("HUEIOC_DATABASE_URL")
EXERCISE = env.read("HUEIOC_EXERCISE").strip() if _may_be_exercise else ""
DEMO = env.is_on("HUEIOC_DEMO") or bool(EXERCISE)
DEMO_PACE = env.read("HUEIOC_DEMO_PACE")
PROXIES = env.words("HUEIOC_PROXIES")
ALLOWED_HOSTS = env.words("HUEIOC_HOSTS")
CITY = env.read("HUEIOC_CITY")
PACKS = env.directory("HUEIOC_PACKS")
SPOOL = HOME / "spool"
SPOOL_BYTES = int(env.read("HUEIOC_SPOOL_MB")) * 1_000_000
LONG_TRANSACTION_S = float(env.read("HUEIOC_LONG_TRANSACTION_S"))
METRICS_TOKEN = env.read("HUEIOC_METRICS_TOKEN").strip()
OPEN311_KEYS = env.words("HUEIOC_OPEN311_KEYS")
READINGS_KEYS = keys_by_name(env.words("HUEIOC_READINGS_KEYS"))
CAP_KEYS = env.words("HUEIOC_CAP_KEYS")
_CITY = open_city(PACKS / "cities" / CITY).city

ROOMS = ["ui", "journal", "people", "places", "workflow"]
ROOMS += ["cases", "dossiers", "directives", "questions", "handbook", "meetings", "processes", "returns", "forecasts"]
ROOMS += ["sensors", "warnings", "rescues", "emergencies"]
ROOMS += ["live", "maps", "indicators", "mining", "notices", "opendata", "history"]
ROOMS += ["portal", "connectors", "playbooks", "upkeep", "demo", "exercises"]
INSTALLED_APPS = [
    *(f"hueioc.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # The page of passkeys says when each was used.
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "hueioc.config.routes.RouteName",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hueioc.portal.middleware.PageOwner",
    "hueioc.portal.middleware.RefusalPages",
    "hueioc.portal.accounts.SecondFactor",
    "hueioc.config.routes.HeadOfApi",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hueioc.portal.context.around",
            ],
        },
    }
]
ROOT_URLCONF = "hueioc.config.urls"
WSGI_APPLICATION = "hueioc.config.wsgi.application"
DATABASES = {"default": database_settings(env.read("HUEIOC_DATABASE_URL"), HOME)}
CACHES = {"default": cache_settings(DATABASES["default"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/accounts/login/"
EMAIL_FILE_PATH = str(HOME / "mail")
_MAIL = urlsplit(env.read("HUEIOC_EMAIL_URL"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.hostname else 'filebased'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_TLS = "tls=yes" in _MAIL.query
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.read("HUEIOC_EMAIL_FROM")
EMAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
ZALO_URL = env.web_address("HUEIOC_ZALO_URL")
SMS_URL = env.web_address("HUEIOC_SMS_URL")
PUBLIC_ADDRESS = env.read("HUEIOC_PUBLIC_ADDRESS")
# Where a piece of work has its page, by kind of reference; views link there without knowing rooms.
WORK_PAGES = {
    "case": "/reports/{}/",
    "dossier": "/dossiers/{}/",
    "directive": "/directives/{}/",
    "question": "/questions/{}/",
    "meeting": "/meetings/{}/",
    "process": "/processes/{}/",
    "return": "/returns/{}/",
    "alarm": "/alarms/{}/",
    "warning": "/warnings/{}/",
    "exercise": "/warnings/{}/",
    "rescue": "/rescues/{}/",
}
# Kinds of work whose figures and rows are open to everybody, each with the kind that its services have in the packs.
OPEN_KINDS = {"case": "report", "dossier": "procedure"}
# What units owe of each kind of work, as lines of the inbox; reports have lines of their own, with one-tap answers.
OWED_WORK = {
    "directive": "hueioc.directives.queries.owed_lines",
    "dossier": "hueioc.dossiers.queries.owed_lines",
    "process": "hueioc.processes.queries.owed_lines",
    "question": "hueioc.questions.queries.owed_lines",
    "meeting": "hueioc.meetings.queries.owed_lines",
    "return": "hueioc.returns.queries.owed_lines",
    "alarm": "hueioc.sensors.queries.owed_lines",
    "warning": "hueioc.warnings.queries.owed_lines",
    "rescue": "hueioc.rescues.queries.owed_lines",
}
# What can be done with several lines of the inbox at once: commands that take a number, the actor and, where a line
# names one, the unit; `assign` takes the colleague too.
OWED_VERBS = {
    "case": {"accept": "hueioc.cases.commands.accept_case", "assign": "hueioc.cases.commands.assign_inside"},
    "directive": {
        "accept": "hueioc.directives.commands.accept_directive",
        "assign": "hueioc.directives.commands.assign_directive",
    },
    "dossier": {"assign": "hueioc.dossiers.commands.assign_dossier"},
    "question": {"accept": "hueioc.questions.commands.accept_question"},
}
# Who finds more by words in the search box of staff: each door gives lines to an actor, rights included.
FIND_DOORS = [
    f"hueioc.{room}.queries.find_lines"
    for room in ("handbook", "questions", "meetings", "processes", "returns", "sensors", "warnings", "rescues")
]
# Which other open tables there are: each door gives (title, address) lines for the catalogue of open data.
OPEN_TABLES = [f"hueioc.{room}.queries.open_tables" for room in ("returns", "warnings", "rescues")]
# Where things that are no piece of work have their page, in the same way.
OTHER_PAGES = {"handbook": "/handbook/{}/"}
# Sentences of notices by topic, by kind of reference; a kind that brings none is spoken of as a report.
NOTICE_WORDS = {
    "directive": "hueioc.directives.queries.notice_words",
    "dossier": "hueioc.dossiers.queries.notice_words",
    "handbook": "hueioc.handbook.queries.notice_words",
    "process": "hueioc.processes.queries.notice_words",
    "question": "hueioc.questions.queries.notice_words",
    "meeting": "hueioc.meetings.queries.notice_words",
    "return": "hueioc.returns.queries.notice_words",
    "alarm": "hueioc.sensors.queries.notice_words",
    "warning": "hueioc.warnings.queries.notice_words",
    "exercise": "hueioc.warnings.queries.notice_words",
    "rescue": "hueioc.rescues.queries.notice_words",
}
# Who filed a piece of work, by kind of reference; notices ask here instead of knowing rooms.
NOTICE_RESOLVERS = {
    "case": "hueioc.portal.addressees.who_filed_cases",
    "dossier": "hueioc.portal.addressees.who_filed_dossiers",
    "directive": "hueioc.portal.addressees.who_gave_directives",
    "question": "hueioc.portal.addressees.who_asked_questions",
    "meeting": "hueioc.portal.addressees.who_chairs_meetings",
    "process": "hueioc.portal.addressees.who_started_processes",
    "warning": "hueioc.portal.addressees.who_drafted_warnings",
    "exercise": "hueioc.portal.addressees.who_drafted_warnings",
    "rescue": "hueioc.portal.addressees.who_called_for_rescue",
}
# Who alone may be told of a confidential piece of work, in the same way.
NOTICE_CIRCLES = {
    "directive": "hueioc.portal.addressees.who_may_know_of_directives",
    "meeting": "hueioc.portal.addressees.who_may_know_of_meetings",
    "process": "hueioc.portal.addressees.who_may_know_of_processes",
}
# Who knows what became of a number on a screen, so that work that came from it can show its effect.
FIGURE_DOOR = "hueioc.portal.effects.measured"
# Who knows what a figure of the city's own work was for one unit over some days, to be proposed where it is asked for.
FIGURE_VALUES = "hueioc.portal.effects.value_of_unit"
# Who else follows a piece of work, in the same way.
NOTICE_FOLLOWERS = {
    "case": "hueioc.portal.addressees.who_follows_cases",
    "question": "hueioc.portal.addressees.who_works_with_askers",
    "meeting": "hueioc.portal.addressees.who_sits_in_meetings",
}
# What was released to everybody, by kind of reference: texts, area and lane, for those who asked to be warned there.
BULLETIN_DOORS = {
    "warning": "hueioc.warnings.queries.bulletins_of_many",
    "exercise": "hueioc.warnings.queries.bulletins_of_many",
}
# How many people asked to be warned in some areas, for the last look before a release.
REACH_DOOR = "hueioc.notices.queries.people_warned_in"
# What gauges measured in some areas between two instants, as sentences beside what was warned of: a function that is
# given area codes and both instants; empty while no room measures.
MEASURED_DOOR = "hueioc.portal.waters.measured_in"
# Of what people can choose to be warned: a function that gives (code, words) pairs.
HAZARDS_DOOR = "hueioc.warnings.queries.hazard_choices"
# Who carries bulletins by ways that are not the house's own; a carrier without an address is a simulator and says so.
NOTICE_CARRIERS = {"sms": "hueioc.connectors.sms.carrier.carry", "zalo": "hueioc.connectors.zalo.carrier.carry"}
# Who knows how the water stands and rises near a place: a function (point, instant) -> `rescues.rules.triage.WaterNear`
# or None where no gauge is near; empty while no room of the installation measures water.
WATER_DOOR = "hueioc.portal.waters.water_at"
# Who writes the words of the daily e-mail: a function that is given an actor; empty words are not sent.
DIGEST_DOOR = "hueioc.portal.daily.digest.words_for"
# Push services of the browsers; messages are sent to no other host, whatever a browser claims.
PUSH_HOSTS = ["googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com"]
PUSH_PLAIN_HOSTS: list[str] = []  # without TLS: for tests only
# Functions that return the alerts in force, for the top of the citizen's home.
ALERT_SOURCES = ["hueioc.warnings.queries.home_alerts", "hueioc.sensors.queries.home_alerts"]
# What stations measured, for rooms of work that are strangers to them: the gauge nearest to a place at an instant, the
# course of a series between two, and how every series stands now. Each is for everybody, and reads no future.
WATER_NEAR = "hueioc.sensors.queries.water_near"
SERIES_BETWEEN = "hueioc.sensors.queries.series_between"
LEVELS_NOW = "hueioc.sensors.queries.levels_now"
# Who knows which level of disaster risk was issued: gives {hazard: level}; empty where nobody does.
ISSUED_RISK = "hueioc.portal.waters.issued_risk"

LANGUAGE_CODE = _CITY.default_language
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English")), ("de", _("German")), ("ar", _("Arabic"))]
LOCALE_PATHS = [str(env.ROOT / "hueioc" / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _CITY.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = str(HOME / "static")
(HOME / "static").mkdir(exist_ok=True)  # WhiteNoise warns about a directory that is not there
MEDIA_ROOT = str(SHARED / "media")
NATS = relay_settings(env.read("HUEIOC_NATS_URL"))
MQTT = mqtt_settings(env.read("HUEIOC_MQTT_URL"))
ONESTOP = onestop_settings(env.read("HUEIOC_ONESTOP_URL"), env.read("HUEIOC_ONESTOP_SYSTEM"))
STORAGES = storage_settings(env.read("HUEIOC_S3_URL"))
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.is_on("HUEIOC_HTTPS")
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Pages bring their scripts, styles, fonts and pictures themselves and ask no other host for anything.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Everything worth reading goes to the one place every operator knows: the output of the process.
LOGS = env.read("HUEIOC_LOGS").strip().lower()
LOGGING = logging_settings(LOGS, debug=DEBUG)
