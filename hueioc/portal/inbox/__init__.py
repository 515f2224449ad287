"""The officer's inbox: everything a unit owes, and the shortest way to be done with it."""
