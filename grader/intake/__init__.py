"""Anything handed in becomes a `Submission`; what was handed in is hostile until it has been read."""
