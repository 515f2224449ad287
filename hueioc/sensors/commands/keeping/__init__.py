"""How readings are written: batches in, sums, files. Nothing here tells a fact; the commands above it do."""
