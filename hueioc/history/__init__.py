"""Floor 5: the journal as Parquet files that grow with it, and questions asked of all of them at once."""
