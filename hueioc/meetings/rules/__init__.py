"""Pure decisions of meetings: who sees one, what a new one needs, when a vote may open and what it says."""
