"""HueIOC: the digital heart of a city that governs on two tiers; one package, its rooms on floors (see ARCHITECTURE.md)."""
