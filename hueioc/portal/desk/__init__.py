"""The triage desk: the queue, one report beside it, the map; every key is a form that also works without scripts."""
