"""Pure decisions of directives: who may see one, what a new one needs, what it may have come from."""
