"""The measured promises, each against a peer or a physical limit."""
