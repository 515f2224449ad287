"""Floor 4: river levels hours ahead, each with an interval and with the error the same method made before."""
