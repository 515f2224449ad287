"""Early warning of the city's own work: joins deadlines (indicators) and steps (mining), each person their own."""
