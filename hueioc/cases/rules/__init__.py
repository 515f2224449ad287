"""Pure decisions about reports: input, routing, redaction, outcomes."""
