"""Pure arithmetic of forecasts: what was known at an hour, what a model makes of it, and how often it was right."""
