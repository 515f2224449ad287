"""When the same thing again speaks against an earlier report: when that one had a result that could last."""

# Ends that answered nobody.
_NO_RESULT = frozenset({"", "refused", "withdrawn", "duplicate"})


def had_a_result(phase: str, outcome: str) -> bool:
    """True for a report that was answered, so that the same thing again speaks against its answer."""
    return phase in {"resolved", "closed"} and outcome not in _NO_RESULT
