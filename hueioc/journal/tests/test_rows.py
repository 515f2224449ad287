"""Many rows in one statement are the same rows as one by one."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, transaction

from hueioc.cases.models import Case, Message
from hueioc.indicators.models import DayCount
from hueioc.journal.commands.rows import insert_rows, merge_rows

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=7)))
NASTY = "dòng\tmột\n\\N \\dòng hai\r 'x' \"y\" %s {}"


def case(number: int) -> Case:
    return Case(
        code=f"26-T{number:04d}",
        service="drainage",
        description=f"{NASTY}{number}",
        address="" if number % 2 else "Kiệt 5",
        lat=None if number % 3 else 16.1 + number / 7,
        is_public=bool(number % 2),
        due_trace=[{"code": NASTY, "number": number}] if number % 2 else [],
        opened_at=AT + timedelta(microseconds=number),
        due_at=AT if number % 2 else None,
        updated_at=AT.replace(microsecond=0).astimezone(UTC),
    )


def plain(rows: list[Case]) -> list[dict[str, object]]:
    left_out = {"id", "secret"}
    return [{f.name: getattr(r, f.name) for f in Case._meta.concrete_fields if f.name not in left_out} for r in rows]


def test_rows_are_what_the_orm_would_have_written() -> None:
    Case.objects.bulk_create([case(number) for number in range(1, 800)])
    expected = plain(list(Case.objects.order_by("code")))
    Case.objects.all().delete()
    rows = [case(number) for number in range(1, 800)]
    insert_rows(rows)
    assert plain(list(Case.objects.order_by("code"))) == expected
    assert [row.pk for row in rows] == list(Case.objects.order_by("code").values_list("pk", flat=True))
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    rows[5].address = "đổi"
    rows[5].save()
    assert Case.objects.count() == 799


def test_children_learn_the_number_of_their_parent() -> None:
    parents = [case(number) for number in range(3)]
    children = [Message(case=parent, kind="note", author="rule:test", text=NASTY, at=AT) for parent in parents]
    insert_rows(parents)
    insert_rows(children)
    assert {m.case.code: m.text for m in Message.objects.select_related("case")} == dict.fromkeys(
        (parent.code for parent in parents), NASTY
    )


def test_merged_rows_replace_or_add_and_are_born_when_missing(city: None) -> None:
    def row(key: str, received: int, unit: str) -> DayCount:
        return DayCount(key=key, level="all", day=AT.date(), kind="case", unit=unit, received=received)

    merge_rows([row("a", 3, "old"), row("b", 1, "old")], ["key"], adds={"received"})
    merge_rows([row("b", -1, "new"), row("c", 2, NASTY[:60])], ["key"], adds={"received"})
    kept = {row.key: (row.received, row.unit) for row in DayCount.objects.all()}
    assert kept == {"a": (3, "old"), "b": (0, "new"), "c": (2, NASTY[:60])}
    merge_rows([], ["key"])


def test_a_double_code_is_refused_as_the_orm_refuses_it() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([case(1), case(1)])
    assert Case.objects.count() == 0
    insert_rows([])
