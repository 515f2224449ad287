"""Floor 6: tells whoever runs the installation how it is, by numbers for a watcher and by a page for a person."""
