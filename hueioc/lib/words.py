"""Finds texts by their words, with or without diacritics, through an index that either database keeps by itself.

SQLite keeps an FTS5 table by triggers, PostgreSQL a generated column with a GIN index; neither needs an extension.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from hueioc.lib.text import fold

_WORDS = re.compile(r"[^\W_]+")
MOST_WORDS = 8
# A text that is still being typed is compared by its last so many words: what somebody means comes to the point.
_MOST_COMPARED = 40
_BLANK = " || ' ' || "


def words_of(text: str, most: int = MOST_WORDS) -> list[str]:
    """The words of a text as the indexes keep them; signs are no part of a word, so 118/2025 are two."""
    return _WORDS.findall(fold(text))[:most]


def fts5_of(words: Sequence[str]) -> str:
    """All words must occur, the last one as a beginning, as FTS5 is asked."""
    return " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])


def tsquery_of(words: Sequence[str]) -> str:
    """The same as PostgreSQL is asked."""
    return " & ".join([*words[:-1], f"{words[-1]}:*"])


class WordIndex(NamedTuple):
    """The index of words over some columns of text of one table; both come from code, never from input."""

    table: str
    columns: tuple[str, ...]


def keys_with_words(index: WordIndex, text: str, limit: int) -> list[int]:
    """Keys of rows that hold every word of a text, the last one as a beginning; the best ones first."""
    words = words_of(text)
    if not words or len(words) == 1 and len(words[0]) < 2:
        return []
    return _asked(index, fts5_of(words) if _is_sqlite() else tsquery_of(words), limit)


def keys_like(index: WordIndex, text: str, limit: int) -> list[int]:
    """Keys of rows that share at least one pair of neighbouring words with a text; the best ones first.

    In Vietnamese a pair of syllables is a word; single syllables would find everything.
    """
    pairs = list(dict.fromkeys(pairs_of(text)))[-_MOST_COMPARED:]
    if not pairs:
        return keys_with_words(index, text, limit)
    if _is_sqlite():
        return _asked(index, " OR ".join(f'"{one} {other}"' for one, other in pairs), limit)
    return _asked(index, " | ".join(f"({one} <-> {other})" for one, other in pairs), limit)


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Neighbouring words of a text, in their order."""
    words = words_of(text, most=10_000)
    return list(zip(words, words[1:], strict=False))


def likeness(typed: str, text: str) -> float:
    """How much of what is typed another text holds: the share of its pairs of words, from 0 to 1.

    The last word may be half typed and counts as a beginning; a single word is looked for alone.
    """
    words, pairs = words_of(text, most=10_000), set(pairs_of(text))
    wanted = pairs_of(typed)
    if not wanted:
        one = words_of(typed)
        return float(bool(one) and any(word.startswith(one[0]) for word in words))
    first, last = wanted[-1]
    held = sum(pair in pairs for pair in wanted[:-1])
    held += any(one == first and other.startswith(last) for one, other in pairs)
    return held / len(wanted)


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _asked(index: WordIndex, wanted: str, limit: int) -> list[int]:
    table = index.table
    with connection.cursor() as cursor:
        if _is_sqlite():
            cursor.execute(
                f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH %s ORDER BY rank, rowid DESC LIMIT %s",
                [wanted, limit],
            )
        else:
            # Materialised, so that the index is asked and only what it found is ranked.
            cursor.execute(
                f"WITH found AS MATERIALIZED (SELECT id, words FROM {table} WHERE words @@ to_tsquery('simple', %s)) "
                "SELECT id FROM found ORDER BY ts_rank(words, to_tsquery('simple', %s)) DESC, id DESC LIMIT %s",
                [wanted, wanted, limit],
            )
        return [row[0] for row in cursor.fetchall()]


@lru_cache(maxsize=1)
def _letters() -> tuple[str, str]:
    """Small Latin letters with marks, and what they are without, for PostgreSQL's `translate`."""
    found = [(letter, fold(letter)) for letter in map(chr, range(0xDF, 0x1F00)) if letter == letter.lower()]
    bare = [(letter, plain) for letter, plain in found if len(plain) == 1 and "a" <= plain <= "z"]
    return "".join(letter for letter, _plain in bare), "".join(plain for _letter, plain in bare)


def index_statements(vendor: str, index: WordIndex) -> Iterator[str]:
    """What a migration runs to give a table its index."""
    if vendor == "sqlite":
        yield from _fts5(index)
        return
    table, columns = index
    marked, plain = _letters()
    given = ", ".join(f"{column} text" for column in columns)
    yield (
        f"CREATE FUNCTION {table}_words({given}) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ "
        f"SELECT to_tsvector('simple', regexp_replace(translate(lower({_BLANK.join(columns)}), "
        f"'{marked}', '{plain}'), '[^[:alnum:]]+', ' ', 'g')) $$"
    )
    # Stored, because neighbours are looked up in the row: made anew for each row with both words, they cost seconds.
    made = f"{table}_words({', '.join(columns)})"
    yield f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({made}) STORED"
    yield f"CREATE INDEX {table}_by_words ON {table} USING gin (words)"


def _fts5(index: WordIndex) -> Iterator[str]:
    table, columns = index

    # FTS5 takes off the marks that Unicode can take off; the crossed d is a letter of its own.
    def text(row: str) -> str:
        return f"replace(replace({_BLANK.join(f'{row}.{column}' for column in columns)}, 'đ', 'd'), 'Đ', 'D')"

    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    yield (
        f"CREATE VIRTUAL TABLE {table}_words USING "
        "fts5(words, tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
    )
    yield f"INSERT INTO {table}_words(rowid, words) SELECT t.id, {text('t')} FROM {table} t"
    yield (
        f"CREATE TRIGGER {table}_words_new AFTER INSERT ON {table} BEGIN "
        f"INSERT INTO {table}_words(rowid, words) VALUES (new.id, {text('new')}); END"
    )
    yield (
        f"CREATE TRIGGER {table}_words_gone AFTER DELETE ON {table} BEGIN "
        f"DELETE FROM {table}_words WHERE rowid = old.id; END"
    )
    yield (
        f"CREATE TRIGGER {table}_words_changed AFTER UPDATE OF {', '.join(columns)} ON {table} WHEN {changed} BEGIN "
        f"UPDATE {table}_words SET words = {text('new')} WHERE rowid = new.id; END"
    )


def index_gone(vendor: str, index: WordIndex) -> Iterator[str]:
    """What takes the index away again."""
    table = index.table
    if vendor == "sqlite":
        yield from (f"DROP TRIGGER {table}_words_{name}" for name in ("new", "gone", "changed"))
        yield f"DROP TABLE {table}_words"
    else:
        yield f"ALTER TABLE {table} DROP COLUMN words"
        yield f"DROP FUNCTION {table}_words"
