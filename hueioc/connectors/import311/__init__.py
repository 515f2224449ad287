"""Takes over the reports of another 311 system from a CSV file, with a mapping file that says what each column means."""
