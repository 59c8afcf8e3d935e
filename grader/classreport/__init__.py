"""A graded class as one HTML page, which needs neither network nor server."""
