"""The shapes of returns in packs, how a filled one is read, and the checks that everything fits together."""

from hueioc.returns.pack.checking import UNREAD, Checked, Fault, checked, compute, keep, rounded, shown, wrong_number
from hueioc.returns.pack.checks import KIND, VERBS, check, read_forms
from hueioc.returns.pack.formulas import Formula, FormulaError, read_formula
from hueioc.returns.pack.shapes import Check, DueDay, Example, FigureSource, Form, FormField, Group, Length

__all__ = [
    "KIND",
    "UNREAD",
    "VERBS",
    "Check",
    "Checked",
    "DueDay",
    "Example",
    "Fault",
    "FigureSource",
    "Form",
    "FormField",
    "Formula",
    "FormulaError",
    "Group",
    "Length",
    "check",
    "checked",
    "compute",
    "keep",
    "read_forms",
    "read_formula",
    "rounded",
    "shown",
    "wrong_number",
]
