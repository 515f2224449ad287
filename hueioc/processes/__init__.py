"""Floor 4: digital work processes of the offices, each a pack: a form, steps, branches, papers, and nothing in code."""
