"""Synchronises dossiers with another one-stop system, in six steps and both directions."""
