"""Takes over the reports of another 311 system from a CSV file; a mapping file says what each column means."""
