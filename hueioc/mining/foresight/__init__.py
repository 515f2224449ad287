"""What would happen with other staff: a queue is fitted, simulated, and tested on days it has not seen."""
