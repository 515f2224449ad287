"""Photos in an S3-compatible store instead of the home."""
