"""Floor 1: what happened, append-only and chained.

Append a fact, read facts in order, remember how far a reader got, prove that nothing was changed.
"""
