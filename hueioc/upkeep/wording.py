"""Says how an installation is in sentences: a level, a value, and what to do when something is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hueioc.cases.queries import span_words
from hueioc.journal.queries import Pace
from hueioc.ui.templatetags.numbers import number
from hueioc.upkeep import rules
from hueioc.upkeep.queries import State, sqlite_version
from hueioc.upkeep.rules import BAD, GOOD, WATCH

_ICONS = {GOOD: "circle-check", WATCH: "alert-triangle", BAD: "filled/alert-triangle"}
_CSS = {GOOD: "s-ok", WATCH: "s-warn", BAD: "s-breach"}
_MB, _GB = 1e6, 1e9
# In a busy city something always came a moment ago; it is no news that it was not read yet.
_JUST_NOW_S = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing about the installation: what, how, and what to do when it is not well."""

    title: str
    level: str
    value: str
    advice: str = ""

    @property
    def icon(self) -> str:
        return _ICONS[self.level]

    @property
    def css(self) -> str:
        return _CSS[self.level]

    @property
    def level_words(self) -> str:
        return {GOOD: _("well"), WATCH: _("worth a look"), BAD: _("somebody must act")}[self.level]


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group of lines."""

    title: str
    lines: list[Line]


def groups(at: State) -> list[Group]:
    """The whole page but the followers, group by group."""
    return [
        Group(_("Database"), list(_database(at))),
        Group(_("Journal"), list(_journal(at))),
        Group(_("What waits"), list(_waiting(at))),
        Group(_("Safety"), list(_safety(at))),
    ]


def follower_line(one: Pace, now: datetime) -> Line:
    """How one reader of the journal is."""
    seconds = rules.seconds_since(one.waiting_since, now)
    if one.is_stopped:
        value = _("stopped: %(error)s, %(times)s tries") % {"error": one.error, "times": number(one.failures)}
        advice = _(
            "The log names the cause. Correct it; the view goes on by itself from where it stood. "
            "If its rows are wrong: scripts/hueioc rebuild %(name)s"
        ) % {"name": one.name}
        return Line(one.name, BAD, value, advice)
    level = rules.above(seconds, rules.LAG_WATCH_S, rules.LAG_BAD_S)
    if one.parked:
        value = ngettext("%(n)s fact was set aside", "%(n)s facts were set aside", one.parked) % {
            "n": number(one.parked)
        }
        advice = _("Correct the cause, then: scripts/hueioc retry %(name)s") % {"name": one.name}
        return Line(one.name, rules.worst([level, WATCH]), value, advice)
    if not one.lag:
        return Line(one.name, level, _("has read everything"))
    if seconds < _JUST_NOW_S:
        return Line(one.name, level, _("takes in what just came"))
    advice = "" if level == GOOD else _("In a storm views lag and catch up after it; otherwise read the log.")
    return Line(one.name, level, _("%(age)s behind") % {"age": age_words(seconds)}, advice)


def age_words(seconds: float) -> str:
    """A span as people say it, from seconds to days."""
    whole = int(seconds)
    if whole < 120:
        return ngettext("%(n)d second", "%(n)d seconds", whole) % {"n": whole}
    return span_words(timedelta(seconds=whole))


def size_words(size: float) -> str:
    """Bytes as MB or GB."""
    if size >= _GB:
        return _("%(n)s GB") % {"n": number(size / _GB, 1)}
    return _("%(n)s MB") % {"n": number(size / _MB, 1)}


def _database(at: State) -> Iterator[Line]:
    database = at.database
    if not database.is_up:
        advice = _("Start it again. Reports by programs are kept on the disk meanwhile; pages fail.")
        yield Line(database.engine, BAD, _("does not answer"), advice)
        return
    yield Line(_("Program and database"), GOOD, f"{database.engine} {database.version}")
    if database.engine == "SQLite":
        yield _sqlite()
    else:
        yield _worker(at)
        yield _oldest_transaction(at)
        yield _promises(at)
    yield Line(_("Size"), GOOD, size_words(database.size_bytes))


def _worker(at: State) -> Line:
    if at.database.worker:
        return Line(_("Background work"), GOOD, at.database.worker)
    advice = _("No fact gets its place and nobody is told anything until it runs: scripts/hueioc work")
    return Line(_("Background work"), BAD, _("no process does it"), advice)


def _sqlite() -> Line:
    if not rules.wal_reset_is_possible(sqlite_version()):
        return Line(_("Log of SQLite"), GOOD, _("this version is not concerned by the reset fault"))
    advice = _(
        "SQLite 3.7.0 to 3.51.2 can, rarely, damage the database when two connections write at the same moment. "
        "Let one process write, make a backup every night, and use PostgreSQL for a city."
    )
    return Line(_("Log of SQLite"), WATCH, _("this version has the reset fault"), advice)


def _oldest_transaction(at: State) -> Line:
    holder, most = at.database.holds_facts, settings.LONG_TRANSACTION_S
    title = _("Oldest open transaction that wrote")
    if holder is None:
        return Line(title, GOOD, _("none"))
    level = rules.above(holder.seconds, most / 2, most)
    value = _("%(age)s, of %(program)s") % {"age": age_words(holder.seconds), "program": holder.program or "?"}
    advice = ""
    if level != GOOD:
        advice = _("No fact gets its place until it ends. If nobody needs it: SELECT pg_terminate_backend(%(pid)s)") % {
            "pid": holder.pid
        }
    return Line(title, level, value, advice)


def _promises(at: State) -> Line:
    title, unsafe = _("Confirmed means kept"), at.database.unsafe
    if not unsafe:
        return Line(title, GOOD, _("commits are on the disk before they are confirmed"))
    advice = _("A crash or a power cut takes reports that were confirmed. Set them to on and restart the server.")
    return Line(title, BAD, ", ".join(unsafe), advice)


def _journal(at: State) -> Iterator[Line]:
    journal = at.journal
    if journal is None:
        return
    seconds = rules.seconds_since(journal.unsealed_since, at.at)
    level = rules.above(seconds, rules.SEAL_WATCH_S, rules.SEAL_BAD_S)
    value = _("nothing waits")
    if journal.unsealed and seconds >= _JUST_NOW_S:
        words = {"n": number(journal.unsealed), "age": age_words(seconds)}
        value = (
            ngettext(
                "%(n)s fact without a place, the oldest for %(age)s",
                "%(n)s facts without a place, the oldest for %(age)s",
                journal.unsealed,
            )
            % words
        )
    advice = "" if level == GOOD else _("Look for an old open transaction, and whether the background work runs.")
    yield Line(_("Sealer"), level, value, advice)
    yield Line(_("Facts in order"), GOOD, number(journal.last_sealed))
    yield _checkpoint(at)


def _checkpoint(at: State) -> Line:
    title, signed = _("Last signed checkpoint"), at.journal.signed_at if at.journal else None
    if at.journal is None or signed is None:
        return Line(title, GOOD, _("none yet; the first comes an hour after the start"))
    is_behind = at.journal.last_checkpoint < at.journal.last_sealed
    level = rules.age_level(signed, at.at, rules.CHECKPOINT_WATCH) if is_behind else GOOD
    return Line(title, level, _("%(age)s ago") % {"age": age_words(rules.seconds_since(signed, at.at))})


def _waiting(at: State) -> Iterator[Line]:
    level = rules.above(at.intake_waiting, rules.INTAKE_WATCH, rules.INTAKE_BAD)
    yield Line(_("Reports being received"), level, number(at.intake_waiting))
    share = at.spool_bytes / at.spool_most if at.spool_most else 1.0
    level = rules.above(share, rules.SPOOL_WATCH, rules.SPOOL_BAD)
    if at.spool_lines and level == GOOD:
        level = WATCH
    words = {"n": number(at.spool_lines), "size": size_words(at.spool_bytes)}
    advice = _("They are received by themselves when the database is back; do not delete them.")
    yield Line(_("Reports on the disk"), level, _("%(n)s reports, %(size)s") % words, advice if at.spool_lines else "")
    if at.notices is None:
        return
    late = rules.seconds_since(at.notices.due_since, at.at)
    yield Line(_("Notices to be sent"), rules.above(late, 300, 3600), number(at.notices.waiting))
    level = WATCH if at.notices.failed else GOOD
    advice = _("The log names each by its number. Check the servers of mail and messages.") if at.notices.failed else ""
    yield Line(_("Notices given up"), level, number(at.notices.failed), advice)


def _safety(at: State) -> Iterator[Line]:
    made = _moment(at.backup, "at")
    level = rules.age_level(made, at.at, rules.BACKUP_WATCH, rules.BACKUP_BAD)
    value = _("%(age)s ago") % {"age": age_words(rules.seconds_since(made, at.at))} if made else _("none known here")
    advice = "" if level == GOOD else _("Every night: scripts/hueioc backup FILE, and keep the file elsewhere.")
    yield Line(_("Last backup"), level, value, advice)
    yield from _check(at)
    free = at.disk_free / at.disk_total if at.disk_total else 0.0
    level = rules.below(free, rules.DISK_WATCH, rules.DISK_BAD)
    advice = "" if level == GOOD else _("Make room before the disk is full: a full disk takes no report.")
    yield Line(_("Disk free for the home"), level, size_words(at.disk_free), advice)
    yield Line(_("Version of HueIOC"), GOOD, at.program)


def _check(at: State) -> Iterator[Line]:
    if at.database.engine != "SQLite":
        return
    title, made = _("Nightly check of the database"), _moment(at.check, "at")
    if made is None:
        yield Line(title, GOOD, _("not yet; the first comes in the night"))
        return
    if not (at.check or {}).get("is_sound"):
        advice = _("Stop the city, keep a copy of the home, and restore the last sound backup.")
        yield Line(title, BAD, _("the database is damaged"), advice)
        return
    level = rules.age_level(made, at.at, rules.CHECK_WATCH)
    words = {"age": age_words(rules.seconds_since(made, at.at))}
    yield Line(title, level, _("sound, %(age)s ago") % words)


def _moment(note: dict[str, object] | None, name: str) -> datetime | None:
    found = parse_datetime(str(note.get(name, ""))) if note else None
    return found if found is not None and found.tzinfo is not None else None
