"""Floor 4: what the city's leaders ask of departments and wards, and what they answer, until the giver is content."""
