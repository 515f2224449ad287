"""Pages of directives: the list, the form, one directive with its verbs."""
