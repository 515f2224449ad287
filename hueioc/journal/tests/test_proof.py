"""The proof: whatever is changed behind the program's back is found and named."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from hueioc.journal import triggers
from hueioc.journal.commands import Entry, checkpoint, record_many
from hueioc.journal.keys import public_keys
from hueioc.journal.models import Checkpoint, Fact, Position
from hueioc.journal.queries import Verdict, check_public, head, public_facts, verify
from hueioc.journal.rules import PROOF_COLUMNS, PUBLIC_COLUMNS, Visibility
from hueioc.journal.runner import catch_up
from hueioc.journal.tests.conftest import Install
from hueioc.journal.tests.demo import LampLit, Seen
from hueioc.lib.geo import Point

FACTS = 9
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL checks this by itself")
_VISIBILITIES: tuple[Visibility, ...] = ("public", "internal", "restricted")


@pytest.fixture(autouse=True)
def _nine_facts(db: None, install: Install, tmp_path: Path) -> Iterator[None]:
    """Nine sealed facts, every third public, with checkpoints at 5 and 9 and no trigger in the forger's way."""
    install()
    with override_settings(SHARED=tmp_path):
        append(0, 5)
        checkpoint()
        append(5, FACTS)
        checkpoint()
        assert verify() == Verdict(facts=FACTS, checkpoints=2)
        with transaction.atomic():
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    # PostgreSQL drops no trigger while checks of foreign keys are pending.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            triggers.remove(connection)
            yield
            transaction.set_rollback(True)


def append(start: int, end: int) -> None:
    entries = [
        Entry(
            event=LampLit(number=number, lamp="L1"),
            subject=f"lamp:{number}",
            actor="account:LAN",
            area="W12",
            point=Point(16.4637, 107.5909),
            visibility=_VISIBILITIES[number % 3],
            cause="fact:1",
            key=f"key-{number * 2}",
        )
        for number in range(start, end)
    ]
    with transaction.atomic():
        record_many(entries)
    catch_up()


def forge(statement: str, *values: str | int | float) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        assert cursor.rowcount > 0
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def flip_in(table: str, key: str, row: int, column: str) -> None:
    """Flip the lowest bit of a number, or of the last character of a text."""
    with connection.cursor() as cursor:
        cast = "::text" if column == "xid" and connection.vendor == "postgresql" else ""
        cursor.execute(f"SELECT {column}{cast} FROM {table} WHERE {key} = %s", [row])
        [value] = cursor.fetchone()
    if column == "xid" and connection.vendor == "postgresql":
        forge(f"UPDATE {table} SET xid = %s::text::xid8 WHERE {key} = %s", str(int(value) ^ 1), row)
        return
    if isinstance(value, str):
        changed: str | int | float = value[:-1] + chr(ord(value[-1]) ^ 1)
    elif isinstance(value, float):
        changed = value + 2.0**-45
    else:
        changed = value ^ (1 << 20 if column in ("id", "seq", "fact_id") else 1)
    forge(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", changed, row)


def fact_at(seq: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fact_id FROM journal_seal WHERE seq = %s", [seq])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("seq", [1, 4, FACTS])
@pytest.mark.parametrize("column", PROOF_COLUMNS)
def test_a_flipped_bit_in_any_column_of_a_fact_is_found_and_named(column: str, seq: int) -> None:
    fact = fact_at(seq)
    if column == "visibility":
        # The table takes only three words here, and two of them are one fact's way into or out of the public part.
        change = "CASE visibility WHEN 'public' THEN 'internal' ELSE 'public' END"
        forge(f"UPDATE journal_fact SET visibility = {change} WHERE id = %s", fact)
    else:
        flip_in("journal_fact", "id", fact, column)
    verdict = verify()
    assert (verdict.seq, verdict.fact_id) == (seq, fact)
    assert str(fact) in verdict.what
    assert not verdict.is_sound


@pytest.mark.parametrize("seq", [1, 4, FACTS])
@pytest.mark.parametrize("column", ["seq", "fact_id", "chain", "public_chain"])
def test_a_flipped_bit_in_any_column_of_a_seal_is_found_and_named(column: str, seq: int) -> None:
    flip_in("journal_seal", "seq", seq, column)
    verdict = verify()
    assert verdict.seq == seq
    assert not verdict.is_sound


@pytest.mark.parametrize("seq", [5, FACTS])
@pytest.mark.parametrize("column", ["seq", "chain", "public_chain", "signed_us", "key_id", "signature"])
def test_a_flipped_bit_in_any_column_of_a_checkpoint_is_found_and_named(column: str, seq: int) -> None:
    flip_in("journal_checkpoint", "seq", seq, column)
    verdict = verify()
    assert verdict.seq == (seq ^ (1 << 20) if column == "seq" else seq)
    assert "heckpoint" in verdict.what


@on_sqlite
@pytest.mark.parametrize("column", ["kind", "subject", "data", "area", "key"])
def test_a_bit_that_makes_a_text_unreadable_is_found_and_named(column: str) -> None:
    fact = fact_at(4)
    forge(f"UPDATE journal_fact SET {column} = CAST(x'fe' || {column} AS TEXT) WHERE id = %s", fact)
    verdict = verify()
    assert (verdict.seq, verdict.fact_id) == (4, fact)
    assert "cannot be read" in verdict.what


@pytest.mark.parametrize("seq", [1, 4, FACTS])
def test_a_deleted_fact_is_named(seq: int) -> None:
    fact = fact_at(seq)
    forge("DELETE FROM journal_fact WHERE id = %s", fact)
    verdict = verify()
    assert (verdict.seq, verdict.fact_id) == (seq, fact)
    assert "missing" in verdict.what


@pytest.mark.parametrize("seq", [1, 4])
def test_a_fact_deleted_with_its_seal_is_named(seq: int) -> None:
    forge("DELETE FROM journal_fact WHERE id = %s", fact_at(seq))
    forge("DELETE FROM journal_seal WHERE seq = %s", seq)
    assert verify().seq == seq


def test_a_tail_deleted_after_a_checkpoint_is_found() -> None:
    last = fact_at(FACTS)
    forge("DELETE FROM journal_seal WHERE seq = %s", FACTS)
    forge("DELETE FROM journal_fact WHERE id = %s", last)
    verdict = verify()
    assert verdict.seq == FACTS
    assert f"ends at {FACTS - 1}" in verdict.what


def test_a_tail_deleted_after_a_follower_read_it_is_found(install: Install) -> None:
    append(FACTS, FACTS + 1)
    Position.objects.create(follower=Seen.name, seq=head(), updated_at=Fact.objects.all()[0].recorded_at)
    last = fact_at(FACTS + 1)
    forge("DELETE FROM journal_seal WHERE seq = %s", FACTS + 1)
    forge("DELETE FROM journal_fact WHERE id = %s", last)
    assert "a follower has read" in verify().what


def test_two_swapped_seals_are_found() -> None:
    forge("UPDATE journal_seal SET seq = 1000 WHERE seq = 3")
    forge("UPDATE journal_seal SET seq = 3 WHERE seq = 4")
    forge("UPDATE journal_seal SET seq = 4 WHERE seq = 1000")
    assert verify().seq == 3


def test_a_past_that_was_rewritten_and_chained_anew_contradicts_its_checkpoint() -> None:
    forge("UPDATE journal_fact SET area = 'W13' WHERE id = %s", fact_at(2))
    forge("DELETE FROM journal_seal")
    catch_up()
    verdict = verify()
    assert verdict.seq == 5
    assert "checkpoint 5" in verdict.what


def test_a_fact_slipped_in_behind_the_seals_is_named() -> None:
    forge("UPDATE journal_fact SET id = id + 100")
    forge("UPDATE journal_seal SET fact_id = fact_id + 100")
    source = fact_at(3)
    columns = ", ".join(name for name in PROOF_COLUMNS if name not in ("id", "key"))
    forge(f"INSERT INTO journal_fact (id, {columns}) SELECT 7, {columns} FROM journal_fact WHERE id = %s", source)
    assert not verify().is_sound


def test_a_checkpoint_of_a_key_that_is_not_here_is_named(tmp_path: Path) -> None:
    for path in tmp_path.glob("*.pub"):
        path.unlink()
    assert "which is not here" in verify().what


def test_the_private_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    assert (tmp_path / "checkpoint.key").stat().st_mode & 0o077 == 0


def test_a_lost_public_key_is_written_again_from_the_private_one(tmp_path: Path) -> None:
    for path in tmp_path.glob("*.pub"):
        path.unlink()
    append(FACTS, FACTS + 1)
    checkpoint()
    assert verify() == Verdict(facts=FACTS + 1, checkpoints=3)


def test_nothing_new_means_no_new_checkpoint() -> None:
    assert checkpoint() is None
    append(FACTS, FACTS + 1)
    point = checkpoint()
    assert point is not None
    assert point.seq == FACTS + 1
    assert verify().checkpoints == 3


def test_an_outsider_verifies_the_public_part_alone() -> None:
    shown = public_facts(0, 100)
    assert [fact.seq for fact in shown] == [1, 4, 7]
    assert all(len(fact.cells) == len(PUBLIC_COLUMNS) for fact in shown)
    assert "account:LAN" not in str(shown)
    [key] = public_keys().values()
    points = list(Checkpoint.objects.order_by("seq"))
    assert check_public(shown, points, key) == ""
    assert "not the one" in check_public(shown[:-1], points, key)
    assert "at 7" in check_public([shown[0], shown[2]], points, key)
    forged = dataclasses.replace(shown[1], cells=["demo.broke", *shown[1].cells[1:]])
    assert "at 4" in check_public([shown[0], forged, shown[2]], points, key)
    points[0].signed_us += 1
    assert "not signed" in check_public(shown, points, key)
