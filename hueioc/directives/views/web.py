"""What the pages of directives share: where a refusal of a command stands on their forms."""

# Fields of the forms for what the commands call otherwise.
NEAREST = {"supports": "support_0", "unit": "lead"}
