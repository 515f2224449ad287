"""Floor 4: stations and what they measure (readings, their quality and sums), and the alarms that follow from it."""
