"""Letters to members."""
