"""Django's SQLite, with one queue for all threads of the process that want to write."""
