"""Pages of returns: what a unit owes, filling in, one return, the collector, figures, workbooks."""
