"""How the lines of units become the line of the city, as the pack says for each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hueioc.returns.pack import Form, FormField, compute, rounded

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Total:
    """The line of the city for one field: its number, and how many units it was made from."""

    value: Decimal | None
    units: int


def add_up(form: Form, rows: Sequence[Values]) -> dict[str, Total]:
    """Every number field of a form over the rows of its units; nothing is made from nothing."""
    plain = {one.code: _added(one, rows) for one in form.typed if one.is_number}
    numbers: dict[str, Decimal | None] = {code: total.value for code, total in plain.items()}
    compute(form, numbers)
    found = {}
    for one in form.field:
        if one.is_number:
            units = sum(row.get(one.code) is not None for row in rows)
            found[one.code] = plain.get(one.code) or Total(numbers.get(one.code), units)
    return found


def _added(one: FormField, rows: Sequence[Values]) -> Total:
    given = [(value, row) for row in rows if (value := row.get(one.code)) is not None]
    values = [value for value, _row in given]
    if not values or one.up == "none":
        return Total(None, len(values))
    if one.up == "sum":
        return Total(sum(values, Decimal(0)), len(values))
    if one.up == "mean":
        return Total(rounded(one, sum(values, Decimal(0)) / len(values)), len(values))
    if one.up == "weighted":
        weighed = [(value, weight) for value, row in given if (weight := row.get(one.weight)) is not None]
        whole = sum((weight for _value, weight in weighed), Decimal(0))
        total = sum((value * weight for value, weight in weighed), Decimal(0))
        return Total(rounded(one, total / whole) if whole else None, len(weighed))
    return Total(max(values) if one.up == "most" else min(values), len(values))
