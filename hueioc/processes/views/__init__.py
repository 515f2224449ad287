"""Pages of work processes: lists, what can be started, a definition with its dry run, one instance, its papers."""
