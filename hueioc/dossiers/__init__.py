"""Floor 4: an administrative procedure as one dossier, from its registration until the result is in the hand."""
