"""Floor 0: base templates, style sheets, widgets and small scripts shared by every page."""
