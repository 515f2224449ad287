"""Early warning: which open work will miss its promise, learned from work whose promise has come due."""
