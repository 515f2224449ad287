"""Finds reports while somebody types: by number, by words with or without diacritics, by a caller's phone."""

import re

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hueioc.cases.models import Case
from hueioc.cases.queries.lists import seen_by
from hueioc.lib.codes import clean_code
from hueioc.lib.refusals import NotAllowed
from hueioc.lib.words import fts5_of, tsquery_of, words_of
from hueioc.people.queries import contacts_with_phone
from hueioc.people.rules import Actor

# Words so common that they name a tenth of all reports are read no further than this, newest first.
_MOST_READ = 400


def find_cases(text: str, actor: Actor, *, limit: int = 10) -> list[Case]:
    """Reports the actor may see that this text names: a number first, then all its words, the newest first."""
    words = text.replace("\x00", " ").strip()[:200]
    by_number = _by_number(words, actor)
    if by_number:
        return by_number[:limit]
    found = ids_with_words(words, _MOST_READ if not actor.is_centre else limit)
    cases = {case.pk: case for case in seen_by(actor).filter(pk__in=found)} if found else {}
    return [cases[key] for key in found if key in cases][:limit]


def _by_number(text: str, actor: Actor) -> list[Case]:
    """The report with this number, or those whose number begins like it (with the digits of the year)."""
    try:
        return list(seen_by(actor).filter(code=clean_code(text)))
    except ValueError:
        pass
    begins = text.upper().replace(" ", "")
    if not re.fullmatch(r"\d\d-?[0-9A-Z]{2,7}(-?[0-9A-Z]{0,4})", begins):
        return []
    if "-" not in begins:
        begins = f"{begins[:2]}-{begins[2:6]}" + (f"-{begins[6:]}" if len(begins) > 6 else "")
    # The next prefix, so that the unique index serves a range on both databases whatever their collation.
    return list(seen_by(actor).filter(code__gte=begins, code__lt=begins + "\x7f").order_by("code")[:10])


def ids_with_words(text: str, limit: int) -> list[int]:
    """Keys of reports whose description or address holds every word, the last one as a beginning; newest first."""
    words = words_of(text)
    if not words or len(words) == 1 and len(words[0]) < 2:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT rowid FROM cases_words WHERE cases_words MATCH %s ORDER BY rowid DESC LIMIT %s",
                [fts5_of(words), limit],
            )
        else:
            # Materialised, so that the index is asked: walking back from the newest would fold every text on the way.
            cursor.execute(
                "WITH found AS MATERIALIZED (SELECT id FROM cases_case WHERE cases_words(description, address) @@"
                " to_tsquery('simple', %s)) SELECT id FROM found ORDER BY id DESC LIMIT %s",
                [tsquery_of(words), limit],
            )
        return [row[0] for row in cursor.fetchall()]


def with_words(cases: QuerySet[Case], text: str, limit: int, *, is_narrow: bool) -> QuerySet[Case]:
    """Those of the reports that hold every word. `is_narrow` says that they are few already, as open ones are.

    PostgreSQL then joins the two indexes in one question; in many reports the words are looked up first, because
    walking back from the newest would fold every text on the way.
    """
    words = words_of(text)
    if connection.vendor != "postgresql" or not is_narrow or not words or len(words) == 1 and len(words[0]) < 2:
        return cases.filter(pk__in=ids_with_words(text, limit))
    holds = "cases_words(cases_case.description, cases_case.address) @@ to_tsquery('simple', %s)"
    return cases.extra(where=[holds], params=[tsquery_of(words)])


def cases_of_caller(phone: str, actor: Actor, *, limit: int = 10) -> list[Case]:
    """What this phone number reported before, through the vault's keyed index; for the centre only."""
    if not actor.is_centre:
        raise NotAllowed(_("Only the centre may look up a caller."))
    refs = contacts_with_phone(phone, actor=actor)
    return list(Case.objects.filter(reporter__in=refs).exclude(reporter="").order_by("-id")[:limit]) if refs else []
