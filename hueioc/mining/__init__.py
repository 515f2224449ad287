"""Floor 5: where work waits, bounces and repeats, in the city's own work and in any event log."""
