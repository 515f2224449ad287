"""Floor 4: a citizen's report, from any channel, until it is answered and rated."""
