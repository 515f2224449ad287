"""Pages of questions between the two tiers; they join questions with the handbook, into which accepted answers flow."""
