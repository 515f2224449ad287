"""Template filters of directives."""
