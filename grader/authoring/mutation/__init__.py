"""Mutants: right solutions with one thing made wrong, to see whether a suite notices. Pure; nothing here runs them."""
