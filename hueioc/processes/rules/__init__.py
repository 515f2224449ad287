"""Pure decisions of work processes: what a form may hold, where a step leads, who sees it, how it is drawn."""
