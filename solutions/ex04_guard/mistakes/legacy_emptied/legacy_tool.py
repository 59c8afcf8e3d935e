"""Doubles a number."""
