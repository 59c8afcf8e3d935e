"""Helpers that more than one tool needs."""
