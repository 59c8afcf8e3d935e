"""A class graded at once: submissions as tickets, an executor that grades them, a store that keeps every result."""
