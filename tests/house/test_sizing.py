"""docs/sizing.md calculates rightly: every result is what its formula gives with the numbers of the page."""

import ast
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sizing.md"
pytestmark = pytest.mark.once
Numbers = dict[str, float]


def value(formula: str, known: Numbers) -> float:
    """A formula of names, numbers, the four operations and `max`."""

    def of(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name):
                return known[name]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return of(left) + of(right)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return of(left) * of(right)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return of(left) / of(right)
            case ast.Call(func=ast.Name(id="max"), args=args):
                return max(map(of, args))
        raise AssertionError(f"a page of arithmetic cannot say {ast.dump(node)}")

    return of(ast.parse(formula, mode="eval").body)


def number(cell: str) -> float:
    return float(cell.replace(",", ""))


def rows() -> list[list[str]]:
    """The cells of every row of the page's tables that begins with a name."""
    lines = re.findall(r"^\| (`.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [line.split(" | ") for line in lines]


def test_every_result_is_what_its_formula_gives() -> None:
    places: list[Numbers] = [{}, {}, {}]
    wrong, results = [], 0
    for name, second, *rest in rows():
        if not second.startswith("`"):
            columns = [second, *rest[:2]] if name.strip("`") in {"people", "cities"} else [second] * 3
            for known, cell in zip(places, columns, strict=True):
                known[name.strip("`")] = number(cell)
            continue
        for known, cell in zip(places, rest[:3], strict=True):
            known[name.strip("`")] = right = value(second.strip("`"), known)
            results += 1
            if abs(number(cell) - right) > 0.06 * right:
                wrong.append(f"{name}: {cell} should be {right:.2g}")
    assert results >= 50
    assert wrong == []


def test_every_measurement_can_be_repeated() -> None:
    named = set(re.findall(r"scripts/bench (\w+)", PAGE.read_text(encoding="utf-8")))
    assert named
    assert named <= {path.stem for path in (PAGE.parents[1] / "bench").glob("*.py")}
