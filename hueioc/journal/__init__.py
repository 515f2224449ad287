"""Floor 1: what happened, append-only and chained; append a fact, read facts in order, remember how far a reader got, prove nothing changed."""
