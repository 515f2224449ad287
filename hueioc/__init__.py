"""HueIOC: the digital heart of a city that governs on two tiers; rooms on floors, see ARCHITECTURE.md."""
