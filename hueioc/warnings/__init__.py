"""Floor 4: warnings of the public: drafted by one person, released by another, sent as CAP 1.2, received as CAP."""
